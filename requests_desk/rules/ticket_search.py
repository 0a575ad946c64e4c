"""The finder at the desk: what somebody meant who typed into the one search box.

K7M2-9QXD          a reference             12, 12号, #12       that number of today's line
138 1234 5678      a whole phone number    11-18 12            that number of a day
5678, 12345678     a phone's last digits   11-01..11-15 水管   a span of days, and words
枫杨园 水管         words, each of which must be found somewhere
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from portal.common.codes import reference_in
from portal.common.phones import phone_in

MOST_WORDS = 6
YEARS = range(2000, 2101)  # of tickets; whoever types another means something else
LEAST_END, MOST_END = 4, 12  # digits of a phone's end

_DAY = r"(?:(?P<{0}y>\d{{4}})[-/.年])?(?P<{0}m>\d{{1,2}})[-/.月](?P<{0}d>\d{{1,2}})[日号]?"
_SPAN = re.compile(_DAY.format("a") + r"(?:\.\.|~|至|到|—)" + _DAY.format("b"))
_ONE = re.compile(_DAY.format("a"))
_PLAIN = re.compile(r"(?P<ay>20\d\d)(?P<am>\d\d)(?P<ad>\d\d)")
_NUMBER = re.compile(r"[#№]?(\d{1,3})号?")
_NAMED = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


@dataclass(frozen=True)
class Asked:
    """What was understood. ``reference`` may also be a word; ``first`` and ``last`` are days, both or none;
    ``number`` is that of the line; ``phone`` is canonical, ``phone_end`` digits."""

    reference: str = ""
    phone: str = ""
    phone_end: str = ""
    number: int | None = None
    first: date | None = None
    last: date | None = None
    words: tuple[str, ...] = ()


def understand(typed: str, today: date) -> Asked:
    """Read ``typed``; days without a year are the latest ones that are not to come."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).split())
    phone, reference = phone_in(plain), reference_in(plain)
    if phone:
        return Asked(phone=phone)
    first, last, number, end, words = None, None, None, "", []
    for word in plain.split():
        span = _span(word, today)
        numbered = _NUMBER.fullmatch(word)
        if span and first is None:
            first, last = span
        elif numbered and number is None:
            number = int(numbered[1])
        elif word.isdecimal() and LEAST_END <= len(word) <= MOST_END and not end and not phone:
            phone, end = phone_in(word), "".join(str(int(digit)) for digit in word)
        else:
            words.append(word)
    if number is not None and first is None:
        first = last = today
    return Asked(reference, phone, "" if phone else end, number, first, last, tuple(words[:MOST_WORDS]))


def days_that_are_none(typed: str) -> list[str]:
    """The words of ``typed`` that look like a day and are none, such as 2026-02-30: they were looked for as words."""
    meant = [
        word
        for word in unicodedata.normalize("NFKC", typed).split()
        if any(way.fullmatch(word) for way in (_SPAN, _ONE, _PLAIN))
    ]
    return [word for word in meant if _span(word, date.max) is None]


def _span(word: str, today: date) -> tuple[date, date] | None:
    """The first and last day that ``word`` names, in their order; None where it names none."""
    if (back := _NAMED.get(word.casefold())) is not None:
        return (today - timedelta(days=back),) * 2
    if found := _SPAN.fullmatch(word):
        days = [_day(found, end, today) for end in "ab"]
        return (min(one for one in days if one), max(one for one in days if one)) if all(days) else None
    found = _ONE.fullmatch(word) or _PLAIN.fullmatch(word)
    day = _day(found, "a", today) if found else None
    return (day, day) if day else None


def _day(found: re.Match[str], end: str, today: date) -> date | None:
    year, month, day = (found[end + part] for part in "ymd")
    for one in [int(year)] if year else range(today.year, today.year - 9, -1):
        try:
            named = date(one, int(month), int(day))
        except ValueError:
            continue  # no such day, or 29 February of another year
        if one in YEARS and (year or named <= today):
            return named
    return None
