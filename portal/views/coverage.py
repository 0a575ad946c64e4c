"""The officials' coverage review: a page for each area, and the same figures as a sheet."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.common.sheets import Sheet, csv_response, xlsx_response
from portal.common.words import formatted
from portal.figure_heads import figure_heads
from portal.review import Line, NotCounted, Page, address, areas_of, book_written, review
from portal.review_book import facts
from portal.standings import TAGS, WORDS, WORST_FIRST
from portal.views.past_day import day_asked_for, day_of_sheet, no_past_day, query_for_sheet
from portal.views.sorting import ordered, sort_links
from requests_desk.actions.review_counts import Reached
from requests_desk.rules.review import FIGURES, Value
from stations.admin.official import official_of
from stations.models import Committee, Division

Shown = dict[str, Any]  # what a page's template is given

KEPT_SECONDS = 3600
MOST_ESTATES = 200  # of a committee that are listed; all of them are rows of its figures


def _due(line: Line) -> date | None:
    plan = line.counted.plan if line.counted else None
    return plan.promised_on if plan else None


def _number(key: str) -> Callable[[Line], Any]:
    return lambda line: line.value(key).number


# What each column is sorted by; None, where nothing is known, comes last in both directions.
SORTS: dict[str, Callable[[Line], Any]] = {
    "code": lambda line: line.code,
    "standing": lambda line: (
        WORST_FIRST.index(line.standing) if line.is_committee else line.value("moved").number
    ),
    "due": _due,
    "before": _number("before_15"),
    "now": _number("households_15"),
    "beyond": _number("beyond"),
    "standard": _number("standard"),
    "on_time": _number("on_time"),
    "overdue": _number("overdue"),
}

WORST_IS_MOST = {"beyond", "overdue"}  # sorted downwards at the first click


def in_scope_or_404(request: HttpRequest, code: str) -> str:
    """``code``, if it lies in the official's areas; outside them is a 404, as one that does not exist."""
    scope = official_of(request).scope
    if code and not scope.everything and not any(code.startswith(area) for area in scope.areas):
        raise Http404
    return code


def asked_for(request: HttpRequest, code: str) -> Page:
    """The page a request asks for (?on= &each=committee &sort=); what the register does not have is a 404."""
    each = "committee" if request.GET.get("each") == "committee" and len(code) in (0, 6) else ""
    try:
        page = review(
            official_of(request), in_scope_or_404(request, code),
            at=timezone.now(), on=day_asked_for(request), each=each,
        )  # fmt: skip
    except (Division.DoesNotExist, Committee.DoesNotExist):
        raise Http404 from None
    page.lines = ordered(page.lines, SORTS, request.GET.get("sort", "code"))
    return page


@official_required
def coverage_review(request: HttpRequest, code: str = "") -> HttpResponse:
    """Who has moved, who is reached, what is missing, who is late: the area's figures, and a line for each below.

    A page of the book stays as it is until the book is written again: drawn once, it is kept.
    """
    if asked := _code_in_query(request):
        return redirect(address(asked))
    place = _place(request, in_scope_or_404(request, code))
    shown = _kept(request, code, place)
    if shown is None:
        try:
            page = asked_for(request, code)
        except NotCounted as none:
            return _not_counted(request, none)
        shown = _drawn(request, page)
        if page.on is not None and settings.PAGE_CACHE_SECONDS:
            cache.set(place, (page.on, page.counted_at, shown), KEPT_SECONDS)
    return TemplateResponse(
        request, "portal/coverage_review.html", {**admin.site.each_context(request), **shown}
    )


def _place(request: HttpRequest, code: str) -> str:
    """Where the cache has the page that is asked for: one for each language, area, question and day, and for officials
    of the same areas, who may see the same of what lies around."""
    areas = official_of(request).scope
    asked = (
        get_language(),
        code,
        request.GET.urlencode(),
        areas.everything,
        sorted(areas.areas),
        timezone.localdate(),
    )
    return f"coverage:{hashlib.sha256(repr(asked).encode()).hexdigest()}"


def _kept(request: HttpRequest, code: str, place: str) -> Shown | None:
    """The page as it was drawn, if the book has not been written since. A page that is counted live has none, and
    costs no statement here."""
    found: tuple[date, datetime, Shown] | None = cache.get(place) if settings.PAGE_CACHE_SECONDS else None
    if found is None:
        return None
    *written, shown = found
    day = day_asked_for(request) or timezone.localdate()
    return shown if written == book_written(areas_of(official_of(request), code), day) else None


def _drawn(request: HttpRequest, page: Page) -> Shown:
    """What differs from page to page."""
    query = request.GET.copy()
    query.pop("sort", None)
    context = {
        "page": page,
        "code": page.here.code,
        "lines": [_line(line) for line in page.lines],
        "estates": _largest(page.estates),
        "by_committee": any(line.is_committee for line in page.lines),
        "sorts": sort_links(request, SORTS, downwards=WORST_IS_MOST),
        "past": query.urlencode() if page.on else "",
        "asked": day_asked_for(request),
        "said": _about_the_day(request, page),
        "can_list_committees": len(page.here.code) in (0, 6) and not page.committee,
        "each": request.GET.get("each", ""),
        "sort": request.GET.get("sort", ""),
        "query": query_for_sheet(request),
        "today": timezone.localdate(),
    }
    return {
        "title": page.here.label if page.here.code else _("Coverage review"),
        "crumbs": page.crumbs[:-1],
        "content": render_to_string("portal/coverage_content.html", context),
    }


