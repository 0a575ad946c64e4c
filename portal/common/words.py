"""The word box: days, hours, minutes and promises as people say them, in the page's language."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext

# Written out here, not in the catalogue: a format is no sentence, and Django's own English
# ones are American.
_FORMATS = {
    "weekday": ("l j F", "n月j日 l"),
    "weekday_year": ("l j F Y", "Y年n月j日 l"),
    "short": ("D j M", "n月j日 l"),
    "full": ("j F Y", "Y年n月j日"),
    "month": ("F Y", "Y年n月"),
    "year": ("Y", "Y年"),
}
HOURS_A_DAY = 9  # a working day, as promises are counted


def formatted(day: date, kind: str) -> str:
    """``day`` in the page's language; ``kind`` is one of weekday, weekday_year, short, full,
    month, year."""
    english, chinese = _FORMATS[kind]
    return dateformat.format(day, english if (get_language() or "").startswith("en") else chinese)


def day_words(day: date, today: date) -> str:
    """ "today", "tomorrow", else the weekday with its date."""
    if day == today:
        return gettext("today")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    return formatted(day, "short")


def day_with_year(day: date, today: date) -> str:
    """The weekday with its date, and the year where it is another one than today's."""
    return formatted(day, "weekday" if day.year == today.year else "weekday_year")


def since_words(day: date, *, rough: bool = False) -> str:
    """A day, or only its month where no more is known; a rough 1 January means the year alone."""
    if not rough:
        return formatted(day, "full")
    return formatted(day, "year" if (day.month, day.day) == (1, 1) else "month")


def interval_words(intervals: Iterable[tuple[time, time]]) -> str:
    """Hours of a day: "08:30–12:00, 13:30–17:30"; nothing of no hours."""
    return gettext(", ").join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in intervals)


def minute_words(minutes: int) -> str:
    """ "7 minutes"."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def promise_words(working_hours: int) -> str:
    """A promised time: at once, in working hours, or in whole working days of nine hours."""
    if working_hours == 0:
        return gettext("at once")
    days, rest = divmod(working_hours, HOURS_A_DAY)
    if rest:
        return ngettext("%(n)d working hour", "%(n)d working hours", working_hours) % {"n": working_hours}
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
