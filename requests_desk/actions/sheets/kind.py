"""The form that all kinds of sheets share: how lines become entries, and what each kind has to say for itself."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from portal.common.sheet_reading import Line
from portal.common.sheets import Sheet
from requests_desk.rules.sheet_cells import BadCell, Column, text_of
from requests_desk.rules.sheet_plan import Entry, Fault, Head, Plan, head_of, is_example, is_head_again
from stations.actions.register_rows import batches
from stations.models import Committee, Scope, Station


class Sender(Protocol):
    """Whoever sends a sheet: an official with their scope, as in_scope_of() reads it."""

    @property
    def pk(self) -> int:
        """The worker's key."""

    @property
    def scope(self) -> Scope:
        """What their offices let them see."""


def not_here(found: Any) -> str:
    """The sentence for what does not exist, and for what is somebody else's: it is the same."""
    return _("“%(found)s” is not here, or not yours to change") % {"found": text_of(found)[:60]}


def in_scope(rows: models.QuerySet[Any], sender: Sender) -> Any:
    """``rows`` as far as ``sender`` may see them."""
    return rows.in_scope_of(sender)  # type: ignore[attr-defined]


def found_by(rows: models.QuerySet[Any], field_name: str, values: Iterable[Any]) -> Iterator[Any]:
    """Those of ``rows`` whose field is among ``values``, in as many statements as needed."""
    for some in batches(sorted({one for one in values if one not in (None, "")})):
        yield from rows.filter(**{f"{field_name}__in": some})


def committees_by_code(codes: Iterable[str], sender: Sender) -> dict[str, Committee]:
    """The committees of these codes that are ``sender``'s."""
    rows = in_scope(Committee.objects.select_related("subdistrict"), sender)
    return {row.code: row for row in found_by(rows, "code", codes)}


def stations_by_slug(slugs: Iterable[str], sender: Sender) -> dict[str, Station]:
    """The stations of these slugs that are ``sender``'s."""
    rows = in_scope(Station.objects.select_related("committee"), sender)
    return {row.slug: row for row in found_by(rows, "slug", slugs)}


def update_rows(rows: Sequence[Any], fields: Iterable[str]) -> None:
    """Write ``fields`` of ``rows``, all of one kind. Raises IntegrityError where one of them is gone.

    As rows that collide with themselves, which takes a tenth of what bulk_update takes with its CASE for each cell.
    """
    written = list(fields)
    if not rows or not written:
        return
    model = type(rows[0])
    for some in batches(row.pk for row in rows):
        standing = model._default_manager.select_for_update().filter(pk__in=some).order_by("pk")
        if len(standing.values_list("pk", flat=True)) != len(some):
            raise IntegrityError("a row is gone that was to be changed")
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=written, batch_size=500
    )


def changed_in(plan: Plan, fields: Iterable[str]) -> list[str]:
    """Those of ``fields`` that any line of the plan changes."""
    changed = {key for entry in plan.changed for key in entry.changed}
    return [name for name in fields if name in changed]


@dataclass
class Book:
    """Where the faults of one sheet are written down."""

    head: Head
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # the columns that are not read and have cells that differ

    def look_at(self, column: Column, cell: Any, before: Any) -> None:
        """Note whether a cell that is not read says something else than what stands."""
        if column.key not in self.unread and column.differs(cell, before):
            self.unread.add(column.key)

    def fault(self, line: int, key: str, sentence: str) -> None:
        """Note that the cell of column ``key`` is bad."""
        place = self.head.place(key)
        column = self.head.columns[place]
        self.at(line, place, sentence, str(column.words) if column else "")

    def at(self, line: int, place: int, sentence: str, heading: str = "") -> None:
        """Note that the cell at ``place`` is bad."""
        self.faults.append(Fault(line, place, heading, sentence))


