"""The wall clock in words: days, times and spans as people say them, in the reader's language."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


def local_day(moment: date | datetime) -> date:
    """The local day of an aware moment; a date is that day already."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


@register.filter
def day(moment: date | datetime) -> str:
    """Day and weekday: 11月19日 星期四, Thursday, 19 November."""
    # Translators: a date in the letters of Django's date filter; in Chinese n月j日 l
    return date_format(local_day(moment), _("l, j F"))


@register.filter
def full_day(moment: date | datetime) -> str:
    """Day, month and year: 2026年11月19日, 19 November 2026."""
    # Translators: a date in the letters of Django's date filter; in Chinese Y年n月j日
    return date_format(local_day(moment), _("j F Y"))


@register.filter
def clock(moment: datetime) -> str:
    """The local time of an aware moment: 09:05."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.simple_tag
def span(begins: datetime, ends: datetime) -> str:
    """From when to when on one day: 10:00–10:30."""
    return f"{clock(begins)}–{clock(ends)}"
