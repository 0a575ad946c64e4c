"""The word box: days, hours, minutes and promises as people say them, in the page's language."""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext

# Written out here, not in the catalogue: a format is no sentence, and Django's own English
# ones are American.
_FORMATS = {
    "weekday": ("l j F", "n月j日 l"),
    "weekday_year": ("l j F Y", "Y年n月j日 l"),
    "day": ("j M", "n月j日"),
    "short": ("D j M", "n月j日 l"),
    "full": ("j F Y", "Y年n月j日"),
    "brief": ("j M Y", "Y年n月j日"),
    "month": ("F Y", "Y年n月"),
    "brief_month": ("M Y", "Y年n月"),
    "bare_month": ("M", "n月"),
    "year": ("Y", "Y年"),
}
# How years are typed where a day is not known: 1994年, 2020年6月, 20世纪70年代, 1970年代.
_YEAR = re.compile(r"([12]\d{3})年?(?:(\d{1,2})月)?")
_DECADE = re.compile(r"(?:(\d{2})世纪(\d0)|(\d{3}0))年代")
HOURS_A_DAY = 9  # a working day, as promises are counted


def formatted(day: date, kind: str) -> str:
    """``day`` in the page's language; ``kind`` is one of weekday, weekday_year, day, short, full,
    brief, month, brief_month, bare_month, year."""
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


def year_words(typed: str) -> str:
    """A year, month or decade typed in Chinese, as an English page says it: "1994", "June 2020", "the 1970s".
    Anything else, and everything on a Chinese page, stays as it was typed."""
    if not (get_language() or "").startswith("en"):
        return typed
    if found := _DECADE.fullmatch(typed.strip()):
        century, decade, whole = found.groups()
        return f"the {whole or f'{int(century) - 1}{decade}'}s"
    found = _YEAR.fullmatch(typed.strip())
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return typed
    return formatted(date(int(found[1]), int(found[2]), 1), "month") if found[2] else found[1]


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