class SheetKind:
    """A kind of sheet. What differs from kind to kind is below `What each kind says`."""

    key: ClassVar[str]
    model: ClassVar[type[models.Model]]
    title: ClassVar[Any]
    about: ClassVar[Any]
    columns: ClassVar[tuple[Column, ...]]
    keys: ClassVar[tuple[str, ...]]  # the columns that say which row a line is about
    needed: ClassVar[tuple[str, ...]]  # the columns without which nothing can be read
    names: ClassVar[bool] = True  # whether the texts by which stations are found say something of it

    # What each kind says ---------------------------------------------------------------------

    def adds(self, sender: Sender) -> bool:
        """Whether a line may add a row."""
        return True

    def rows(self, sender: Sender) -> models.QuerySet[Any]:
        """Everything of this kind that ``sender`` may see."""
        return in_scope(self.model._default_manager.all(), sender)

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """Set ``row`` of each entry that is about a row in ``sender``'s scope."""
        raise NotImplementedError

    def values(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """What each of ``rows`` says, by column."""
        raise NotImplementedError

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """Note what is wrong with ``entries`` beyond their single cells, and set what they point at."""

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write added and changed entries, set their rows, and work out the ways from and to what has moved; returns
        the stations that are touched. A large sheet comes in parts."""
        raise NotImplementedError

    def opens(self, plan: Plan) -> bool:
        """Whether opening days and slots depend on what was written."""
        return False

    # What all share --------------------------------------------------------------------------

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)

    def head(self) -> list[str]:
        """The headings, in the reader's language; those that must be filled in with an asterisk."""
        return [f"{column.words}{'*' if column.required else ''}" for column in self.columns]

    def lines(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """``rows`` as lines of a sheet."""
        for some in batches(rows):
            for values in self.values(some):
                yield [column.reader.cell(values.get(column.key)) for column in self.columns]

    def sheet(self, rows: Iterable[Any]) -> Sheet:
        """``rows`` as a sheet that can be loaded again."""
        return Sheet(str(self.title), self.head(), self.lines(rows))

    def template(self) -> list[Sheet]:
        """An empty sheet with a line as an example, and beside it what belongs into each column."""
        example = [str(column.example) for column in self.columns]
        example[0] = _("Example:") + example[0]
        notes = [
            [f"{column.words}", _("Yes") if column.required else "", self._note(column), str(column.example)]
            for column in self.columns
        ]
        return [
            Sheet(str(self.title), self.head(), [example]),
            Sheet(
                _("Notes"),
                [_("Column"), _("Must be filled in"), _("What belongs into it"), _("Example")],
                notes,
            ),
        ]

    def _note(self, column: Column) -> str:
        words = [str(column.note)] if column.note else []
        if column.info:
            words.append(_("Only to be read: what is written here is not loaded."))
        if column.fixed:
            words.append(_("Administrators alone change it."))
        return " ".join(words)

    # From lines to a plan ----------------------------------------------------------------------

    def plan(self, lines: Sequence[Line], sender: Sender, at: datetime) -> Plan:
        """What loading ``lines`` would do. Raises SheetRefused where they are no sheet of this kind."""
        head = head_of(lines, self.columns, self.needed)
        book = Book(head)
        drafts = [draft for line in lines[1:] if (draft := self._draft(line, book))]
        keyed = [draft.entry for draft in drafts if draft.keyed]
        self.standing(keyed, sender)
        rows = [entry.row for entry in keyed if entry.row is not None]
        befores = dict(zip((row.pk for row in rows), self.values(rows), strict=True))
        self._refuse_twice(keyed, book)
        for draft in drafts:
            if draft.entry.row is not None:
                draft.entry.before = befores[draft.entry.row.pk]
            self._read_rest(draft, sender, book)
        self.check(keyed, sender, book, at)
        plan = _sorted(keyed, book)
        plan.unread = [str(column.words) for column in self.columns if column.key in book.unread]
        return plan

    def nothing(self, key: str, values: Mapping[str, Any]) -> str:
        """What an empty cell of that column means, in a preview, where ``values`` is its whole line; a dash."""
        return "–"

    def _draft(self, line: Line, book: Book) -> "Draft | None":
        """The line with its key columns read; None for the template's own line."""
        if is_example(line):
            return None
        if is_head_again(line, book.head):
            book.at(line.number, 0, _("the headings stand here once more. Delete this line"))
            return None
        cells: dict[str, Any] = {}
        for place, cell in enumerate(line.cells):
            column = book.head.columns[place] if place < len(book.head.columns) else None
            if column is not None:
                cells[column.key] = cell
            elif text_of(cell):
                book.at(line.number, place, _("there is no heading above this cell"))
        draft = Draft(Entry(line.number, {}), {**dict.fromkeys(_keys_of(book.head)), **cells})
        for key in self.keys:
            if book.head.holds(key):
                draft.keyed &= _read(draft, self.column(key), book)
        return draft

    def _read_rest(self, draft: "Draft", sender: Sender, book: Book) -> None:
        entry = draft.entry
        for column in self.columns:
            if column.info:
                if column.key in draft.cells and column.key in entry.before:
                    book.look_at(column, draft.cells[column.key], entry.before[column.key])
                continue
            if column.key in self.keys and column.key not in entry.before:
                continue
            if column.key in draft.cells:
                if entry.row is not None and column.same(draft.cells[column.key], entry.before[column.key]):
                    entry.values[column.key] = entry.before[column.key]
                elif column.key in self.keys or _read(draft, column, book):
                    self._refuse_fixed(entry, column, sender, book)
            elif entry.row is None and draft.keyed:
                entry.values[column.key] = column.default
                if column.required:
                    words = _("to add this, the column “%(column)s” is needed")
                    book.fault(entry.line, self.keys[0], words % {"column": column.words})

    def _refuse_fixed(self, entry: Entry, column: Column, sender: Sender, book: Book) -> None:
        changed = entry.row is not None and entry.values[column.key] != entry.before[column.key]
        if changed and column.fixed and not sender.scope.everything:
            book.fault(
                entry.line, column.key, _("this stands in the register: administrators alone change it")
            )

    def _refuse_twice(self, entries: Sequence[Entry], book: Book) -> None:
        first: dict[Hashable, int] = {}
        for entry in entries:
            line = first.setdefault(self.identity(entry), entry.line)
            if line != entry.line:
                words = _("this is on line %(line)s already")
                book.fault(entry.line, self.keys[0], words % {"line": line})

    def identity(self, entry: Entry) -> Hashable:
        """What two lines must not have in common."""
        if entry.row is not None:
            return entry.row.pk
        return tuple(entry.values.get(key) for key in self.keys)


@dataclass
class Draft:
    """A line while it is read: its cells by column, and whether it is known what it is about."""

    entry: Entry
    cells: dict[str, Any]
    keyed: bool = True


def _keys_of(head: Head) -> Iterator[str]:
    return (column.key for column in head.columns if column)


def _read(draft: Draft, column: Column, book: Book) -> bool:
    try:
        draft.entry.values[column.key] = column.read(draft.cells[column.key])
    except BadCell as bad:
        book.fault(draft.entry.line, column.key, bad.sentence)
        return False
    return True


def _sorted(entries: Sequence[Entry], book: Book) -> Plan:
    plan = Plan(faults=sorted(book.faults, key=lambda fault: (fault.line, fault.place)))
    bad = {fault.line for fault in book.faults}
    for entry in entries:
        if entry.line in bad:
            continue
        if entry.row is None:
            plan.added.append(entry)
        elif entry.changed:
            plan.changed.append(entry)
        else:
            plan.unchanged += 1
    return plan
