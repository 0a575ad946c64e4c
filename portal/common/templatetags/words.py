"""Filters for days, hours, minutes and promises, for Chinese on an English page and for data blocks."""

import json
import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from portal.common import words

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff]")
# What could end a <script> or open a comment inside it, as json_script escapes it.
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def weekday(day: date) -> str:
    """ "Monday 23 November"."""
    return words.formatted(day, "weekday")


@register.filter
def short_day(day: date) -> str:
    """ "Mon 23 Nov"."""
    return words.formatted(day, "short")


@register.filter(expects_localtime=True)
def full_date(day: date) -> str:
    """ "23 November 2026"; of a moment its local day."""
    return words.formatted(day, "full")


@register.filter(expects_localtime=True)
def brief_date(day: date | None) -> str:
    """The same for the cells of a table: "23 Nov 2026"; nothing of no day."""
    return words.formatted(day, "brief") if day else ""


@register.filter(expects_localtime=True)
def brief_month(day: date) -> str:
    """ "Nov 2026"."""
    return words.formatted(day, "brief_month")


@register.filter
def bare_month(day: date) -> str:
    """ "Nov": a month of an axis that has said the year."""
    return words.formatted(day, "bare_month")


@register.filter
def year_apart(text: str) -> SafeString:
    """A day that may break after its year, for narrow columns."""
    return mark_safe(conditional_escape(text).replace("年", "年<wbr>"))  # noqa: S308  escaped before


@register.filter
def since(day: date, rough: bool = False) -> str:
    """A day, or as much of it as is known when ``rough``."""
    return words.since_words(day, rough=rough)


@register.filter
def years(typed: str) -> str:
    """ "the 1970s" on an English page for 20世纪70年代."""
    return words.year_words(typed)


@register.filter
def hours(intervals: Iterable[tuple[time, time]]) -> SafeString:
    """ "08:30–12:00, 13:30–17:30"; no line breaks inside an interval."""
    each = ((words.interval_words([interval]),) for interval in intervals)
    return format_html_join(gettext(", "), '<span class="num nowrap">{}</span>', each)


@register.filter
def minutes(number: int) -> str:
    """ "7 minutes"."""
    return words.minute_words(number)


@register.filter
def promise(working_hours: int) -> str:
    """ "3 working days"."""
    return words.promise_words(working_hours)


@register.filter
def spoken(text: Any) -> SafeString | str:
    """What was typed, marked as Chinese where it stands on an English page."""
    if (get_language() or "").startswith("en") and HAN.search(str(text)):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return conditional_escape(text)


@register.filter
def chinese(text: Any) -> SafeString:
    """The mark of Chinese on an English page as an attribute, for words in a drawing; else nothing."""
    if (get_language() or "").startswith("en") and HAN.search(str(text)):
        return mark_safe(' lang="zh-Hans"')
    return SafeString()


@register.filter
def paragraphs(text: str) -> SafeString:
    """Paragraphs where lines are left empty, line breaks elsewhere; Chinese is marked on an English page."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    lines = (
        format_html_join(mark_safe("<br>"), "{}", ((spoken(line),) for line in p.splitlines())) for p in parts
    )
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines if line))


@register.filter
def data_block(data: Any) -> SafeString:
    """JSON that may stand inside a <script> of a data type, whatever was typed into it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_IN_SCRIPT))  # noqa: S308  nothing that HTML reads is left
