"""What is on today: the hours of lawyers, deputies, doctors and classes, clipped to the open door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from requests_desk.models import DutyHours
from stations.models import ItemHours, Station

MOST = 12
_OF_A_STATION = ("slug", "name", "name_en")
_OF_AN_ITEM = (
    *("opens", "closes", "item__given_by", "item__given_by_en", "item__bookable"),
    *("item__service__slug", "item__service__name", "item__service__name_en"),
    *("item__room__name", "item__room__name_en"),
    *(f"item__station__{name}" for name in _OF_A_STATION),
)
_OF_A_DUTY = (
    *("name", "name_en", "giver", "begins", "ends"),
    *(f"station__{name}" for name in _OF_A_STATION),
)


@dataclass(frozen=True)
class Event:
    """One line of today: from when to when, what, by whom, and at which station."""

    begins: time
    ends: time
    what: str
    who: str
    room: str
    station: Station
    service_slug: str
    bookable: bool
    running: bool


def whats_on(now: datetime) -> tuple[list[Event], bool]:
    """At most twelve lines of today that are not over, the next one first, and whether there are more.
    Two statements. Only stations whose door is open at those hours count."""
    local = timezone.localtime(now)
    lines = sorted(
        [*_services(local), *_duties(local)], key=lambda line: (line.begins, line.station.pk, line.what)
    )
    return lines[:MOST], len(lines) > MOST


def _while_open(rows: QuerySet[Any], station: str, begins: str, ends: str, local: datetime) -> QuerySet[Any]:
    """``rows`` of this weekday that overlap the day's real opening, with that opening beside them."""
    door = f"{station}__opening_days"
    same = {
        f"{station}__status": Station.Status.OPERATING,
        f"{door}__date": local.date(),
        f"{door}__opens__lt": F(ends),
        f"{door}__closes__gt": F(begins),
    }
    still = Q(**{f"{ends}__gt": local.time(), f"{door}__closes__gt": local.time()})
    today = rows.filter(still, weekday=local.weekday(), **same)
    return today.annotate(door_opens=F(f"{door}__opens"), door_closes=F(f"{door}__closes")).order_by(
        begins, "pk"
    )


def _services(local: datetime) -> Iterator[Event]:
    rows = ItemHours.objects.filter(item__active=True).select_related(
        "item__service", "item__station", "item__room"
    )
    rows = rows.only(*_OF_AN_ITEM)
    for row in _while_open(rows, "item__station", "opens", "closes", local)[: MOST + 1]:
        item = row.item
        begins, ends = max(row.opens, row.door_opens), min(row.closes, row.door_closes)
        yield Event(
            begins=begins,
            ends=ends,
            what=item.service.label,
            who=item.given_by_label,
            room=item.room.label if item.room else "",
            station=item.station,
            service_slug=item.service.slug,
            bookable=item.bookable,
            running=begins <= local.time(),
        )


def _duties(local: datetime) -> Iterator[Event]:
    rows = DutyHours.objects.select_related("station").only(*_OF_A_DUTY)
    for row in _while_open(rows, "station", "begins", "ends", local)[: MOST + 1]:
        begins, ends = max(row.begins, row.door_opens), min(row.ends, row.door_closes)
        yield Event(
            begins=begins,
            ends=ends,
            what=row.label,
            who=row.get_giver_display(),
            room="",
            station=row.station,
            service_slug="",
            bookable=False,
            running=begins <= local.time(),
        )
