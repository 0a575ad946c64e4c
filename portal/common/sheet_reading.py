"""The sheet's eye: an XLSX or CSV file that came from outside, as lines of plain values.

What a file can be besides a sheet (a bomb, a locked one, one with macros, a million empty lines) is refused here with
a sentence that says how to mend it. What single cells should hold is not judged here.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from .errors import PortalError
from .sheets import BOM, as_written

MOST_BYTES = 10_000_000  # what a proxy in front lets through, and several times the largest sheet of a city
MOST_UNPACKED = 80_000_000  # bytes of XML: 20,000 lines of thirty columns are a third of it
MOST_PARTS = 2_000  # files in the archive
MOST_LINES = 20_000  # lines with something in them
LAST_LINE = 60_000  # with the empty ones
MOST_COLUMNS = 100
MERGED_SHOWN = 3
LOOKED_AT = 1_000  # lines of a sheet that is not read
WORKBOOKS = (".xlsx", ".xlsm", ".xls")

_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'^="(\d+)"$')  # how people keep a spreadsheet from taking a code for a number

Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Unusable:
    """A cell that holds no value of its own: a formula, or the name of an error."""

    what: str  # "formula" or "error"
    found: str


@dataclass(frozen=True)
class Line:
    """One line with something in it: its ``number`` as a spreadsheet counts, its cells as far as there are any."""

    number: int
    cells: tuple[Any, ...]


class SheetRefused(PortalError):
    """The file is no sheet that could be read."""

    status = 400
    sentence = _("This file cannot be read as a sheet.")
    next_step = _("Send an Excel workbook (.xlsx) or a CSV file; the template is one.")


class Empty(SheetRefused):
    """Nothing stands in it."""

    sentence = _("There is nothing in this sheet.")
    next_step = _("Fill in the template, and send it again.")


class FirstEmpty(SheetRefused):
    """What is filled in stands on another sheet of the workbook. ``first`` and ``other`` are the two sheets' names."""

    next_step = _("Put what is to be loaded on the first sheet, or delete the empty one, and send it again.")

    def __init__(self, first: str, other: str) -> None:
        words = _("Only the first sheet of a workbook is read, and here it is empty: “%(first)s”. On “%(other)s”, "
                  "which is not read, there is something.")  # fmt: skip
        super().__init__(words % {"first": first[:40], "other": other[:40]})


class TooLarge(SheetRefused):
    """More bytes than are read."""

    sentence = _("This file is larger than 10 MB.")
    next_step = _("Divide it into several files with fewer lines.")


class Damaged(SheetRefused):
    """An archive that is no workbook as spreadsheets write them."""

    sentence = _("This Excel file is damaged or holds what does not belong into one.")
    next_step = _("Open it in Excel or WPS, copy the cells into a new workbook, and send that.")


class UnpacksTooLarge(SheetRefused):
    """A bomb, or a sheet grown out of all measure."""

    sentence = _("Unpacked, this Excel file is far too large.")
    next_step = _("Copy the cells that are filled in into a new workbook, and send that.")


class HoldsMacros(SheetRefused):
    """Programs in it."""

    sentence = _("There are macros in this Excel file.")
    next_step = _("Save it as .xlsx without macros, and send that.")


class Locked(SheetRefused):
    """Nothing of it can be read."""

    sentence = _("This is an Excel file with a password, or one of the old kind (.xls).")
    next_step = _("Save it as .xlsx without a password, and send that.")


class OpenDocument(SheetRefused):
    """LibreOffice's own kind of file."""

    sentence = _("This is an OpenDocument file.")
    next_step = _("Save it as .xlsx or CSV, and send that.")


class NotText(SheetRefused):
    """A writing that we do not know."""

    sentence = _("The writing in this CSV file is neither UTF-8 nor GB18030.")
    next_step = _("Save it as .xlsx, or as CSV in UTF-8, and send that.")


class NoWorkbook(SheetRefused):
    """By its name a workbook, by its bytes nothing that could be read."""

    sentence = _("This is no Excel workbook that can be read, though its name says so.")
    next_step = _("Open it in Excel or WPS, save it as .xlsx once more, and send that.")


class TooLong(SheetRefused):
    """More lines than are loaded at once."""

    sentence = _("There are more than 20,000 lines in this sheet.")
    next_step = _("Divide it into several files.")


class TooDeep(SheetRefused):
    """Lines beyond the last one looked at, most of them empty."""

    sentence = _("The sheet goes on below line 60,000.")
    next_step = _("Delete the empty lines below the last one that is filled in, and send it again.")


class TooWide(SheetRefused):
    """More columns than any kind of sheet has."""

    sentence = _("There are more than 100 columns in this sheet.")
    next_step = _("Delete those that are not in the template.")


def read_sheet(file: IO[bytes], size: int) -> list[Line]:
    """The lines of the first sheet of ``file``, ``size`` bytes long: XLSX, or CSV in UTF-8 or GB18030. Lines with
    nothing in them are left out. Raises SheetRefused."""
    if size > MOST_BYTES:
        raise TooLarge
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Locked
    if start.startswith(b"PK"):
        rows: Iterable[Sequence[Any]] = _rows_of_workbook(file)
    else:
        named = str(getattr(file, "name", "")).lower()
        rows = _rows_of_csv(file.read(MOST_BYTES + 1), workbook=named.endswith(WORKBOOKS))
    lines = list(_filled(rows))
    if not lines:
        raise Empty
    return lines


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    found = 0
    for number, row in enumerate(rows, start=1):
        if number > LAST_LINE:
            raise TooDeep
        cells = tuple(row)
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells = cells[:-1]
        if not cells:
            continue
        found += 1
        if found > MOST_LINES:
            raise TooLong
        if len(cells) > MOST_COLUMNS:
            raise TooWide
        yield Line(number, cells)


