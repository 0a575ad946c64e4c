"""Opening hours as search engines take them: the regular week, and the days that differ from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from stations.rules.opening import DayHours, Interval

Week = Mapping[int, Sequence[Interval]]
# From and through which day; None where there is no end.
Span = tuple[date | None, date | None]

_DAY = timedelta(days=1)
_NOBODY_KNOWS = DayHours((), "unknown")


@dataclass(frozen=True)
class Regular:
    """One interval of the week, on these weekdays (0 is Monday), within a span of days."""

    weekdays: tuple[int, ...]
    interval: Interval
    span: Span


@dataclass(frozen=True)
class Special:
    """Days in a row that differ from the week in the same way; without intervals they are closed."""

    first: date
    last: date
    intervals: tuple[Interval, ...]


def unsure(days: Mapping[date, DayHours], dates: Sequence[date]) -> list[date]:
    """Those of ``dates`` whose hours nobody can tell; a day that is missing is one."""
    return [day for day in dates if not days.get(day, _NOBODY_KNOWS).certain]


def regular_hours(week: Week, not_sure: Collection[date], since: date) -> list[Regular]:
    """The week's hours, for all days but those in ``not_sure``: of these nothing is claimed.

    Weekdays that share an interval stand together. ``since`` is the first day that matters.
    """
    by_interval: dict[Interval, list[int]] = {}
    for weekday in sorted(week):
        for interval in week[weekday]:
            by_interval.setdefault(interval, []).append(weekday)
    return [
        Regular(tuple(weekdays), interval, span)
        for span in _spans(sorted(not_sure), since)
        for interval, weekdays in sorted(by_interval.items())
    ]


def special_hours(week: Week, days: Mapping[date, DayHours], dates: Sequence[date]) -> list[Special]:
    """Those of ``dates`` (days in a row) whose hours are known and are not the week's."""

    def differs(day: date) -> tuple[Interval, ...] | None:
        hours = days.get(day, _NOBODY_KNOWS)
        as_usual = tuple(sorted(week.get(day.weekday(), ())))
        return hours.intervals if hours.certain and hours.intervals != as_usual else None

    found = []
    for intervals, run in groupby(dates, key=differs):
        same = list(run)
        if intervals is not None:
            found.append(Special(same[0], same[-1], intervals))
    return found


def _spans(gaps: Sequence[date], since: date) -> list[Span]:
    """What is left of all days without ``gaps`` (in order), as far as it reaches ``since``."""
    spans: list[Span] = []
    begins: date | None = None
    for gap in gaps:
        ends = gap - _DAY
        if ends >= (begins or since):
            spans.append((begins, ends))
        begins = gap + _DAY
    return [*spans, (begins, None)]
