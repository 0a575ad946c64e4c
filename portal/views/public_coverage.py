"""Coverage, for everyone: what has moved, who is reached, what is offered; as a page and as a sheet."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.common.access import public
from portal.common.sheets import csv_response
from portal.figure_heads import figure_heads
from portal.public_coverage import PUBLIC, SORTS, Line, Page, Told, ordered, page_of
from portal.views.past_day import day_asked_for, day_of_sheet, no_past_day
from requests_desk.rules.review import DAYS
from requests_desk.rules.small_numbers import FEWEST
from stations.rules.coverage import COVERED_MINUTES


@public(cached=True)
def coverage(request: HttpRequest, code: str = "") -> HttpResponse:
    """One area as of tonight, or of the day that ?on= asks for: its figures, then a line for each area or committee
    in it, by ?sort=."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    as_sheet = request.GET.get("format") == "csv"
    on = day_of_sheet(request) if as_sheet else day_asked_for(request)
    page = page_of(code, on=on or today, now=now)
    if as_sheet:
        return sheet(page)
    sort = request.GET.get("sort", "code")
    context = {
        "section": "coverage",
        "page": page,
        "lines": ordered(page.lines, sort),
        "sorts": sorts(request, sort),
        "today": today,
        "on": on,
        "said": no_past_day(request),
        "narrowed": bool(request.GET),
        "above": above(code),
        "committees": len(code) == 9,
        "minutes": COVERED_MINUTES,
        "ticket_days": DAYS,
        "fewest": FEWEST,
    }
    return TemplateResponse(request, "portal/coverage/area.html", context)


def above(code: str) -> str | None:
    """The code of the area above; nothing of the first page, "" where that is what lies above."""
    return {9: code[:6], 6: code[:4], 4: ""}.get(len(code))


def sorts(request: HttpRequest, sort: str) -> list[dict[str, Any]]:
    """For each order of the lines: its words, where a click leads, and whether it is the one in use."""
    words = {
        "code": _("place"),
        "moved": _("moved to the street"),
        "households_15": _("within 15 minutes"),
        "standard": _("checklist"),
        "on_time": _("on time"),
    }
    found = []
    for key in SORTS:
        query = request.GET.copy()
        # The largest first, as one reads a list of shares; of places the first.
        first, second = (key, f"-{key}") if key == "code" else (f"-{key}", key)
        query["sort"] = second if sort == first else first
        order = {key: "up", f"-{key}": "down"}.get(sort, "")
        found.append({"words": words[key], "query": query.urlencode(), "order": order})
    return found


# The sheet -----------------------------------------------------------------------------------------


def sheet(page: Page) -> HttpResponse:
    """Every public figure of the lines and of the area, as a download."""
    head = [_("Register code"), pgettext("area", "Name"), _("Day"), *headings()]
    whole = Line(page.code, page.counts or {}, page.name or _("Everything"))
    rows = ([line.code, line.name, page.day, *cells(line)] for line in [*page.lines, whole])
    return csv_response(
        f"coverage-{page.code or 'all'}-{page.day}", head, rows if page.counts is not None else ()
    )


def headings() -> Iterator[str]:
    """The heads of the figures' columns: of a share its part, its whole and the percentage."""
    for figure in PUBLIC:
        told = Told(figure.value({}))
        heads = figure_heads(figure, told.counted)
        if told.from_the_desk:
            heads = heads[-1:]
        elif figure.kind == "mean":
            heads = heads[:1]
        yield from heads


def cells(line: Line) -> Iterator[Any]:
    """A line's figures; empty where nothing is known, or of too few matters anything could be told."""
    for figure in PUBLIC:
        told = line.told(figure.key)
        if figure.kind == "share" and not told.from_the_desk:
            yield told.value.part if told.value.kept else ""
            yield told.value.whole
        yield "" if told.number is None else told.number
