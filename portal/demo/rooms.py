"""The demo's room book: who uses which room week by week, and what residents' groups have asked for."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.demo import files
from portal.demo.files import Data
from requests_desk.actions.room_times import free_days, hours_of, moment
from requests_desk.actions.room_uses import (
    NOT_LENT,
    RoomTaken,
    approve,
    ask,
    book,
    decline,
    give_up,
    is_lent,
)
from requests_desk.models import RoomUse
from requests_desk.rules.room_uses import Span, lies_within
from stations.models import Room, Station, Worker

WEEKS_BEHIND, WEEKS_AHEAD = 5, 2
BEFORE = timedelta(days=3)  # so long ahead a use is written down
AHEAD = timedelta(days=40)
REFUSED = "这个时间已经给了别的小组，请看空闲时间再申请。"


def fill(*, at: datetime) -> None:
    """Last of all: what sessions need stands already, and nobody is pushed out."""
    book_of = files.read("rooms")
    slugs = {line["station"] for line in (*book_of["week"], *book_of["request"])}
    stations = {row.slug: row for row in Station.objects.filter(slug__in=slugs).select_related("committee")}
    for line in book_of["week"]:
        every_week(stations[line["station"]], line, at)
    halls = {slug: hall_of(stations[slug]) for slug in {line["station"] for line in book_of["request"]}}
    asked = [
        request(halls[line["station"]], line, number, at) for number, line in enumerate(book_of["request"])
    ]
    for use, line in zip(asked, book_of["request"], strict=True):
        decide(use, line, at - timedelta(hours=1))


def clerk(station: Station, on: date) -> Worker:
    """Who decides there."""
    worker = Worker.objects.serving(station.committee, on).first()
    assert worker is not None, f"nobody serves at {station.slug}"
    worker.load_scope(on=on)
    return worker


def hall_of(station: Station) -> Room:
    """The first room there that is lent."""
    room = Room.objects.filter(station=station).exclude(kind__in=NOT_LENT).select_related("station").first()
    assert room is not None
    assert is_lent(room), f"{station.slug} lends no room"
    return room


def span_on(day: date, hours: str) -> Span:
    """ "09:00-11:00" on that local day."""
    begins, ends = (moment(day, time.fromisoformat(clock)) for clock in hours.split("-"))
    return begins, ends


def every_week(station: Station, line: Data, at: datetime) -> None:
    """One line of the weekly plan, on the days on which the station is open and the room free."""
    room = Room.objects.select_related("station").get(station=station, name=line["room"])
    today = timezone.localtime(at).date()
    first = today - timedelta(weeks=WEEKS_BEHIND)
    days = [first + timedelta(days=n) for n in range(7 * (WEEKS_BEHIND + WEEKS_AHEAD))]
    open_on = hours_of(station.pk, days[0], days[-1])
    worker = clerk(station, today)
    for day in days:
        begins, ends = span_on(day, line["hours"])
        if f"{day.isoweekday()}" not in line["days"] or not lies_within((begins, ends), open_on.get(day, [])):
            continue
        taken = RoomUse.objects.standing().filter(room=room).overlapping(begins, ends)
        if not taken.exists():
            book(
                room=room, starts_at=begins, ends_at=ends, kind=line["kind"], worker=worker, at=begins - BEFORE,
                what_for=line["what_for"], what_for_en=line["what_for_en"],
            )  # fmt: skip


def request(hall: Room, line: Data, number: int, at: datetime) -> RoomUse:
    """What a group asked for yesterday."""
    today = timezone.localtime(at).date()
    free = free_days(hall, today + timedelta(days=1), today + AHEAD, at=at)
    days = [day for day, spans in free.items() if lies_within(span_on(day, line["hours"]), spans)]
    begins, ends = span_on(days[line["day"] - 1], line["hours"])
    return ask(
        room=hall, starts_at=begins, ends_at=ends, what_for=line["what_for"], name=line["name"], phone=line["phone"],
        key=f"demo-{number}", at=at - timedelta(days=1),
    )  # fmt: skip


def decide(use: RoomUse, line: Data, at: datetime) -> None:
    """What became of it an hour ago; without a fate it waits."""
    worker = clerk(use.room.station, timezone.localtime(at).date())
    fate = line.get("fate")
    if fate == "approved":
        approve(use=use, worker=worker, at=at)
    elif fate == "declined":
        decline(use=use, worker=worker, reason=line["reason"], at=at)
    elif fate == "given_up":
        give_up(use=use, at=at)
    elif fate == "refused":
        try:
            approve(use=use, worker=worker, at=at)
        except RoomTaken:
            decline(use=use, worker=worker, reason=REFUSED, at=at)
