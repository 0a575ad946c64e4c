"""Slots: made ahead from the opening days, and kept in step with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from requests_desk.actions.places import set_places
from requests_desk.models import Slot, Visit
from requests_desk.rules.slots import intersect, slot_starts
from stations.actions.opening import lock_stations
from stations.models import ChecklistItem, OpeningDay, Station
from stations.rules.opening import Interval

Key = tuple[int, int | None, datetime]  # station, item (None: the station's own), begin


@dataclass(frozen=True)
class Plan:
    """What a slot should look like."""

    minutes: int
    capacity: int
    held: int


@transaction.atomic
def make_slots(*, stations: Iterable[Station], at: datetime) -> int:
    """Bring the slots of ``stations`` from ``at`` to each one's horizon in step with opening and checklist.

    Missing ones are made; unbooked ones that no longer fit are removed; booked ones that no longer
    fit are shut (their visits are the caller's to tell); changed places are taken over. Can be run
    twice. The number of statements does not grow with the number of stations. Returns how many were made.
    """
    keys = [one.pk for one in lock_stations(stations)]
    rows = list(Station.objects.filter(pk__in=keys).prefetch_related(_bookable()))
    opening = opening_of(rows, at)
    plans = {key: plan for station in rows for key, plan in _plans(opening[station.pk], station, at)}
    # Locked in the order of their keys, as everywhere: visits are being moved at the same time.
    locked = Slot.objects.filter(station__in=rows, starts_at__gt=at).select_for_update().order_by("pk")
    standing = {(slot.station_id, slot.item_id, slot.starts_at): slot for slot in locked}
    _shut([slot for key, slot in standing.items() if key not in plans])
    _adjust([(slot, plans[key]) for key, slot in standing.items() if key in plans])
    new = [
        Slot(
            station_id=station, item_id=item, starts_at=begin,
            minutes=plan.minutes, capacity=plan.capacity, held=plan.held,
        )
        for (station, item, begin), plan in plans.items()
        if (station, item, begin) not in standing
    ]  # fmt: skip
    Slot.objects.bulk_create(new, batch_size=2000)
    return len(new)


def lock_slots(*, stations: Iterable[Station], at: datetime) -> None:
    """Lock ``stations`` and their slots from ``at`` on in the order of their keys, as everywhere, for a change that
    then goes from station to station. Where writers wait for each other anyway there is nothing to do."""
    rows = lock_stations(stations)
    if connection.features.has_select_for_update:
        slots = Slot.objects.filter(station__in=[one.pk for one in rows], starts_at__gt=at)
        list(slots.select_for_update().order_by("pk").values_list("pk"))


def _bookable() -> Prefetch:
    items = ChecklistItem.objects.bookable().prefetch_related("hours")
    return Prefetch("checklist", items, to_attr="bookable_items")


def opening_of(stations: Sequence[Station], at: datetime) -> Mapping[int, dict[date, list[Interval]]]:
    """The stations' real opening intervals from today to each one's horizon, by station and local day."""
    today = timezone.localtime(at).date()
    last = {station.pk: today + timedelta(days=station.horizon_days) for station in stations}
    days: dict[int, dict[date, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    rows = OpeningDay.objects.filter(station__in=last, date__gte=today).exclude(opens=None).order_by("opens")
    for station, day, opens, closes in rows.values_list("station", "date", "opens", "closes"):
        if day <= last[station] and opens is not None and closes is not None:
            days[station][day].append((opens, closes))
    return days


def _plans(days: dict[date, list[Interval]], station: Station, at: datetime) -> Iterator[tuple[Key, Plan]]:
    """Every slot the station should have: its own, and those of items with hours of their own."""
    if station.status != Station.Status.OPERATING:
        return
    items: list[ChecklistItem] = station.bookable_items  # type: ignore[attr-defined]
    if any(not item.hours.all() for item in items):
        own = Plan(station.slot_minutes, station.slot_capacity, station.slot_held)
        yield from _on(days, station.pk, None, own, at)
    for item in items:
        if hours := list(item.hours.all()):
            narrowed = {
                day: intersect(spans, [(h.opens, h.closes) for h in hours if h.weekday == day.weekday()])
                for day, spans in days.items()
            }
            plan = Plan(item.slot_minutes or station.slot_minutes, item.slot_capacity, 0)
            yield from _on(narrowed, station.pk, item.pk, plan, at)


def _on(
    days: dict[date, list[Interval]], station: int, item: int | None, plan: Plan, at: datetime
) -> Iterator[tuple[Key, Plan]]:
    if not plan.capacity:
        return
    for day, spans in days.items():
        for start in slot_starts(spans, plan.minutes):
            begin = timezone.make_aware(datetime.combine(day, start))
            if begin > at:
                yield (station, item, begin), plan


def _shut(slots: list[Slot]) -> None:
    """Remove slots nobody ever booked, shut the others."""
    if not slots:
        return
    rows = Slot.objects.filter(pk__in=[slot.pk for slot in slots])
    used = Exists(Visit.objects.filter(slot=OuterRef("pk")))
    rows.filter(~used, booked=0).delete()
    rows.filter(open=True).update(open=False)


def _adjust(pairs: list[tuple[Slot, Plan]]) -> None:
    """Open what fits again, and take over changed places: a few statements for each kind of change,
    however many slots it meets. A length in use stays as it was promised."""
    shut = [slot.pk for slot, _plan in pairs if not slot.open]
    if shut:
        Slot.objects.filter(pk__in=shut).update(open=True)
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    lengths: dict[int, list[int]] = defaultdict(list)
    for slot, plan in pairs:
        if (slot.capacity, slot.held) != (plan.capacity, plan.held):
            places[plan.capacity, plan.held].append(slot.pk)
        if slot.minutes != plan.minutes and not slot.booked:
            lengths[plan.minutes].append(slot.pk)
    for (capacity, held), keys in places.items():
        set_places(slot_ids=keys, capacity=capacity, held=held)
    for minutes, keys in lengths.items():
        Slot.objects.filter(pk__in=keys, booked=0).update(minutes=minutes)
