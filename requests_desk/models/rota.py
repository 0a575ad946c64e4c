"""The duty rota: who receives this week, in turn, and the hours of deputies, lawyers and doctors."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_desk.rules.turns import Hours
from stations.models import EstateBody, Station, Weekday
from stations.models.named import NamedModel

if TYPE_CHECKING:
    from stations.models import Worker


class RotaPartyQuerySet(models.QuerySet["RotaParty"]):
    def in_scope_of(self, worker: "Worker") -> "RotaPartyQuerySet":
        return self.filter(worker.scope.committees("station__committee"))


class RotaParty(models.Model):
    """One of the parties that take weekly turns at a station's desk; ``body`` is empty for the committee."""

    class Party(models.TextChoices):
        COMMITTEE = "committee", _("Residents' committee")
        OWNERS = "owners", _("Owners' committee")
        PROPERTY = "property", _("Property company")

    station = models.ForeignKey(
        Station, models.CASCADE, related_name="rota_parties", verbose_name=_("station")
    )
    position = models.PositiveSmallIntegerField(_("position in turn"))
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    body = models.ForeignKey(
        EstateBody,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="turns",
        verbose_name=_("estate body"),
    )

    objects = RotaPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party on the rota")
        verbose_name_plural = _("parties on the rota")
        ordering = ["station", "position"]
        constraints = [models.UniqueConstraint(fields=["station", "position"], name="one_party_per_turn")]

    def __str__(self) -> str:
        return str(self.body or self.get_party_display())


class RotaExceptionQuerySet(models.QuerySet["RotaException"]):
    def in_scope_of(self, worker: "Worker") -> "RotaExceptionQuerySet":
        return self.filter(worker.scope.committees("party__station__committee"))

    def from_week(self, station: Station, monday: date) -> "RotaExceptionQuerySet":
        """Those of the week that begins on ``monday`` and of later ones."""
        return self.filter(party__station=station, monday__gte=monday).select_related("party__body")


class RotaException(models.Model):
    """A week in which somebody else sits at the desk than the wheel says: a swap, a stand-in."""

    station = models.ForeignKey(
        Station, models.CASCADE, related_name="rota_exceptions", verbose_name=_("station")
    )
    monday = models.DateField(_("week from"))
    party = models.ForeignKey(
        RotaParty, models.CASCADE, related_name="exceptions", verbose_name=_("party on the rota")
    )

    objects = RotaExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception of the rota")
        verbose_name_plural = _("exceptions of the rota")
        ordering = ["monday"]
        constraints = [
            models.UniqueConstraint(fields=["station", "monday"], name="one_rota_exception_a_week"),
            models.CheckConstraint(condition=models.Q(monday__week_day=2), name="a_week_begins_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.monday}: {self.party}"


class DutyHoursQuerySet(models.QuerySet["DutyHours"]):
    def in_scope_of(self, worker: "Worker") -> "DutyHoursQuerySet":
        return self.filter(worker.scope.committees("station__committee"))


class DutyHours(NamedModel):
    """Weekly hours of somebody from outside: a people's deputy, the contract lawyer, a doctor."""

    class Giver(models.TextChoices):
        DEPUTY = "deputy", _("People's deputy")
        LAWYER = "lawyer", _("Lawyer")
        DOCTOR = "doctor", _("Doctor")
        LEADER = "leader", _("Leader at the desk")

    station = models.ForeignKey(Station, models.CASCADE, related_name="duty_hours", verbose_name=_("station"))
    giver = models.CharField(_("who"), max_length=8, choices=Giver.choices)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    objects = DutyHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty hours")
        verbose_name_plural = _("duty hours")
        ordering = ["station", "weekday", "begins"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(begins__lt=models.F("ends")), name="duty_runs_forwards"
            ),
        ]


class DutyChangeQuerySet(models.QuerySet["DutyChange"]):
    def in_scope_of(self, worker: "Worker") -> "DutyChangeQuerySet":
        return self.filter(worker.scope.committees("hours__station__committee"))


class DutyChange(models.Model):
    """One day on which somebody's hours are others, or (without times) do not take place."""

    hours = models.ForeignKey(DutyHours, models.CASCADE, related_name="changes", verbose_name=_("duty hours"))
    on = models.DateField(_("day"))
    begins = models.TimeField(_("begins"), null=True, blank=True)
    ends = models.TimeField(_("ends"), null=True, blank=True)

    objects = DutyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of duty hours")
        verbose_name_plural = _("changes of duty hours")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["hours", "on"], name="one_duty_change_a_day"),
            models.CheckConstraint(
                condition=models.Q(begins=None, ends=None)
                | models.Q(begins__isnull=False, ends__isnull=False, begins__lt=models.F("ends")),
                name="changed_duty_runs_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} {self.on}"

    @property
    def times(self) -> Hours | None:
        """From when to when that day; None if nobody comes."""
        if self.begins is None or self.ends is None:
            return None
        return Hours(self.begins, self.ends)
