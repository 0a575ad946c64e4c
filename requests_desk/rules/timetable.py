"""The timetable: the days on which something weekly falls, and which of them are left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, time, timedelta

from stations.rules.opening import Interval

MOST_DAYS = 370  # from the first to the last day of one timetable


def weekly(first: date, last: date, weekdays: Collection[int]) -> Iterator[date]:
    """The days from ``first`` to ``last`` (both included) that fall on ``weekdays`` (0 is Monday)."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() in weekdays:
            yield day


def kept(
    days: Iterable[date],
    *,
    shut: Collection[date],
    holidays: Collection[date],
    opening: Mapping[date, Collection[Interval]],
    begins: time,
) -> list[date]:
    """Those of ``days`` on which a session beginning at ``begins`` can be held: not on a day the station stays
    ``shut``, nor on a holiday that its opening does not reach yet. An evening class may begin after closing
    time: the door is then opened for it, as long as the station opens that day at all.
    """
    return [
        day
        for day in days
        if day not in shut
        and (day not in holidays or any(opens <= begins for opens, _ in opening.get(day, ())))
    ]
