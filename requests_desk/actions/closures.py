"""Closures and changed hours: the visits they hit are listed before, and told after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.slots import make_slots
from requests_desk.actions.visits import call_off
from requests_desk.models import Slot, Visit
from stations.actions.opening import lock_stations, rebuild_opening_days
from stations.models import OpeningException, Station, Worker


class DayOver(PortalError):
    """A past day cannot be closed."""

    sentence = _("That day is over.")
    next_step = _("Choose today or a later day.")


class ListChanged(PortalError):
    """Between looking and saving, another visit was booked (or one went)."""

    sentence = _("The list of visits has changed since you looked.")
    next_step = _("Look at the list again, then close.")


class VisitsHit(PortalError):
    """A change of hours would leave these ``visits`` outside; nothing of it is saved yet."""

    sentence = _("This change leaves booked visits outside the hours. Nothing is saved yet.")
    next_step = _("Look at the list, choose what is to become of them, and save again.")

    def __init__(self, visits: list[Visit]) -> None:
        super().__init__()
        self.visits = visits


@dataclass(frozen=True)
class Answer:
    """What somebody decided about the visits that a change of hours hits: ``seen``, their keys as they
    were listed; ``call_off`` them all and tell their people, or (False) leave each to the desk."""

    seen: frozenset[int]
    call_off: bool


def visits_hit(*, station: Station, day: date, at: datetime) -> list[Visit]:
    """The standing visits that closing ``station`` for the rest of ``day`` would call off."""
    rows = Visit.objects.expected(day).filter(station=station, starts_at__gt=at)
    return list(rows.select_related("service", "slot"))


@transaction.atomic
def close_day(
    *,
    station: Station,
    day: date,
    reason: str,
    reason_en: str,
    worker: Worker,
    at: datetime,
    seen: Iterable[int],
) -> list[Visit]:
    """Close ``station`` for the rest of ``day`` and call off the visits that hits: ``seen``, as the
    worker saw them listed. Raises DayOver, ListChanged, NotAllowed away from the station's own desk.

    Returns the visits called off; each of their bookers has a message or stands on the call list.
    """
    must_be_own(station, worker)
    local = timezone.localtime(at)
    if day < local.date():
        raise DayOver
    lock_stations([station])
    # Nobody books while we look: the day's slots are locked first, as everywhere.
    slots = Slot.objects.select_for_update().filter(station=station, starts_at__gt=at).order_by("pk")
    list(slots.filter(starts_at__date=day).values_list("pk"))
    hit = visits_hit(station=station, day=day, at=at)
    if {visit.pk for visit in hit} != set(seen):
        raise ListChanged
    OpeningException.objects.filter(station=station, date=day).delete()
    OpeningException.objects.create(station=station, date=day, reason=reason, reason_en=reason_en)
    for visit in hit:
        call_off(visit=visit, at=at, actor=worker)
    change_opening(stations=[station], at=at)
    return hit


@transaction.atomic
def reopen_day(*, station: Station, day: date, worker: Worker, at: datetime) -> None:
    """Take a closure back: the ordinary hours stand again. Visits that were called off stay so.

    Raises NotAllowed away from the station's own desk.
    """
    must_be_own(station, worker)
    lock_stations([station])
    OpeningException.objects.filter(station=station, date=day).delete()
    change_opening(stations=[station], at=at)


@transaction.atomic
def change_opening(*, stations: Iterable[Station], at: datetime) -> list[Visit]:
    """After a change of week, exceptions, holidays, checklist or places: opening days and slots anew.

    Returns the visits that now stand outside the hours, for somebody to move or call off.
    """
    rows = list(stations)
    rebuild_opening_days(stations=rows, today=timezone.localtime(at).date())
    make_slots(stations=rows, at=at)
    return list(stranded(stations=rows, at=at))


@transaction.atomic
def change_hours(
    *, stations: Iterable[Station], at: datetime, actor: Worker, answer: Answer | None
) -> tuple[list[Visit], list[Visit]]:
    """Bring days and slots into step with hours, places or offers that ``actor`` has changed a moment ago
    in this very transaction, for ``stations`` that are theirs to change.

    Visits that the change leaves outside must be answered for as they stand now: raises VisitsHit
    otherwise, and takes the change back with it. Visits that stood outside before are not asked about
    again. Returns those called off, each of whose bookers has a message or stands on the call list, and
    all that still stand outside.
    """
    rows = lock_stations(stations)
    outside = {visit.pk for visit in stranded(stations=rows, at=at)}
    left = change_opening(stations=rows, at=at)
    hit = [visit for visit in left if visit.pk not in outside]
    if hit and (answer is None or {visit.pk for visit in hit} != answer.seen):
        raise VisitsHit(hit)
    gone = hit if answer is not None and answer.call_off else []
    for visit in gone:
        call_off(visit=visit, at=at, actor=actor, of_own_desk=False)
    return gone, [visit for visit in left if visit not in gone]


def stranded(*, stations: Iterable[Station], at: datetime) -> Iterable[Visit]:
    """Standing visits whose slot was shut under them."""
    rows = Visit.objects.standing().filter(slot__open=False, station__in=list(stations), starts_at__gt=at)
    return rows.select_related("service", "station").order_by("starts_at")
