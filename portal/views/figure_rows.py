"""What a figure of the officials' review was counted from: a page of rows, and the same rows as a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.common.paging import Page
from portal.common.sheets import csv_response
from portal.figure_rows import (
    MOST,
    MOST_IN_A_SHEET,
    PAGE,
    FigureRows,
    NotThere,
    figure_rows,
    rows_url,
)
from portal.review import address
from portal.views.past_day import day_asked_for, day_of_sheet, no_past_day, query_for_sheet
from requests_desk.rules.review import BY_KEY, Figure
from stations.admin.official import official_of

IN_A_SHEET_AT_ONCE = 1000  # rows that are read in one statement


@official_required
def rows_of_figure(request: HttpRequest, key: str, code: str = "") -> HttpResponse:
    """A figure, its formula, and a hundred of the rows it was counted from."""
    found = asked_for(request, key, code)
    if found is None:
        return not_kept(request, key, code)
    page = lines_on(request, found)
    over = columns(found, page)
    context = {
        **admin.site.each_context(request),
        "title": capfirst(str(found.figure.label)),
        "found": found,
        "figure": found.figure,
        "columns": over,
        "page": page,
        "lines": [list(zip(over, line, strict=True)) for line in page.rows],
        "filters": filters(request, found) if found.flagged and not found.kept else [],
        "query": query_for_sheet(request),
        "said": no_past_day(request),
    }
    return TemplateResponse(request, "portal/figure_rows.html", context)


def asked_for(request: HttpRequest, key: str, code: str) -> FigureRows | None:
    """The figure and rows a request asks for (?on= &only=), None where the book has none; a figure or an area that is
    not there, or not in scope, is a 404."""
    only: Any = request.GET.get("only", "")
    try:
        return figure_rows(
            official_of(request), code, figure_called(key),
            at=timezone.now(), on=day_asked_for(request), only=only if only in ("yes", "no") else "",
        )  # fmt: skip
    except NotThere:
        raise Http404 from None


def figure_called(key: str) -> Figure:
    """The dictionary's figure, or a 404."""
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


@dataclass(frozen=True)
class Lines(Page[Any]):
    """A page of rows as cells, of as many pages as ``last`` says. ``cut``: so many rows are listed at most, and there
    are more. ``beyond``: a page behind the last was asked for."""

    last: int = 1
    cut: int = 0
    beyond: bool = False


def lines_on(request: HttpRequest, found: FigureRows) -> Lines:
    """The page that ?page= asks for: the first when it asks nonsense, the last when it asks for one behind it."""
    asked = request.GET.get("page", "")
    wanted = max(1, int(asked[:6])) if asked.isascii() and asked.isdigit() else 1
    rows = found.listing.count()
    last = max(1, -(-min(rows, MOST) // PAGE))
    number = min(wanted, last)
    others = request.GET.copy()
    others.pop("page", None)
    query = others.urlencode()
    return Lines(
        found.lines((number - 1) * PAGE, number * PAGE), number, number < last, f"{query}&" if query else "",
        last, MOST if rows > MOST and number == last else 0, wanted > last,
    )  # fmt: skip


def columns(found: FigureRows, page: Lines) -> list[tuple[str, bool]]:
    """What stands above each column, and whether it holds numbers."""
    numbers = [any(cell.is_number for cell in column) for column in zip(*page.rows, strict=True)]
    return list(zip(found.heads, numbers, strict=True)) if numbers else []


def filters(request: HttpRequest, found: FigureRows) -> list[tuple[str, str, bool]]:
    """Links to all rows, those that count in the figure, and the others: words, address, whether it is this one."""
    here = rows_url(found.figure, found.code)
    words = {"": _("All rows"), "yes": _("Those that count"), "no": _("Those that do not")}
    return [
        (word, f"{here}?only={only}" if only else here, found.only == only) for only, word in words.items()
    ]


def not_kept(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The book has no page: too large an area to count while somebody waits, or a day before its first night."""
    context = {
        **admin.site.each_context(request),
        "title": capfirst(str(figure_called(key).label)),
        "area_url": address(code),
        "on": day_asked_for(request),
        "said": no_past_day(request),
    }
    return TemplateResponse(request, "portal/figure_rows_none.html", context)


@official_required
def rows_sheet(request: HttpRequest, key: str, code: str = "") -> HttpResponse:
    """The same rows as a sheet, at most 50,000 of them, and the figure in its last line."""
    day_of_sheet(request)
    found = asked_for(request, key, code)
    if found is None:
        raise Http404
    day = found.kept.day if found.kept else timezone.localdate()
    name = "-".join(one for one in (key.replace("_", "-"), code, f"{day}") if one)
    heads = [*([_("Register code")] if found.wide else []), *found.heads]
    return csv_response(name, heads, sheet_lines(found))


def sheet_lines(found: FigureRows) -> Iterator[list[Any]]:
    """The rows as plain cells, the figure's sum, and a word where rows were left out."""
    written, more = 0, True
    while more and written < MOST_IN_A_SHEET:
        lines = found.lines(written, written + IN_A_SHEET_AT_ONCE)
        for cells in lines:
            yield [*([cells[0].code] if found.wide else []), *(cell.plain for cell in cells)]
        written += len(lines)
        more = len(lines) == IN_A_SHEET_AT_ONCE
    yield total_line(found)
    if more:
        yield [_("Only the first %(n)s rows: open a smaller area for the others.") % {"n": written}]


def total_line(found: FigureRows) -> list[Any]:
    """The figure below its rows, in the sheet's columns, and the word for it in the first; in the last, where the first
    holds the number (the book's one line of a single committee)."""
    cells = found.total
    if found.wide:
        return [_("Total"), *cells]
    if cells and cells[0] is None and found.listing.heads:
        return [_("Total"), *cells[1:]]
    return [*cells, _("Total")] if found.listing.heads else [_("Total"), *cells]
