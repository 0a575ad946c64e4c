"""When a room is free: the station's hours less what stands."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.templatetags import times
from requests_desk.models import RoomUse, day_bounds
from requests_desk.rules.room_uses import Span, free_spans, within_a_day
from stations.models import OpeningDay, Room

STEP = timedelta(minutes=30)
LEAST = timedelta(minutes=15)  # a shorter gap between two uses is not offered


def moment(day: date, clock: time) -> datetime:
    """That local day and time as an aware moment."""
    return timezone.make_aware(datetime.combine(day, clock))


def hours_of(station: int, first: date, last: date) -> dict[date, list[Span]]:
    """The station's hours of those local days as moments, as far as rooms are lent in them; an empty list for a
    day on which it stays shut. Days of which nobody can say what they are, are missing. One statement."""
    rows = OpeningDay.objects.filter(station=station).between(first, last)
    return {
        day: [
            (moment(day, lent[0]), moment(day, lent[1]))
            for interval in hours.intervals
            if (lent := within_a_day(*interval))
        ]
        for day, hours in rows.hours().get(station, {}).items()
        if hours.certain
    }


def free_days(room: Room, first: date, last: date, *, at: datetime) -> dict[date, list[Span]]:
    """The free times of ``room`` that have not begun by ``at``, for every day of known hours. Two statements."""
    begin, end = day_bounds(first)[0], day_bounds(last)[1]
    taken = RoomUse.objects.standing().filter(room=room).overlapping(begin, end)
    busy: list[Span] = list(taken.values_list("starts_at", "ends_at"))
    return {day: left(hours, busy, at) for day, hours in hours_of(room.station_id, first, last).items()}


def left(hours: list[Span], busy: list[Span], at: datetime) -> list[Span]:
    """What of ``hours`` is free from the next half hour after ``at``: uses begin at half hours."""
    soon = (
        at + (STEP - timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)) % STEP
    )
    return free_spans([(max(begins, soon), ends) for begins, ends in hours if ends > soon], busy, least=LEAST)


def free_words(spans: list[Span]) -> str:
    """Those times in words: "08:30–10:00, 12:00–17:30"; "" for none."""
    return _(", ").join(times.span(*span) for span in spans)
