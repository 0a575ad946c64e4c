"""Rounds (走访): who walked which courts when, and what came of it; and how often a committee means to."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.keeping import kept_since
from stations.models import Building, Committee

from .ticket import Ticket

if TYPE_CHECKING:
    from stations.models import Worker

STREET_DAYS = 7
CARE_DAYS = 14
MOST_DAYS = 365


class RoundPlan(models.Model):
    """After how many days a committee's courts are walked again, and old people living alone visited again. A
    committee without one keeps to the usual intervals."""

    committee = models.OneToOneField(
        Committee, models.CASCADE, related_name="round_plan", verbose_name=_("committee")
    )
    street_days = models.PositiveSmallIntegerField(
        _("days between street rounds"), default=STREET_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )  # fmt: skip
    care_days = models.PositiveSmallIntegerField(
        _("days between visits to people living alone"), default=CARE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )  # fmt: skip
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("plan of rounds")
        verbose_name_plural = _("plans of rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(street_days__gte=1, street_days__lte=MOST_DAYS, care_days__gte=1, care_days__lte=MOST_DAYS),
                name="rounds_at_least_daily_and_yearly",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.committee}: {self.street_days}, {self.care_days}"


class RoundQuerySet(models.QuerySet["Round"]):
    def in_scope_of(self, worker: "Worker") -> "RoundQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def expired(self, now: datetime) -> "RoundQuerySet":
        """Walked longer ago than words about people are kept."""
        kept = kept_since("rounds", now)
        return self.filter(erased_at=None, walked_at__lt=kept)


class Round(models.Model):
    """One round through one court or several. What became a ticket has its words there."""

    class Kind(models.TextChoices):
        STREET = "street", _("Street round")
        HOME = "home", _("Home visit")

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("Nothing to note")
        SOLVED = "solved", _("Solved at once")
        TICKET = "ticket", _("Becomes a ticket")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="rounds", verbose_name=_("committee")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.STREET)
    courts = models.ManyToManyField(Building, related_name="rounds", verbose_name=_("courts"))
    walked_at = models.DateTimeField(_("walked"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("walked by")
    )
    outcome = models.CharField(_("what came of it"), max_length=7, choices=Outcome.choices)
    words = models.TextField(_("what was solved"), blank=True)
    ticket = models.OneToOneField(
        Ticket, models.PROTECT, null=True, related_name="met_on", verbose_name=_("ticket")
    )
    key = models.CharField(max_length=43, unique=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-walked_at", "-pk"]
        indexes = [models.Index(fields=["committee", "-walked_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="ticket", ticket__isnull=False, words="")
                | (~Q(outcome="ticket") & Q(ticket=None)),
                name="a_round_with_a_ticket_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.walked_at):%Y-%m-%d}"
