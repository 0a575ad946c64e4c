"""The calendar of drawings: months, and days that are too far away to be drawn where they are."""

from collections.abc import Iterator
from datetime import date, timedelta

FURTHEST = timedelta(days=22_000)  # some sixty years to either side


def drawable(day: date, today: date) -> date:
    """``day``, or the furthest one that is drawn: a slip of the hand (9999) must not squeeze all others."""
    return min(max(day, today - FURTHEST), today + FURTHEST)


def years_before(day: date, years: int) -> date:
    """The same day so many ``years`` earlier; of 29 February the 28th, and never before the year 1."""
    year = max(1, day.year - years)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after it."""
    return month_of(month_of(day) + timedelta(days=31))


def months(first: date, last: date, every: int = 1) -> Iterator[date]:
    """First days of months between the two, those that begin a period of ``every`` months of the year."""
    day = first if first.day == 1 else next_month(first)
    while day <= last:
        if (day.year * 12 + day.month - 1) % every == 0:
            yield day
        day = next_month(day)
