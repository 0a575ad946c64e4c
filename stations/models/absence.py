"""Absences: who is away from when to when, and who answers in their stead."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .committee import Committee
from .division import Division

if TYPE_CHECKING:
    from .worker import Worker


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_scope_of(self, worker: "Worker") -> "AbsenceQuerySet":
        """One's own, those at one's own desk, and those in one's area."""
        scope = worker.scope
        if scope.everything:
            return self
        return self.filter(
            Q(worker=worker.pk) | scope.committees("committee") | scope.code_in_areas("division__code")
        )

    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(since__lte=day, until__gte=day)

    def not_over(self, day: date) -> "AbsenceQuerySet":
        return self.filter(until__gte=day)

    def overlapping(self, since: date, until: date) -> "AbsenceQuerySet":
        return self.filter(since__lte=until, until__gte=since)

    def stood_in_for_by(self, worker: "Worker") -> "AbsenceQuerySet":
        """Those of the day for which ``worker`` is the deputy, while they hold a post at the same place: a
        post that has ended ends this too. Nobody's, where the scope says no day."""
        scope = worker.scope
        if scope.on is None:
            return self.none()
        return self.on(scope.on).filter(
            Q(committee__in=scope.desk_committees) | Q(division__in=scope.division_ids), deputy=worker.pk
        )


class Absence(models.Model):
    """Days, first and last, on which ``deputy`` answers for the tickets of ``worker``, who stays responsible.
    Both work at one place. That nobody stands in for a deputy is the action's to hold."""

    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("worker")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deputyships", verbose_name=_("deputy")
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, related_name="absences", verbose_name=_("committee")
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="absences", verbose_name=_("division")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["deputy", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee__isnull=False, division=None)
                | Q(committee=None, division__isnull=False),
                name="absence_at_one_place",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(worker=models.F("deputy")), name="nobody_is_their_own_deputy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} → {self.deputy}"
