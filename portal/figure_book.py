"""What a figure of a past day, or of an area too large to count while somebody waits, was made of: the pages of its
committees in the nightly book, and for a single committee the reach of its estates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Length
from django.utils.translation import gettext as _

from portal.figure_lists import Cell, Listing, Row, Total, estate_heads, estate_row, estate_sums
from requests_desk.actions.review_counts import reached_then
from requests_desk.models import ReviewDay
from requests_desk.rules.review import Counts, Figure, Value, added

COMMITTEE = 12  # digits


@dataclass(frozen=True)
class Kept:
    """What the book has of areas on one day."""

    day: date
    counted_at: datetime
    counts: Counts


def kept_on(tops: Sequence[str], day: date) -> Kept | None:
    """The last pages of the areas ``tops`` up to ``day``, added up; None where there are none."""
    last = (
        ReviewDay.objects.filter(code__in=tops, day__lte=day).order_by("-day").values_list("day", flat=True)
    )
    pages = list(ReviewDay.objects.filter(code__in=tops, day__in=last[:1]))
    if not pages:
        return None
    return Kept(pages[0].day, max(page.counted_at for page in pages), added(page.counts for page in pages))


def book_listing(figure: Figure, tops: Sequence[str], kept: Kept) -> tuple[Listing, Value]:
    """The rows of the day, and their sum: a row a committee, or the estates of a single one."""
    if figure.rows == "estates" and [len(code) for code in tops] == [COMMITTEE]:
        return _estates_then(figure, tops[0], kept)
    return _committees_then(figure, tops, kept)


def _committees_then(figure: Figure, tops: Sequence[str], kept: Kept) -> tuple[Listing, Value]:
    pages = ReviewDay.objects.annotate(digits_=Length("code")).filter(
        _below(tops), day=kept.day, digits_=COMMITTEE
    )
    rows = pages.filter(**{f"counts__{figure.whole or figure.part}__gt": 0}).order_by("code")

    def read(begin: int, end: int) -> list[Row]:
        found = []
        for page in rows[begin:end]:
            value = figure.value(page.counts)
            cells = [Cell(value.part if figure.per == 1 else round(value.part / figure.per, 1))]
            if figure.whole:
                cells += [Cell(value.whole), Cell(value.number)]
            found.append(Row(page.code, cells, value.part, value.whole))
        return found

    share = figure.kind == "share"
    heads = [str(_("Counted")), *([_("Of"), _("Percent") if share else _("Mean")] if figure.whole else [])]
    sums: dict[int, Total] = {0: "part", 1: "whole", 2: "number"} if figure.whole else {0: "part"}
    return Listing(heads, read, rows.count, sums=sums), figure.value(_sums(figure, rows))


def _below(tops: Sequence[str]) -> Q:
    found = Q(pk__in=[])
    for code in tops:
        found |= Q(code__startswith=code)
    return found


def _sums(figure: Figure, rows: QuerySet[Any]) -> Counts:
    """The committees' pages added up by the database."""
    names = [name for name in (figure.part, figure.whole) if name]
    numbers = {name: Sum(Cast(KT(f"counts__{name}"), IntegerField())) for name in names}
    return {name: number or 0 for name, number in rows.order_by().aggregate(**numbers).items()}


def _estates_then(figure: Figure, code: str, kept: Kept) -> tuple[Listing, Value]:
    planned = bool(kept.counts.get("in_programme"))
    found: list[Row] = []
    for estate in reached_then(code, kept.day):
        row = estate_row(figure, code, estate, planned=planned)
        if row is not None and (figure.whole or row.counts):
            found.append(row)
    counts = {figure.part: sum(row.part for row in found)}
    if figure.whole:
        counts[figure.whole] = sum(row.whole for row in found)

    def read(begin: int, end: int) -> list[Row]:
        return found[begin:end]

    sums = estate_sums(figure)
    listing = Listing(estate_heads(figure), read, found.__len__, flagged=bool(figure.whole), sums=sums)
    return listing, figure.value(counts)
