"""The holiday table's seed: what the State Council announced, as the package chinesecalendar has it."""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version

from chinese_calendar import constants
from django.db import transaction

from stations.models import AnnouncedYear, Holiday

PACKAGE = "chinesecalendar"

# The package knows the holidays by their English names.
CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def known_years() -> frozenset[int]:
    """The years whose arrangement the installed package holds."""
    return frozenset(day.year for day in constants.holidays)


@transaction.atomic
def seed_holidays(*, years: Iterable[int]) -> list[int]:
    """Enter the days off and make-up working days of ``years`` and mark these years as announced.

    A year the package does not know stays unannounced. A year marked as announced is left alone, and
    so is a day somebody entered: what staff wrote is never overwritten, what they removed does not come
    back. Returns the years entered; opening days and slots follow in the night, or by the caller.
    """
    announced = set(AnnouncedYear.objects.values_list("year", flat=True))
    new = sorted(set(years) & known_years() - announced)
    source = f"{PACKAGE} {version(PACKAGE)}"
    rows = [row for year in new for row in _days_of(year, source)]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    AnnouncedYear.objects.bulk_create([AnnouncedYear(year=year, source=source) for year in new])
    return new


def _days_of(year: int, source: str) -> Iterator[Holiday]:
    for day, name in _in(constants.holidays, year):
        yield Holiday(date=day, off=True, name=CHINESE.get(name, name), name_en=name, source=source)
    for day, name in _in(constants.workdays, year):
        yield Holiday(
            date=day,
            off=False,
            name=f"{CHINESE.get(name, name)}调休上班",
            name_en=f"Make-up working day for {name}",
            source=source,
        )


def _in(days: dict[date, str], year: int) -> list[tuple[date, str]]:
    return sorted((day, name) for day, name in days.items() if day.year == year)
