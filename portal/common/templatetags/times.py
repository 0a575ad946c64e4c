"""Filters for aware moments: their local day and hour, in the words of portal/common/words.py."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from portal.common.words import day_with_year, formatted

register = template.Library()


def local_day(moment: date | datetime) -> date:
    """The local day of an aware moment; a date is that day already."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


@register.filter
def day(moment: date | datetime) -> str:
    """Day and weekday: 11月19日 星期四, Thursday 19 November."""
    return formatted(local_day(moment), "weekday")


@register.filter
def day_from(moment: date | datetime, today: date) -> str:
    """Day and weekday, with the year where it is not that of ``today``: 2099年1月1日 星期四."""
    return day_with_year(local_day(moment), today)


@register.filter
def full_day(moment: date | datetime) -> str:
    """Day, month and year: 2026年11月19日, 19 November 2026."""
    return formatted(local_day(moment), "full")


@register.filter
def short_day(moment: date | datetime) -> str:
    """The day alone, in lists and histories: 11月19日, 19 Nov."""
    return formatted(local_day(moment), "day")


@register.filter
def moment(moment: datetime) -> str:
    """Day and time, in lists and histories: 11月19日 09:05."""
    return f"{short_day(moment)} {clock(moment)}"


@register.filter
def full_moment(moment: datetime) -> str:
    """The same with the year: 2026年11月19日 09:05."""
    return f"{full_day(moment)} {clock(moment)}"


@register.filter
def clock(moment: datetime) -> str:
    """The local time of an aware moment: 09:05."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.simple_tag
def span(begins: datetime, ends: datetime) -> str:
    """From when to when on one day: 10:00–10:30."""
    return f"{clock(begins)}–{clock(ends)}"
