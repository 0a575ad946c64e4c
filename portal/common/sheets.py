"""The sheet's lid: what a spreadsheet would run stays text, and Chinese is read as Chinese."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

BOM = "\ufeff"  # without it spreadsheets read Chinese as noise
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_response(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download called ``name``.csv: a line of headings, then ``rows``, each cell made plain."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(head)
    sheet.writerows([neutral(cell) for cell in row] for row in rows)
    return response
