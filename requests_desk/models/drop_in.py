"""Drop-ins: people who just came in, counted by one tap at the desk, without a name."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models import Station

if TYPE_CHECKING:
    from stations.models import Worker


class DropInsQuerySet(models.QuerySet["DropIns"]):
    def in_scope_of(self, worker: "Worker") -> "DropInsQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def between(self, begin: date, end: date) -> "DropInsQuerySet":
        """From ``begin`` to before ``end``."""
        return self.filter(day__gte=begin, day__lt=end)


class DropIns(models.Model):
    """How many came in on one day, to rest, read or ask the way. ``people`` is changed by guarded updates
    alone (actions/drop_ins.py)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="drop_ins", verbose_name=_("station"))
    day = models.DateField(_("day"))
    people = models.PositiveIntegerField(_("how many"), default=0)

    objects = DropInsQuerySet.as_manager()

    class Meta:
        verbose_name = _("drop-ins of a day")
        verbose_name_plural = _("drop-ins")
        ordering = ["-day", "station"]
        constraints = [models.UniqueConstraint(fields=["station", "day"], name="drop_ins_once_a_day")]

    def __str__(self) -> str:
        return f"{self.station} {self.day}: {self.people}"
