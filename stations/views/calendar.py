"""The opening calendar: the coming weeks, with the word for every day that is not as usual."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from stations.models import Holiday, OpeningException, Station
from stations.rules.opening import DayHours, Interval
from stations.views.cards import Days

WEEKS = 3


@dataclass(frozen=True)
class Run:
    """Days in a row with the same hours for the same reason; today stands alone."""

    first: date
    last: date
    today: bool
    intervals: tuple[Interval, ...]
    source: str
    words: str


def weeks_of(station: Station, days: Days, today: date) -> list[list[Run]]:
    """Three weeks from today's Monday on, without the days that are over. Two statements."""
    monday = today - timedelta(days=today.weekday())
    words = _words(station, today, monday + timedelta(days=7 * WEEKS - 1))
    weeks = ([monday + timedelta(days=7 * week + n) for n in range(7)] for week in range(WEEKS))
    return [_runs([day for day in week if day >= today], days, today, words) for week in weeks]


def days_shown(today: date) -> int:
    """How many days after today the calendar reaches."""
    return 7 * WEEKS - 1 - today.weekday()


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
        words[row.date] = row.reason_label
    return words
