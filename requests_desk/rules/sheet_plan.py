"""What a sheet would do: its lines as they are meant, what is wrong with its cells, and what would change."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.common.sheet_reading import Line, SheetRefused
from requests_desk.rules.sheet_cells import LANGUAGES, Column, folded, text_of

EXAMPLE = ("例：", "例:", "Example:")  # how the template's own line begins; it is never loaded
NAMED = 8  # unknown or missing columns in one sentence


def letter(place: int) -> str:
    """The letters of a column, counted from 0: A … Z, AA …"""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Fault:
    """A bad cell: where it stands and what is wrong with it. ``place`` is its column, counted from 0."""

    line: int
    place: int
    heading: str
    sentence: str

    def __str__(self) -> str:
        where = {
            "line": self.line,
            "column": letter(self.place),
            "heading": self.heading,
            "what": self.sentence,
        }
        if not self.heading:
            return _("Line %(line)s, column %(column)s: %(what)s.") % where
        return _("Line %(line)s, column %(column)s (%(heading)s): %(what)s.") % where


@dataclass
class Entry:
    """A line as it is meant. ``row`` is what stands (None: it would be added), ``before`` its values;
    ``found`` is what its words point at, by column."""

    line: int
    values: dict[str, Any]
    row: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> list[str]:
        """The columns that would say something else."""
        return [key for key, value in self.values.items() if key in self.before and value != self.before[key]]

    def value(self, key: str, default: Any = None) -> Any:
        """What the row would hold: the line's value, else what stands."""
        return self.values.get(key, self.before.get(key, default))


@dataclass(frozen=True)
class Head:
    """The headings of a file: which column stands at which place."""

    columns: tuple[Column | None, ...]

    @cached_property
    def names(self) -> tuple[frozenset[str], ...]:
        """Of each place the headings that may stand there."""
        return tuple(frozenset(headings([one])) if one else frozenset() for one in self.columns)

    def place(self, key: str) -> int:
        """Where the column stands; the first one where it does not stand at all."""
        for place, column in enumerate(self.columns):
            if column and column.key == key:
                return place
        return 0

    def holds(self, key: str) -> bool:
        """Whether the file has that column."""
        return any(column and column.key == key for column in self.columns)


def headings(columns: Sequence[Column]) -> dict[str, Column]:
    """The columns by their headings, in each of the portal's languages, and by those that they had formerly."""
    found = {_bare(former): column for column in columns for former in column.formerly}
    for language in LANGUAGES:
        with override(language):
            found |= {_bare(str(column.words)): column for column in columns}
    return found


def _bare(heading: str) -> str:
    """A heading as it is compared: without its asterisk, and without the breaks that make it narrow."""
    return "".join(folded(heading).split()).casefold().rstrip("*")


def head_of(lines: Sequence[Line], columns: Sequence[Column], needed: Iterable[str]) -> Head:
    """What the first line says stands where. Raises SheetRefused where it is no line of headings, or where one
    of the ``needed`` columns is missing."""
    known = headings(columns)
    first = lines[0]
    found = tuple(known.get(_bare(text_of(cell))) for cell in first.cells)
    _refuse_if_elsewhere(lines, known, sum(one is not None for one in found))
    unknown = [
        f"{letter(place)} ({text_of(cell)[:30]})"
        for place, (cell, column) in enumerate(zip(first.cells, found, strict=True))
        if column is None and text_of(cell)
    ]
    if unknown:
        raise _refused(_("These columns are not in the template: %(columns)s."), unknown)
    keys = [column.key for column in found if column]
    twice = [str(column.words) for column in columns if keys.count(column.key) > 1]
    if twice:
        raise _refused(_("These columns stand in the sheet twice: %(columns)s."), twice)
    missing = [str(column.words) for column in columns if column.key in set(needed) - set(keys)]
    if missing:
        raise _refused(_("These columns are missing: %(columns)s."), missing)
    return Head(found)


def _refused(sentence: str, names: list[str]) -> SheetRefused:
    shown = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return SheetRefused(
        sentence % {"columns": shown}, next_step=_("Take the headings as they stand in the template.")
    )


def _refuse_if_elsewhere(lines: Sequence[Line], known: dict[str, Column], first: int) -> None:
    if lines[0].number == 1 and first:
        return
    for line in lines[:10]:
        if sum(_bare(text_of(cell)) in known for cell in line.cells) > max(first, 1):
            raise SheetRefused(
                _("The headings stand on line %(line)s. They must stand on line 1.") % {"line": line.number},
                next_step=_("Delete what stands above them, and send the sheet again."),
            )
    if not first:
        raise SheetRefused(
            _("Line 1 holds none of the template's headings."),
            next_step=_("Take the headings as they stand in the template."),
        )


def is_example(line: Line) -> bool:
    """Whether a line is the template's own."""
    return next((text_of(cell) for cell in line.cells if text_of(cell)), "").startswith(EXAMPLE)


def is_head_again(line: Line, head: Head) -> bool:
    """Whether a line repeats the headings."""
    found = [
        _bare(text) in names
        for cell, names in zip(line.cells, head.names, strict=False)
        if names and (text := text_of(cell))
    ]
    return len(found) > 1 and all(found)


@dataclass
class Plan:
    """What loading a sheet would do. Where there are ``faults`` nothing may be loaded."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    # The headings of columns that are not read and say something else in the file than what stands.
    unread: list[str] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines it is about."""
        return len(self.added) + len(self.changed) + self.unchanged

    @property
    def writes(self) -> int:
        """How many lines it would write."""
        return len(self.added) + len(self.changed)

    def parts(self, size: int) -> Iterator["Plan"]:
        """What it would write, in plans of at most ``size`` lines each: first all that is added, then the changes."""
        for start in range(0, len(self.added), size):
            yield Plan(added=self.added[start : start + size])
        for start in range(0, len(self.changed), size):
            yield Plan(changed=self.changed[start : start + size])

    @property
    def digest(self) -> str:
        """A mark of exactly these changes: equal for the same sheet as long as the rows it is about are the same."""
        said = hashlib.blake2b(digest_size=16)
        for entry in self.added:
            said.update(repr((entry.line, sorted(entry.values.items()))).encode())
        for entry in self.changed:
            told = [(key, entry.before[key], entry.values[key]) for key in entry.changed]
            said.update(repr((entry.line, entry.row.pk, told)).encode())
        return said.hexdigest()
