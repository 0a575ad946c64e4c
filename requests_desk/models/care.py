"""Care: old people living alone who agreed to be visited, and when somebody was there."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from stations.models import Building, Committee

if TYPE_CHECKING:
    from stations.models import Worker


class CareQuerySet(models.QuerySet["Care"]):
    def in_scope_of(self, worker: "Worker") -> "CareQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def at_desk_of(self, worker: "Worker") -> "CareQuerySet":
        """Of the committees at whose desk ``worker`` sits: officials have the counts alone."""
        return self.filter(committee__in=worker.scope.desk_committees)

    def standing(self) -> "CareQuerySet":
        """Those still visited."""
        return self.filter(ended_on=None, erased_at=None)

    def due(self, day: date) -> "CareQuerySet":
        """To be visited on that day or before."""
        return self.standing().filter(due_on__lte=day)

    def expired(self, now: datetime) -> "CareQuerySet":
        """Visited no more for longer than personal data is kept."""
        kept = kept_since("care", now).date()
        return self.filter(erased_at=None, ended_on__lt=kept)


class Care(models.Model):
    """One person. Lists hold the court and the day alone; name, door and phone are a look that leaves a line."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="care", verbose_name=_("committee"))
    court = models.ForeignKey(Building, models.PROTECT, related_name="care", verbose_name=_("court"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    door = models.CharField(_("door"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    agreed_by = models.CharField(
        _("who agreed"), max_length=60, blank=True, help_text=_("The person, or a relative in their stead.")
    )
    agreed_on = models.DateField(_("agreed on"))
    since = models.DateField(_("since"))
    visited_on = models.DateField(_("last visited"), null=True)
    due_on = models.DateField(_("next visit due"))
    ended_on = models.DateField(_("ended"), null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    key = models.CharField(max_length=43, unique=True, editable=False)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = CareQuerySet.as_manager()

    class Meta:
        verbose_name = _("person living alone")
        verbose_name_plural = _("people living alone")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["committee", "due_on"], condition=Q(ended_on=None), name="care_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | (~Q(name="") & ~Q(agreed_by="")),
                name="care_named_and_agreed",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="care_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.due_on}"

    def get_absolute_url(self) -> str:
        return reverse("desk:care", args=[self.pk])


class CareVisitQuerySet(models.QuerySet["CareVisit"]):
    def in_scope_of(self, worker: "Worker") -> "CareVisitQuerySet":
        return self.filter(worker.scope.committees("care__committee"))

    def expired(self, now: datetime) -> "CareVisitQuerySet":
        """Whose words were written longer ago than words about people are kept."""
        kept = kept_since("care_visits", now).date()
        return self.filter(erased_at=None, on__lt=kept)


class CareVisit(models.Model):
    """Somebody was there on a day. Of the words, which may be none, only the newest half year is kept."""

    care = models.ForeignKey(
        Care, models.PROTECT, related_name="visits", verbose_name=_("person living alone")
    )
    on = models.DateField(_("day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("visited by")
    )
    text = models.TextField(_("words"), blank=True)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = CareVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to a person living alone")
        verbose_name_plural = _("visits to people living alone")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["care", "on"], name="cared_for_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}"
