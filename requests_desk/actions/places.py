"""Places: the guarded updates that take and give back a slot's places. Nothing else writes them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.models import Slot
from requests_desk.models.slot import SlotQuerySet
from requests_desk.rules.slots import window
from stations.models import ChecklistItem

OFFERED = 3  # other times a full page names


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


def set_places(*, slot_ids: Collection[int], capacity: int, held: int) -> None:
    """Change how many places these slots have. Visits already booked stay: what is too much stands in
    ``over``."""
    Slot.objects.filter(pk__in=slot_ids).update(
        capacity=capacity,
        held=min(held, capacity),
        over=Case(When(booked__gt=capacity, then=F("booked") - capacity), default=Value(0)),
    )


def has_own_hours(item: ChecklistItem) -> bool:
    """Whether ``item`` has hours, and so slots, of its own. Costs a query unless the item was loaded
    through ``with_own_hours()``."""
    known = item.__dict__.get("own_hours")
    return item.hours.exists() if known is None else bool(known)


def bookable_slots(item: ChecklistItem, *, at: datetime) -> SlotQuerySet:
    """The open slots in which ``item`` can be had, from its station's shortest notice to its horizon,
    full ones among them. ``item`` carries its station."""
    begin, end = window(
        at, notice_minutes=item.station.notice_minutes, horizon_days=item.station.horizon_days
    )
    return Slot.objects.serving(item, own=has_own_hours(item)).between(begin, end).filter(open=True)


def next_free(item: ChecklistItem, *, around: datetime, green: bool, at: datetime) -> tuple[Slot, ...]:
    """Up to three slots that would take a visit for ``item``, in order of time: the next ones after
    ``around``, and where there are too few the last ones before it."""
    free = bookable_slots(item, at=at).with_room(at, green=green)
    after = list(free.filter(starts_at__gte=around).order_by("starts_at")[:OFFERED])
    before = list(free.filter(starts_at__lt=around).order_by("-starts_at")[: OFFERED - len(after)])
    return tuple(sorted(after + before, key=lambda one: one.starts_at))
