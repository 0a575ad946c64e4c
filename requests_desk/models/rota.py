"""The duty rota: who receives this week, in turn, and the hours of deputies, lawyers and doctors."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

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
