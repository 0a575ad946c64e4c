"""The sheet's lid: what a spreadsheet would run stays text, and Chinese is read as Chinese."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

BOM = "\ufeff"  # without it spreadsheets read Chinese as noise
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE = "'"
MOMENT = "yyyy-mm-dd hh:mm"  # as a workbook writes one

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKED_AT = 200  # rows by which a column's width is chosen
NARROWEST, WIDEST = 8, 48  # columns' widths, in half-width characters

Row = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its ``name``, a line of headings, then ``rows`` of texts, whole numbers, decimals,
    dates, moments, times of day, truth values or None."""

    name: str
    head: Sequence[Any]
    rows: Iterable[Row]


def would_run(text: str) -> bool:
    """Whether a spreadsheet would take ``text``, typed or read from a CSV, for a formula."""
    return text.startswith(FORMULA)


def neutral(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain with an apostrophe."""
    if isinstance(cell, str) and would_run(cell.lstrip(QUOTE)):
        return f"{QUOTE}{cell}"
    return cell


def as_written(text: str) -> str:
    """What ``neutral`` was given: without the apostrophe that it put before what would run."""
    return text[1:] if text.startswith(QUOTE) and would_run(text.lstrip(QUOTE)) else text


def written(cell: Any) -> Any:
    """A moment as it stands in a CSV: in local time, to the minute, without a zone; so a time of day."""
    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell


def local(moment: datetime) -> datetime:
    """``moment`` in local time, to the minute, without a zone."""
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return here.replace(tzinfo=None, second=0, microsecond=0)


def csv_response(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download called ``name``.csv: a line of headings, then ``rows``, each cell made plain; moments in local
    time."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(head)
    sheet.writerows([neutral(written(cell)) for cell in row] for row in rows)
    return response


def xlsx_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """A download called ``name``.xlsx with ``sheets``."""
    response = HttpResponse(xlsx(sheets), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of ``sheets``, each with its headings frozen and its columns as wide as what stands in them.

    Numbers and dates keep their type. Texts are texts: none is a formula, and one that looks like it is marked so
    that it stays text when it is edited. Control characters are left out; moments are written in local time, to
    the minute.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        _write(book, sheet, taken)
    if not taken:
        book.create_sheet()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Any, sheet: Sheet, taken: set[str]) -> None:
    page = book.create_sheet(title=_title(sheet.name, taken))
    rows = iter(sheet.rows)
    first = list(islice(rows, LOOKED_AT))
    for number, width in enumerate(_widths([sheet.head, *first]), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    page.append([_heading(page, words) for words in sheet.head])
    for row in chain(first, rows):
        page.append([_cell(page, value) for value in row])


def _title(name: str, taken: set[str]) -> str:
    """A name that Excel allows: at most 31 characters, some not among them, and each once."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", str(name)).strip("' ")[:31] or "Sheet"
    title, number = plain, 2
    while title.casefold() in taken:
        title, number = f"{plain[:27]} {number}", number + 1
    taken.add(title.casefold())
    return title


def _heading(page: Any, words: Any) -> Any:
    cell = WriteOnlyCell(page, value=str(words))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FDE3C8")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Any) -> Any:
    value = plain(value)
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = MOMENT
        return cell
    if not isinstance(value, str):
        return value
    if not value.startswith("#") and not would_run(value):
        # What is neither a formula nor the name of an error needs no cell of its own: that is ten times as fast.
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def plain(value: Any) -> Any:
    """``value`` as a cell can hold it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return local(value)
    if hasattr(value, "isoformat"):  # a date or a time of day
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))


def _widths(rows: Sequence[Row]) -> Iterator[float]:
    columns = max((len(row) for row in rows), default=0)
    for column in range(columns):
        longest = max(width_of(row[column]) for row in rows if column < len(row))
        yield min(max(longest + 2, NARROWEST), WIDEST)


def width_of(value: Any) -> int:
    """How wide ``value`` stands, in half-width characters; of several lines the widest."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line) for line in lines)
