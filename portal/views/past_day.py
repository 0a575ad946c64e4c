"""The past day that a page or sheet of the coverage is asked for by ?on=."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

FIRST_DAY = date(1900, 1, 1)  # what lies before it is a slip of the keys


def _typed(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None


def day_asked_for(request: HttpRequest) -> date | None:
    """The past day in ?on=; None without one, of nonsense, of today and of days to come: then it is as things stand."""
    day = _typed(request)
    return day if day and FIRST_DAY <= day < timezone.localdate() else None


def no_past_day(request: HttpRequest) -> str:
    """What a page says where ?on= is neither a past day nor today; else nothing."""
    wanted = request.GET.get("on", "")
    if not wanted or day_asked_for(request) or _typed(request) == timezone.localdate():
        return ""
    return _("“%(day)s” is no day of the past: this is how things stand.") % {"day": wanted[:20]}


def day_of_sheet(request: HttpRequest) -> date | None:
    """The same day for a sheet, which can say no sentence: what is no day of the past has none, and is a 404."""
    if no_past_day(request):
        raise Http404
    return day_asked_for(request)


def query_for_sheet(request: HttpRequest) -> str:
    """What was asked of a page, as its sheet is asked: without a day that is none."""
    query = request.GET.copy()
    if no_past_day(request):
        del query["on"]
    return query.urlencode()
