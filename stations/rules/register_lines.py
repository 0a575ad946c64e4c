"""The registrar's magnifier: reads a register's lines one by one and says what is wrong with each."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from stations.rules.register import Layout, Table, is_placeholder, kind_of

NAME_LENGTH = 80  # characters; what the names' column holds


class Reason(Enum):
    """What can be wrong with a line."""

    HEADER = auto()
    ENCODING = auto()
    SYMBOL = auto()
    QUOTES = auto()
    COLUMNS = auto()
    DIGITS = auto()
    LENGTH = auto()
    KIND = auto()
    DUPLICATE = auto()
    NAME_EMPTY = auto()
    NAME_LONG = auto()
    NO_PARENT = auto()
    PARENT_UNKNOWN = auto()
    PARENT_OTHER = auto()


class Fault(NamedTuple):
    """One bad line, or a run of lines that are bad in the same way, ``line`` to ``last``."""

    file: str
    line: int
    reason: Reason
    found: str = ""
    wanted: str = ""
    last: int = 0


class BadLine(ValueError):
    """Raised with a reason, what was found and what was wanted instead."""

    def __init__(self, reason: Reason, found: str = "", wanted: str = "") -> None:
        self.reason, self.found, self.wanted = reason, found, wanted
        super().__init__(reason)


class Row(NamedTuple):
    """One line of good shape. ``above`` are the codes it names as above it, its parent's first."""

    code: str
    name: str
    above: tuple[str, ...]


def read(table: Table, lines: Iterable[bytes], faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row) for each line of good shape below the header; blank lines are skipped.

    ``lines`` are UTF-8 bytes, a line each. What is wrong with the others is added to ``faults``.
    Only the shape is looked at: columns, and digits and length of the code.
    """
    number = 0
    for number, line in enumerate(lines, start=1):
        row = _shaped(table, number, line, faults)
        if row:
            yield number, row
    if not number:
        faults.append(Fault(table.file, 1, Reason.HEADER, "", ",".join(table.columns)))


def grouped(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Make one of neighbouring lines that are bad in the same way; the faults come in order of lines."""
    run: Fault | None = None
    for fault in faults:
        if run and _goes_on(run, fault):
            run = run._replace(last=fault.line)
            continue
        if run:
            yield run
        run = fault._replace(last=fault.line)
    if run:
        yield run


class Checker:
    """Goes once over all tables of a register, the divisions first, and collects every bad line.

    ``faults`` are the bad lines, ``codes`` the codes of good shape by their digits, as numbers (a
    twelfth of the memory of their rows); ``left_out`` counts placeholders.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.codes: dict[int, set[int]] = {digits: set() for digits in (2, 4, 6, 9, 12)}
        self.left_out: set[int] = set()

    def divisions(self, table: Table, lines: Iterable[bytes]) -> list[Row]:
        """Check a table of divisions, whose parents may stand further down, and return its rows."""
        rows = list(self._new(table, lines))
        for number, row in rows:
            self._judge(table, number, row)
        return [row for _number, row in rows]

    def committees(self, table: Table, lines: Iterable[bytes]) -> None:
        """Check the table of committees, keeping nothing of it but the codes."""
        for number, row in self._new(table, lines):
            if is_placeholder(row.code):
                self.left_out.add(int(row.code))
            self._judge(table, number, row)

    def in_order(self, layout: Layout) -> list[Fault]:
        """Every fault, in the order of files and lines."""
        files = {table.file: place for place, table in enumerate(layout.tables)}
        return sorted(self.faults, key=lambda fault: (files[fault.file], fault.line))

    def _new(self, table: Table, lines: Iterable[bytes]) -> Iterator[tuple[int, Row]]:
        for number, row in read(table, lines, self.faults):
            known, code = self.codes[len(row.code)], int(row.code)
            if code in known:
                self.faults.append(Fault(table.file, number, Reason.DUPLICATE, row.code))
                continue
            # A line that is bad in another way stays known: its children are not to blame.
            known.add(code)
            yield number, row

    def _judge(self, table: Table, number: int, row: Row) -> None:
        try:
            _check_name(row.name)
            self._check_parent(row, table.digits[len(row.code)])
            if len(row.code) == 12 and not is_placeholder(row.code) and kind_of(row.code) is None:
                raise BadLine(Reason.KIND, row.code)
        except BadLine as bad:
            self.faults.append(Fault(table.file, number, bad.reason, bad.found, bad.wanted))

    def _check_parent(self, row: Row, digits: int) -> None:
        parent = row.above[0] if row.above else ""
        if not parent and digits:
            raise BadLine(Reason.NO_PARENT, row.code)
        # Of all those above, only the parent has to be in the register; none may contradict the code.
        if parent and not (
            len(parent) == digits and _is_digits(parent) and int(parent) in self.codes[digits]
        ):
            raise BadLine(Reason.PARENT_UNKNOWN, parent)
        for above in row.above:
            if not row.code.startswith(above):
                raise BadLine(Reason.PARENT_OTHER, row.code, above)


def _shaped(table: Table, number: int, line: bytes, faults: list[Fault]) -> Row | None:
    try:
        if number == 1:
            _check_header(table, line)
        elif line.strip():
            return _row(table, line)
    except BadLine as bad:
        faults.append(Fault(table.file, number, bad.reason, bad.found, bad.wanted))
    return None


def _check_header(table: Table, line: bytes) -> None:
    # A spreadsheet may put a byte order mark before the first column.
    found = tuple(column.strip() for column in _columns(line.removeprefix(b"\xef\xbb\xbf")))
    if found != table.columns:
        raise BadLine(Reason.HEADER, ",".join(found), ",".join(table.columns))


def _row(table: Table, line: bytes) -> Row:
    columns = _columns(line)
    if len(columns) != len(table.columns):
        raise BadLine(Reason.COLUMNS, str(len(columns)), str(len(table.columns)))
    code, name, *above = columns
    if not _is_digits(code):
        raise BadLine(Reason.DIGITS, code)
    if len(code) not in table.digits:
        raise BadLine(Reason.LENGTH, code, "/".join(map(str, table.digits)))
    return Row(code, name.strip(), tuple(above))


def _columns(line: bytes) -> list[str]:
    # Each line by itself: a quotation mark left open must not swallow the lines behind it.
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise BadLine(Reason.ENCODING) from None
    if "\0" in text:
        raise BadLine(Reason.SYMBOL)
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise BadLine(Reason.QUOTES) from None


def _check_name(name: str) -> None:
    if not name:
        raise BadLine(Reason.NAME_EMPTY)
    if len(name) > NAME_LENGTH:
        raise BadLine(Reason.NAME_LONG, str(len(name)), str(NAME_LENGTH))
    # Rare characters of the private area are kept; controls, also of direction and width, are not.
    if not name.isprintable() and any(unicodedata.category(symbol) in ("Cc", "Cf") for symbol in name):
        raise BadLine(Reason.SYMBOL)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _goes_on(run: Fault, fault: Fault) -> bool:
    return fault.line == run.last + 1 and fault._replace(line=run.line, last=run.last) == run
