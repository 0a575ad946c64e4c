"""The opening calendar: the coming weeks, with the word for every day that is not as usual."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from stations.models import Holiday, OpeningException, Station
from stations.rules.opening import DayHours, Interval
from stations.views.cards import Days

WEEKS = 4


@dataclass(frozen=True)
class Run:
    """Days in a row with the same hours for the same reason; today stands alone."""

    first: date
    last: date
    today: bool
    intervals: tuple[Interval, ...]
    source: str
    words: str


@dataclass(frozen=True)
class Week:
    """One week of the calendar, under its name."""

    name: str
    runs: list[Run]


@dataclass(frozen=True)
class Calendar:
    """Four weeks; ``not_announced`` where a day waits for the year's notice."""

    weeks: list[Week]
    not_announced: bool


def calendar_of(station: Station, days: Days, today: date) -> Calendar:
    """Four weeks from today's Monday on, without the days that are over. Two statements."""
    dates = dates_shown(today)
    words = _words(station, dates[0], dates[-1])
    by_week = [list(group) for _monday, group in groupby(dates, key=_monday_of)]
    weeks = [
        Week(name, _runs(same, days, today, words)) for name, same in zip(_names(), by_week, strict=True)
    ]
    runs = (run for week in weeks for run in week.runs)
    return Calendar(weeks, any(run.source == "not_announced" for run in runs))


def dates_shown(today: date) -> list[date]:
    """The days of the calendar: from today to the fourth Sunday."""
    return [today + timedelta(days=n) for n in range(7 * WEEKS - today.weekday())]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _names() -> list[str]:
    return [_("This week"), _("Next week"), _("The week after"), _("In three weeks")]


def _runs(dates: list[date], days: Days, today: date, words: dict[date, str]) -> list[Run]:
    def look(day: date) -> tuple[bool, tuple[Interval, ...], str, str]:
        hours = days.get(day, DayHours((), "unknown"))
        return day == today, hours.intervals, hours.source, words.get(day, "")

    runs = []
    for (is_today, intervals, source, said), grouped in groupby(dates, key=look):
        same = list(grouped)
        runs.append(Run(same[0], same[-1], is_today, intervals, source, said))
    return runs


def _words(station: Station, first: date, last: date) -> dict[date, str]:
    between = {"date__gte": first, "date__lte": last}
    words = {row.date: row.label for row in Holiday.objects.filter(**between)}
    for row in OpeningException.objects.filter(station=station, **between):
        words[row.date] = row.reason_label or words.get(row.date, "")
    return words
