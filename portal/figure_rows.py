"""The page of what a figure of the officials' review was counted from: its area, its value, and its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.figure_book import COMMITTEE, Kept, book_listing, kept_on
from portal.figure_lists import Ask, Cell, Listing, Only, Row, listing
from portal.review import Crumb, areas_of
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area, Look
from requests_desk.rules.review import LIVE_MOST, Figure, Value, added
from stations.admin.official import Official, scoped
from stations.models import Committee, Division

PAGE = 100
MOST = 10_000  # rows that are listed: whoever needs more opens a smaller area
MOST_IN_A_SHEET = 50_000
NO_ROWS = Listing((), lambda _begin, _end: [], lambda: 0)


class NotThere(LookupError):
    """The register has no such area in the official's scope."""


@dataclass(frozen=True)
class FigureRows:
    """A figure of an area with its rows. ``kept``: the page of the book they come from, None of a live count;
    ``rest``: what the figure counts beyond its rows (in the book: of committees that have no page)."""

    figure: Figure
    crumbs: list[Crumb]
    codes: tuple[str, ...]
    value: Value
    listing: Listing
    counted_at: datetime
    kept: Kept | None = None
    rest: Value | None = None
    only: Only = ""
    names: Mapping[str, str] = field(default_factory=dict)  # of committees, as far as they were read

    @property
    def code(self) -> str:
        """The area's register code; nothing of all areas."""
        return self.crumbs[-1].code if self.crumbs else ""

    @property
    def wide(self) -> bool:
        """Whether rows of more than one committee can be among them."""
        return len(self.code) != COMMITTEE

    @property
    def flagged(self) -> bool:
        """Whether a column says which rows count in the part."""
        return self.listing.flagged and self.figure.kind == "share"

    @property
    def heads(self) -> list[str]:
        """What stands above the columns."""
        wide = [_("Committee")] if self.wide else []
        return [*wide, *self.listing.heads, *([_("Counts in the figure")] if self.flagged else [])]

    def lines(self, begin: int, end: int) -> list[list[Cell]]:
        """Some of the rows as cells, under their heads."""
        rows = self.listing.read(begin, end)
        names = (self.names or self._names(rows)) if self.wide else {}
        return [self._cells(row, names) for row in rows]

    @property
    def total(self) -> list[Any]:
        """The figure as the last line under ``heads``: each number below the column that adds up to it, in the column's
        unit; of rows that count or do not, how many do. What has no column of its own stands behind the last."""
        told: dict[str, Any] = {"part": self.value.sum if self.value.kept else _("not kept")}
        if self.figure.whole:
            told |= {"whole": self.value.whole, "number": self.value.number}
        cells: list[Any] = [None] * len(self.heads)
        for column, name in self.listing.sums.items():
            cells[column + self.wide] = told.pop(name)
        if self.flagged and "part" in told:
            cells[-1] = told.pop("part")
        cells += [told["part"]] if "part" in told else []
        return cells + ([_("of"), told["whole"]] if "whole" in told else [])

    def _cells(self, row: Row, names: Mapping[str, str]) -> list[Cell]:
        cells = list(row.cells)
        if self.wide:
            here = rows_url(self.figure, row.code, self.kept.day if self.kept else None)
            cells.insert(0, Cell(names.get(row.code, row.code), here, code=row.code))
        if self.flagged:
            cells.append(Cell(row.counts, tag="open" if row.counts else "off"))
        return cells

    def _names(self, rows: Sequence[Row]) -> Mapping[str, str]:
        found = Committee.objects.filter(code__in={row.code for row in rows})
        return {one.code: one.label for one in found}

    def every_row(self) -> Iterator[Row]:
        """All rows, some at a time."""
        begin = 0
        while some := self.listing.read(begin, begin + PAGE):
            yield from some
            begin += PAGE


def rows_url(figure: Figure, code: str, on: date | None = None) -> str:
    """The page of a figure's rows in an area; ``on`` a past day."""
    url = (
        reverse("figure_rows", args=[code, figure.key])
        if code
        else reverse("figure_rows_of_all", args=[figure.key])
    )
    return f"{url}?on={on}" if on else url


def crumbs_to(official: Official, code: str) -> list[Crumb]:
    """The areas in the official's scope from the widest down to ``code``. Raises NotThere."""
    if not code:
        return []
    ways = [code[:digits] for digits in Division.CODE_LENGTHS if digits <= len(code)]
    found: list[Any] = list(scoped(Division.objects.filter(code__in=ways), official).order_by("code"))
    if len(code) == COMMITTEE:
        found += scoped(Committee.objects.filter(code=code), official)
    if not found or found[-1].code != code:
        raise NotThere
    return [Crumb(one.code, one.label) for one in found]


def figure_rows(
    official: Official, code: str, figure: Figure, *, at: datetime, on: date | None = None, only: Only = ""
) -> FigureRows | None:
    """The figure of an area with its rows: live, or ``on`` a past day and of more than 500 committees as the book has
    it. None where the book has no page. Raises NotThere."""
    crumbs, codes = crumbs_to(official, code), areas_of(official, code)
    tops = ("",) if codes is None else codes
    if on is not None or _too_large(Area(codes)):
        kept = kept_on(tops, on or timezone.localtime(at).date())
        return _from_book(figure, crumbs, tops, kept) if kept else None
    counted = count(Area(codes), at=at)
    value = figure.value(added(one.counts for one in counted))
    ask = Ask(figure, Look(Area(codes), at), counted, only if figure.kind == "share" else "")
    names = {one.committee.code: one.committee.label for one in counted}
    return FigureRows(figure, crumbs, tops, value, listing(ask), at, only=ask.only, names=names)


def _too_large(area: Area) -> bool:
    some = Committee.objects.filter(area.within("")).order_by()[: LIVE_MOST + 1]
    return len(some.values_list("pk")) > LIVE_MOST


def _from_book(figure: Figure, crumbs: list[Crumb], tops: tuple[str, ...], kept: Kept) -> FigureRows:
    value = figure.value(kept.counts)
    if not value.kept:
        return FigureRows(figure, crumbs, tops, value, NO_ROWS, kept.counted_at, kept)
    rows, found = book_listing(figure, tops, kept)
    rest = Value(figure, value.part - found.part, value.whole - found.whole)
    return FigureRows(
        figure, crumbs, tops, value, rows, kept.counted_at, kept, rest if rest.part or rest.whole else None
    )
