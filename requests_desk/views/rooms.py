"""A station's rooms, week by week: who uses them for what, which times are free, and what the past month went to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from portal.common.access import public
from requests_desk.actions.room_times import free_words, hours_of, left
from requests_desk.actions.room_uses import is_lent
from requests_desk.models import RoomUse, day_bounds
from requests_desk.rules.room_uses import Span, minutes_by_kind
from stations.models import Room, Station

WEEK = timedelta(days=7)
BACK, AHEAD = 4, 8  # weeks that may be turned to
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Kind:
    """How many hours (to the half) of the past month went to one kind of use, as a share of them all."""

    word: str
    hours: float
    percent: int


@dataclass(frozen=True)
class Day:
    """A day of a room's week: its uses, and its free times in words."""

    day: date
    uses: list[RoomUse]
    free: str


@dataclass(frozen=True)
class RoomWeek:
    """A room, its week, and its past month."""

    room: Room
    days: list[Day]
    kinds: list[Kind]
    lent: bool


@public(cached=True)
def room_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The timetable of a station's rooms in the week that ``?week=`` names by any of its days."""
    at = timezone.now()
    station = get_object_or_404(Station.objects.published().with_site(), slug=slug)
    this = monday_of(timezone.localtime(at).date())
    monday = asked_week(request.GET.get("week", ""), this)
    page = {
        "section": "stations", "station": station, "rooms": weeks(station, monday, at), "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1), "this": monday == this,
        "before": monday - WEEK if monday > this - BACK * WEEK else None,
        "after": monday + WEEK if monday < this + AHEAD * WEEK else None,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rooms/list.html", page)


def with_next_use(station: Station, at: datetime) -> list[Room]:
    """The station's rooms, each with ``next_use``: what goes on in it now or next, or None. Two statements."""
    uses = RoomUse.objects.standing().filter(room__station=station, ends_at__gt=at, starts_at__lt=at + MONTH)
    soonest: dict[int, RoomUse] = {}
    for use in uses.order_by("starts_at", "pk"):
        soonest.setdefault(use.room_id, use)
    rooms = list(station.rooms.order_by("position", "pk"))
    for room in rooms:
        room.next_use = soonest.get(room.pk)  # type: ignore[attr-defined]
    return rooms


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def asked_week(typed: str, this: date) -> date:
    """The Monday of the week asked for; this week's where it is none, or one that cannot be turned to."""
    try:
        day = parse_date(typed)
    except ValueError:
        return this
    if day is None or not this - BACK * WEEK <= day < this + (AHEAD + 1) * WEEK:
        return this
    return monday_of(day)


def weeks(station: Station, monday: date, at: datetime) -> list[RoomWeek]:
    """Each room's week and month. Three statements, however many rooms and uses there are."""
    sunday = monday + WEEK - timedelta(days=1)
    hours = hours_of(station.pk, monday, sunday)
    begin, end = min(day_bounds(monday)[0], at - MONTH), max(day_bounds(sunday)[1], at)
    uses: dict[int, list[RoomUse]] = {}
    for use in RoomUse.objects.standing().filter(room__station=station).overlapping(begin, end):
        uses.setdefault(use.room_id, []).append(use)
    found = []
    for room in Room.objects.filter(station=station):
        room.station = station
        found.append(week_of(room, uses.get(room.pk, []), hours, monday, at))
    return [one for one in found if one.lent or one.days or one.kinds]


def week_of(
    room: Room, uses: list[RoomUse], hours: dict[date, list[Span]], monday: date, at: datetime
) -> RoomWeek:
    """The days on which something goes on, or on which a group may still come in."""
    lent, days = is_lent(room), []
    busy = [(use.starts_at, use.ends_at) for use in uses]
    for day in (monday + timedelta(days=number) for number in range(7)):
        begin, end = day_bounds(day)
        on_it = [use for use in uses if use.starts_at < end and use.ends_at > begin]
        free = free_words(left(hours.get(day, []), busy, at)) if lent else ""
        if on_it or free:
            days.append(Day(day, on_it, free))
    return RoomWeek(room, days, kinds_of(uses, at), lent)


def kinds_of(uses: list[RoomUse], at: datetime) -> list[Kind]:
    """What the past month went to, the longest first."""
    spent = minutes_by_kind([(use.kind, use.starts_at, use.ends_at) for use in uses], at - MONTH, at)
    words: dict[str, Any] = dict(RoomUse.Kind.choices)
    whole = sum(spent.values())
    return [
        Kind(str(words[kind]), round(minutes / 30) / 2, round(100 * minutes / whole))
        for kind, minutes in spent.items()
    ]
