"""Reads a page as a search engine does, and as a person does, so that both can be compared."""

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

# A day's hours in order; () is closed, None that nobody can say.
Hours = tuple[tuple[str, str], ...] | None

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def data_of(page: str) -> dict[str, Any]:
    """The one block of JSON-LD that stands on ``page``."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    data: dict[str, Any] = json.loads(found)
    return data


def hours_by_data(data: dict[str, Any], day: date) -> Hours:
    """The hours of ``day`` as schema.org would have them read: what is special beats what is regular."""
    special = [line for line in data.get("specialOpeningHoursSpecification", []) if _holds(line, day)]
    if special:
        return tuple(sorted(_times(line) for line in special if _times(line) != ("00:00", "00:00")))
    regular = [line for line in data.get("openingHoursSpecification", []) if _holds(line, day)]
    weekday = f"https://schema.org/{WEEKDAYS[day.weekday()]}"
    return (
        tuple(sorted(_times(line) for line in regular if weekday in line["dayOfWeek"])) if regular else None
    )


def hours_on_page(page: str) -> dict[date, Hours]:
    """The hours of each day in the calendar of the English ``page``."""
    found: dict[date, Hours] = {}
    for row in re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", page, re.S):
        days = [date.fromisoformat(text) for text in re.findall(r'<time[^>]*datetime="([\d-]+)"', row)]
        if days:
            said = _said(unescape(re.sub(r"<[^>]+>", " ", row.partition("<td>")[2])))
            found |= {days[0] + timedelta(days=n): said for n in range((days[-1] - days[0]).days + 1)}
    return found


def disagreements(page: str) -> dict[date, tuple[Hours, Hours]]:
    """Each day of the calendar on which page and data differ: what stands there, what the data say."""
    data, shown = data_of(page), hours_on_page(page)
    both = {day: (hours, hours_by_data(data, day)) for day, hours in shown.items()}
    return {day: pair for day, pair in both.items() if pair[0] != pair[1]}


def _holds(line: dict[str, Any], day: date) -> bool:
    return bool(line.get("validFrom", "") <= day.isoformat() <= line.get("validThrough", "9999"))


def _times(line: dict[str, Any]) -> tuple[str, str]:
    return line["opens"], line["closes"]


def _said(words: str) -> Hours:
    if "not yet announced" in words or "not known" in words:
        return None
    return tuple(re.findall(r"(\d\d:\d\d)–(\d\d:\d\d)", words))
