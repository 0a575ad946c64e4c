"""Slots: times that can be booked, with their places."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_desk.rules.places import free_places
from stations.models import ChecklistItem, Station

if TYPE_CHECKING:
    from stations.models import Worker

HELD_UNTIL = timedelta(hours=24)  # before a slot begins; from then on nothing is held back


def held_at(at: datetime) -> Case:
    """Places still held for the green lane at ``at``, worked out inside the statement that books."""
    return Case(When(starts_at__gt=at + HELD_UNTIL, then=F("held")), default=Value(0))


class SlotQuerySet(models.QuerySet["Slot"]):
    def in_scope_of(self, worker: "Worker") -> "SlotQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def serving(self, item: ChecklistItem, *, own: bool) -> "SlotQuerySet":
        """Slots in which ``item`` can be had: its own when it has hours of its own, else the station's."""
        return self.filter(item=item) if own else self.filter(station=item.station_id, item=None)

    def between(self, begin: datetime, end: datetime) -> "SlotQuerySet":
        return self.filter(starts_at__gte=begin, starts_at__lt=end)

    def with_room(self, at: datetime, *, green: bool) -> "SlotQuerySet":
        """Open slots that would take one more visit of this lane at ``at``: the rule of rules/places.py
        as a condition, which the booking's UPDATE repeats."""
        rows = self.filter(open=True)
        if green:
            return rows.filter(booked__lt=F("capacity"))
        unused = Greatest(Value(0), held_at(at) - F("booked_green"))
        return rows.alias(taken=F("booked") + unused).filter(taken__lt=F("capacity"))

    def over(self) -> "SlotQuerySet":
        """Slots that hold more visits than places, by staff's action."""
        return self.filter(over__gt=0)


class Slot(models.Model):
    """A stretch of time at a station (or of one item with hours of its own) and its places.

    ``booked`` counts all visits that stand, ``booked_green`` those of them in the green lane;
    both are changed by guarded updates alone (actions/places.py).
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="slots", verbose_name=_("station"))
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("checklist item"),
    )
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    capacity = models.PositiveSmallIntegerField(_("places"))
    held = models.PositiveSmallIntegerField(_("held for the green lane"), default=0)
    booked = models.PositiveIntegerField(_("booked"), default=0)
    booked_green = models.PositiveIntegerField(_("booked in the green lane"), default=0)
    over = models.PositiveIntegerField(_("over by staff's action"), default=0)
    open = models.BooleanField(_("can be booked"), default=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["station", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__lte=F("capacity") + F("over")), name="slot_not_overbooked"
            ),
            models.CheckConstraint(condition=Q(booked_green__lte=F("booked")), name="green_among_booked"),
            models.CheckConstraint(condition=Q(held__lte=F("capacity")), name="held_among_places"),
            models.UniqueConstraint(
                fields=["station", "starts_at"], condition=Q(item=None), name="one_slot_per_station_and_time"
            ),
            models.UniqueConstraint(
                fields=["item", "starts_at"],
                condition=Q(item__isnull=False),
                name="one_slot_per_item_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def free(self, at: datetime, *, green: bool) -> int:
        """How many places such a person finds free at ``at``."""
        return free_places(
            capacity=self.capacity, held=self.held, booked=self.booked, booked_green=self.booked_green,
            starts_at=self.starts_at, at=at, green=green,
        )  # fmt: skip
