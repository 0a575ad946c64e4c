"""Invitations: a post kept for somebody who has no account yet, behind a link that opens once."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .committee import Committee
from .division import Division
from .worker import Post, Worker

LASTS = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_scope_of(self, worker: Worker) -> "InvitationQuerySet":
        """To posts at the worker's committees and inside their areas, without their own rank. Who may renew or
        withdraw one is asked by the action."""
        scope = worker.scope
        if scope.everything:
            return self
        inside = scope.committees("committee")
        for area in scope.areas:
            inside |= Q(division__code__startswith=area) & ~Q(division__code=area)
        return self.filter(inside)

    def unanswered(self) -> "InvitationQuerySet":
        """Neither used nor withdrawn; their time may be over, and they can be renewed."""
        return self.filter(used_at=None, withdrawn_at=None)

    def good(self, now: datetime) -> "InvitationQuerySet":
        """Whose link opens."""
        return self.unanswered().filter(expires_at__gt=now)

    def expired(self, now: datetime, kept: timedelta) -> "InvitationQuerySet":
        """Ended so long ago that the name goes: a used one's name stands with its worker."""
        return self.filter(erased_at=None, expires_at__lt=now - kept)


class Invitation(models.Model):
    """One link to one post. Of the link's secret only its hash is kept: whoever lost it renews it."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Post.Role.choices)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, related_name="invitations", verbose_name=_("committee")
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="invitations", verbose_name=_("division")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+", verbose_name=_("worker"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["desk", "head"], committee__isnull=False, division=None)
                | Q(role__in=["subdistrict", "district", "city"], committee=None, division__isnull=False),
                name="invitation_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="invitation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, worker=None)
                | Q(used_at__isnull=False, worker__isnull=False, withdrawn_at=None),
                name="invitation_used_by_somebody_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"

    @property
    def place(self) -> Committee | Division | None:
        """Where the post stands."""
        return self.committee or self.division

    def is_over(self, day: date) -> bool:
        """Whether the post would have ended before ``day``."""
        return self.until is not None and self.until < day