def _largest(estates: list[Reached]) -> list[Reached]:
    """A committee's estates in their order; of very many the largest."""
    if len(estates) <= MOST_ESTATES:
        return estates
    return sorted(estates, key=lambda one: (-(one.walk[0] or 0), one.pk))[:MOST_ESTATES]


def _about_the_day(request: HttpRequest, page: Page) -> str:
    """What the reader must know where the page is not of the day in ?on=, or was not counted just now."""
    asked = day_asked_for(request)
    if asked is not None and page.on is not None and asked != page.on:
        days = {"asked": formatted(asked, "full"), "kept": formatted(page.on, "full")}
        return _("No page was kept on %(asked)s; this is the last one before it, of %(kept)s.") % days
    if said := no_past_day(request):
        return said
    if asked is None and page.on is not None:
        return _("So large an area is counted at night; its districts' pages are counted when you open them.")
    return ""


def _code_in_query(request: HttpRequest) -> str:
    """The register code in ?division=, where the review's older links have it; nonsense is a 404."""
    code = request.GET.get("division", "")
    if not code:
        return ""
    if not (code.isascii() and code.isdigit() and len(code) in Division.CODE_LENGTHS):
        raise Http404
    return in_scope_or_404(request, code)


def _line(line: Line) -> dict[str, Any]:
    """What the table writes of a line."""
    plan = line.counted.plan if line.counted else None
    return {
        "line": line,
        "link": address(line.code),
        "word": WORDS[line.standing],
        "tag": TAGS[line.standing],
        "plan": plan,
        "moved_on": line.counted.moved_on if line.counted else None,
        "moved": line.value("moved"),
        "late": line.value("late"),
        "before": line.value("before_15"),
        "now": line.value("households_15"),
        "beyond": line.value("beyond"),
        "households": line.value("households_15").whole,
        "standard": line.value("standard"),
        "missing": line.value("missing"),
        "on_time": line.value("on_time"),
        "overdue": line.value("overdue"),
    }


def _not_counted(request: HttpRequest, none: NotCounted) -> HttpResponse:
    """No page of the book: too large to count while somebody waits, or a day before the first night."""
    context = {
        **admin.site.each_context(request),
        "title": none.crumbs[-1].label,
        "crumbs": none.crumbs[:-1],
        "on": day_asked_for(request),
        "said": no_past_day(request),
        "code": none.crumbs[-1].code,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "portal/coverage_not_counted.html", context)


# Sheets -----------------------------------------------------------------------------------------


@official_required
def coverage_csv(request: HttpRequest, code: str = "") -> HttpResponse:
    """The page's lines and their sum as a sheet: the same figures, in the same order."""
    name, head, rows = _sheet(request, code)
    return csv_response(name, head, rows)


@official_required
def coverage_xlsx(request: HttpRequest, code: str = "") -> HttpResponse:
    """The same as a workbook and, of things as they stand, the facts they were counted from."""
    name, head, rows = _sheet(request, code)
    sheets = [Sheet(_("Coverage review"), head, rows)]
    if day_of_sheet(request) is None:
        sheets += facts(areas_of(official_of(request), code), at=timezone.now())
    return xlsx_response(name, sheets)


def _sheet(request: HttpRequest, code: str) -> tuple[str, list[str], list[list[Any]]]:
    day_of_sheet(request)
    try:
        page = asked_for(request, code)
    except NotCounted:
        raise Http404 from None
    day = page.on or timezone.localdate()
    name = "-".join(one for one in ("coverage", page.here.code, f"{day}") if one)
    total = Line("", _("Total"), page.counts)
    return name, header(), [line_cells(line) for line in [*page.lines, total]]


def header() -> list[str]:
    """The sheet's first line."""
    known = [
        _("Register code"),
        _("Area"),
        _("Standing"),
        _("Due on"),
        _("Moved on"),
        _("Reason for a delay"),
    ]
    for figure in FIGURES:
        known += figure_heads(figure)
    return known


def line_cells(line: Line) -> list[Any]:
    """One line of the sheet: who it is, then each figure's count; of a share the whole and the percentage too."""
    counted = line.counted
    plan = counted.plan if counted else None
    cells: list[Any] = [
        line.code, line.label, str(WORDS[line.standing]) if line.is_committee else "",
        plan.promised_on if plan else None, counted.moved_on if counted else None, plan.delay_reason if plan else "",
    ]  # fmt: skip
    for figure in FIGURES:
        cells += _value_cells(figure.value(line.counts))
    return cells


def _value_cells(value: Value) -> list[Any]:
    if value.figure.kind == "share":
        return [value.part if value.kept else None, value.whole, value.percent]
    if value.figure.kind == "mean":
        return [value.number, value.whole]
    return [value.part]
