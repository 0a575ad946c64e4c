"""Places: the guarded updates that take and give back a slot's places. Nothing else writes them."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.models import Slot

OFFERED = 3  # other times a full page names
OFFER_DAYS = 30


class SlotFull(PortalError):
    """No place left for this lane at this time; ``offers`` holds the next free slots."""

    sentence = _("This time is fully booked.")
    next_step = _("Please choose one of the next free times.")


def take(*, slot_id: int, green: bool, at: datetime) -> bool:
    """Take one place of the slot, if its rule still allows one at ``at``. One statement, the same on
    both databases: the condition is judged on the row as it stands when the write happens."""
    taken = (
        Slot.objects.filter(pk=slot_id, starts_at__gt=at)
        .with_room(at, green=green)
        .update(booked=F("booked") + 1, booked_green=F("booked_green") + (1 if green else 0))
    )
    return taken == 1


def give_back(*, slot_id: int, green: bool) -> None:
    """Return one place; a slot that was over by staff's action comes down with it."""
    left = F("booked") - 1
    Slot.objects.filter(pk=slot_id).update(
        booked=left,
        booked_green=F("booked_green") - (1 if green else 0),
        over=Greatest(Value(0), left - F("capacity")),
    )


def set_places(*, slot_id: int, capacity: int, held: int) -> None:
    """Change how many places a slot has. Visits already booked stay: what is too much stands in ``over``."""
    Slot.objects.filter(pk=slot_id).update(
        capacity=capacity,
        held=min(held, capacity),
        over=Case(When(booked__gt=capacity, then=F("booked") - capacity), default=Value(0)),
    )


def next_free(slot: Slot, *, green: bool, at: datetime) -> tuple[Slot, ...]:
    """Up to three later or nearby slots of the same kind that would take this visit; the nearest in
    time to the one asked for come first."""
    same = Slot.objects.filter(item=slot.item_id) if slot.item_id else Slot.objects.filter(station=slot.station_id, item=None)
    free = same.exclude(pk=slot.pk).filter(starts_at__gt=at).with_room(at, green=green)
    after = list(free.between(slot.starts_at, slot.starts_at + timedelta(days=OFFER_DAYS)).order_by("starts_at")[:OFFERED])
    before = list(free.between(at, slot.starts_at).order_by("-starts_at")[: OFFERED - len(after)])
    return tuple(sorted(after + before, key=lambda one: one.starts_at))