# CSV -------------------------------------------------------------------------------------------


def _rows_of_csv(data: bytes, *, workbook: bool) -> Iterator[list[Any]]:
    """``workbook``: whether the file is called one; a CSV under a workbook's name is read all the same."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    try:
        text = _decoded(data)
    except SheetRefused as refused:
        raise NoWorkbook if workbook else refused from None
    # A first line for the spreadsheet alone, which shows the second as the first.
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007  read below
            yield [_QUOTED.sub(r"\1", as_written(cell)) for cell in row]
    except csv.Error:
        sentence = _("From line %(line)s on, a quotation mark is out of place or not closed.")
        raise SheetRefused(
            sentence % {"line": number + 1},
            next_step=_("Open the file in Excel or WPS and save it as .xlsx."),
        ) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(data, "utf-16")
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError:
        return _decoded_as(data, "gb18030")


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise NotText from None
    # GB18030 reads nearly any bytes as something; a picture or a program has control characters in it.
    if encoding == "gb18030" and any(symbol < " " and symbol not in "\t\r\n\0" for symbol in text[:4000]):
        raise SheetRefused
    return text


def _delimiter(text: str) -> str:
    """What stands between the headings: a comma, or what spreadsheets elsewhere put there."""
    head = text[: text.find("\n")] if "\n" in text else text
    return max(",;\t", key=lambda one: (head.count(one), one == ","))


# XLSX ------------------------------------------------------------------------------------------


def _rows_of_workbook(file: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    _check_archive(file)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        page: Any = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if page is None:
            raise Damaged
        _check_merged(file, page)
        _check_others(book, page)
        page.reset_dimensions()
        empty = True
        for row in page.iter_rows(max_row=LAST_LINE + 1, max_col=MOST_COLUMNS + 1):
            values = tuple(_value(cell) for cell in row)
            empty = empty and not _says_something(values)
            yield values
        if empty:
            _refuse_if_elsewhere(book, page)
    except PortalError:
        raise
    except Exception as error:  # whatever openpyxl meets in a file that no spreadsheet wrote
        raise Damaged from error


def _check_archive(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Damaged from None
    finally:
        file.seek(0)
    names = {part.filename for part in parts}
    if "mimetype" in names or "content.xml" in names:
        raise OpenDocument
    if "xl/workbook.xml" not in names:
        raise SheetRefused
    if any(name.lower().endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise HoldsMacros
    if any(part.flag_bits & 1 for part in parts):
        raise Locked
    # What an archive says of its parts' sizes is kept to when they are unpacked.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnpacksTooLarge


def _check_merged(file: IO[bytes], page: Any) -> None:
    """Refuse merged cells: nobody can tell for which lines what stands in them was meant."""
    found: list[str] = []
    with zipfile.ZipFile(file) as archive, archive.open(page._worksheet_path.lstrip("/")) as part:
        rest = b""
        while piece := part.read(1 << 20):
            rest = rest[-200:] + piece
            for one in rest.split(b"<mergeCell ")[1:]:
                place = one.partition(b'ref="')[2].partition(b'"')[0].decode("ascii", "replace")
                if place and place not in found:
                    found.append(place)
    if found:
        shown = ", ".join(found[:MERGED_SHOWN]) + ("…" if len(found) > MERGED_SHOWN else "")
        raise SheetRefused(
            _("Cells of this sheet are merged: %(cells)s.") % {"cells": shown},
            next_step=_("Take the merging back, write into each line what belongs to it, and send it again."),
        )


def _check_others(book: Any, page: Any) -> None:
    """Refuse lines on a second sheet: the first alone is read, and nobody would miss the others."""
    head = _first_row(page)
    for other in book.worksheets:
        if other is not page and other.sheet_state == "visible" and any(head) and _first_row(other) == head:
            raise SheetRefused(
                _("There are two sheets with the same headings in this file: %(sheets)s.")
                % {"sheets": f"{page.title}, {other.title}"},
                next_step=_(
                    "Only one is read. Put all lines into one sheet, delete the other, and send it again."
                ),
            )


def _refuse_if_elsewhere(book: Any, page: Any) -> None:
    """Say so where not the first sheet is filled in but another one in sight."""
    for other in book.worksheets:
        if other is page or other.sheet_state != "visible":
            continue
        other.reset_dimensions()
        rows = other.iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
        if any(map(_says_something, rows)):
            raise FirstEmpty(page.title, other.title)


def _says_something(values: Sequence[Any]) -> bool:
    return any(value is not None and value != "" for value in values)


def _first_row(page: Any) -> list[Any]:
    page.reset_dimensions()
    rows = page.iter_rows(max_row=1, max_col=MOST_COLUMNS, values_only=True)
    return [cell for cell in next(rows, ()) if cell is not None]


def _value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Unusable("formula", value if isinstance(value, str) else "")
    if cell.data_type == "e":
        return Unusable("error", str(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
