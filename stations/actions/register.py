"""The register office: takes a folder of the official register into the database, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.actions.stations import reindex_stations
from stations.models import Committee, Division, Station
from stations.rules.register import Layout, Table, city_name, is_placeholder, kind_of, layouts_in, root_of
from stations.rules.register_lines import Checker, Fault, Reason, Row, grouped, read

Body = TypeVar("Body", Committee, Division)

# What a body's columns are to hold.
Values = tuple[Any, ...]

# A file's size and the time of its last change, in nanoseconds.
State = tuple[int, int]

# Told how many bytes were read since it was last told.
Advance = Callable[[int], None]

BATCH = 2000  # rows compared and written at a time
LISTED = 1000  # renames and missing bodies named in the summary; beyond that they are only counted

SENTENCES: Mapping[Reason, str | Promise] = {
    Reason.HEADER: _("the first line must be “%(wanted)s”, but it is “%(found)s”"),
    Reason.ENCODING: _("this is not UTF-8 text"),
    Reason.SYMBOL: _("there is an invisible control character in it"),
    Reason.QUOTES: _("a quotation mark is out of place or not closed"),
    Reason.COLUMNS: _("there are %(found)s columns instead of %(wanted)s"),
    Reason.DIGITS: _("the code “%(found)s” does not consist of the digits 0 to 9"),
    Reason.LENGTH: _("the code “%(found)s” has the wrong length, it should be %(wanted)s digits"),
    Reason.KIND: _("the last three digits of %(found)s stand for no kind of committee"),
    Reason.DUPLICATE: _("the code %(found)s stands further up already"),
    Reason.NAME_EMPTY: _("the name is empty"),
    Reason.NAME_LONG: _("the name has %(found)s characters, more than %(wanted)s"),
    Reason.NO_PARENT: _("%(found)s says nothing about what it belongs to"),
    Reason.PARENT_UNKNOWN: _("it belongs to “%(found)s”, which the register does not hold"),
    Reason.PARENT_OTHER: _(
        "the code %(found)s does not begin with %(wanted)s, which it is said to belong to"
    ),
}


class NoRegister(PortalError):
    """The folder does not hold one register."""

    sentence = _("There is no register in this folder.")
    next_step = _(
        "It needs divisions.csv and committees.csv, or the national package's provinces.csv, cities.csv, "
        "areas.csv, streets.csv and villages.csv, and not both."
    )


class RegisterRefused(PortalError):
    """Lines of the register are bad, and nothing was loaded. ``faults`` are all of them, in order."""

    sentence = _("Nothing was loaded, because of bad lines.")
    next_step = _("Correct the lines and load the folder again.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(_("Nothing was loaded. Bad lines: %(count)s.") % {"count": len(faults)})

    @property
    def lines(self) -> Iterator[str]:
        """A sentence for each bad line; neighbours that are bad in the same way share one."""
        return (sentence(fault) for fault in grouped(self.faults))


class RegisterInUse(PortalError):
    """Somebody else holds the rows, or, on SQLite, the whole database."""

    sentence = _("Nothing was loaded, because somebody else is writing to the register.")
    next_step = _("Load the folder again when they are done.")


class RegisterChanged(PortalError):
    """The committees' file was written to while it was being loaded."""

    sentence = _("Nothing was loaded, because the files changed meanwhile.")
    next_step = _("Load the folder again when they are complete.")


@dataclass
class Count:
    """How many bodies a load found how. ``corrected``: another parent, level or kind, but the same name."""

    created: int = 0
    renamed: int = 0
    corrected: int = 0
    unchanged: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Renamed:
    """A body whose name in the files is another than it was here."""

    code: str
    old: str
    new: str


@dataclass(frozen=True)
class Missing:
    """A body that the files no longer hold, and how many below it they do not hold either."""

    code: str
    name: str
    below: int


@dataclass
class Summary:
    """What a load did. ``renamed`` and ``missing`` name the first thousand."""

    divisions: Count = field(default_factory=Count)
    committees: Count = field(default_factory=Count)
    left_out: int = 0
    renamed: list[Renamed] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


@dataclass(frozen=True)
class Register:
    """A checked register: its divisions from the top down; its committees stay in their file.

    ``codes`` are the committees' codes as numbers, placeholders not among them.
    """

    folder: Path
    layout: Layout
    divisions: Sequence[Row]
    codes: set[int]
    left_out: int
    state: State


def _nobody(read: int) -> None:
    """Nobody waits for news."""


def load_register(*, folder: Path, advance: Advance = _nobody) -> Summary:
    """Take the register in ``folder`` into the database, by code; what is as it should be is not written.

    Bodies with another name are renamed (and their stations found by it), those of another parent, level
    or kind are set right, those no longer in the files are reported and stay. ``advance`` is told the
    bytes read, ``bytes_to_read(folder)`` in all.

    Raises NoRegister; RegisterRefused with every bad line; RegisterChanged; RegisterInUse.
    """
    # Checked outside the transaction: on SQLite nobody else can write inside it.
    register = _checked(folder, advance)
    try:
        return _write(register=register, advance=advance)
    except (IntegrityError, OperationalError) as error:
        if _is_others_doing(error):
            raise RegisterInUse from error
        raise


def bytes_to_read(folder: Path) -> int:
    """How many bytes a load of ``folder`` reads: the committees' file twice. Raises NoRegister."""
    layout = _layout(folder)
    sizes = {table.file: (folder / table.file).stat().st_size for table in layout.tables}
    return sum(sizes.values()) + sizes[layout.committees.file]


def sentence(fault: Fault) -> str:
    """Where a fault is and what it is, in the reader's language."""
    what = SENTENCES[fault.reason] % {"found": _shown(fault.found), "wanted": fault.wanted}
    place = {"file": fault.file, "line": fault.line, "last": fault.last, "what": what}
    if fault.last > fault.line:
        return _("%(file)s, lines %(line)s to %(last)s: %(what)s.") % place
    return _("%(file)s, line %(line)s: %(what)s.") % place


def _layout(folder: Path) -> Layout:
    try:
        found = layouts_in({path.name for path in folder.iterdir() if path.is_file()})
    except OSError as error:
        raise NoRegister(_("This folder cannot be read: %(folder)s") % {"folder": folder}) from error
    if len(found) != 1:
        raise NoRegister
    return found[0]


def _checked(folder: Path, advance: Advance) -> Register:
    layout = _layout(folder)
    state = _state(folder, layout.committees)
    checker = Checker()
    rows = [
        row for table in layout.divisions for row in checker.divisions(table, _lines(folder, table, advance))
    ]
    checker.committees(layout.committees, _lines(folder, layout.committees, advance))
    if checker.faults:
        raise RegisterRefused(checker.in_order(layout))
    codes = checker.codes[12]
    codes.difference_update(checker.left_out)
    return Register(folder, layout, _divisions(rows), codes, len(checker.left_out), state)


def _lines(folder: Path, table: Table, advance: Advance) -> Iterator[bytes]:
    with (folder / table.file).open("rb") as file:
        for line in file:
            advance(len(line))
            yield line


def _divisions(rows: Sequence[Row]) -> list[Row]:
    # Provinces are no division here: all they leave is their name, where there is no city.
    provinces = {row.code: row.name for row in rows if len(row.code) == 2}
    kept = [row for row in rows if len(row.code) != 2]
    named = [row._replace(name=city_name(row.name, provinces.get(row.code[:2], ""))) for row in kept]
    return sorted(named, key=lambda row: (len(row.code), row.code))


@transaction.atomic
def _write(*, register: Register, advance: Advance) -> Summary:
    summary = Summary(left_out=register.left_out)
    _write_divisions(register, summary)
    _write_committees(register, summary, advance)
    _report_missing(register, summary)
    return summary


def _write_divisions(register: Register, summary: Summary) -> None:
    keys: dict[str, int] = {}
    for digits, level in Division.CODE_LENGTHS.items():
        rows = (row for row in register.divisions if len(row.code) == digits)
        for batch in _batches(rows):
            wanted = {row.code: (row.name, level.value, keys.get(row.above[0])) for row in batch}
            _save(Division, ("name", "level", "parent_id"), wanted, summary.divisions, summary.renamed)
        keys = dict(Division.objects.at_level(level).values_list("code", "pk"))


def _write_committees(register: Register, summary: Summary, advance: Advance) -> None:
    table = register.layout.committees
    keys = dict(Division.objects.at_level(Division.Level.SUBDISTRICT).values_list("code", "pk"))
    # Every line was found good a moment ago; what is no longer so is seen below, and nothing stays.
    lines = read(table, _lines(register.folder, table, advance), faults=[])
    rows = (row for _number, row in lines if not is_placeholder(row.code))
    for batch in _batches(rows):
        wanted = {row.code: (row.name, kind_of(row.code), keys[row.above[0]]) for row in batch}
        fields = ("name", "kind", "subdistrict_id")
        renamed = _save(Committee, fields, wanted, summary.committees, summary.renamed)
        if renamed:
            reindex_stations(stations=Station.objects.filter(committee__code__in=renamed))
    if _state(register.folder, table) != register.state:
        raise RegisterChanged


def _save(
    model: type[Body],
    fields: tuple[str, ...],
    wanted: Mapping[str, Values],
    count: Count,
    named: list[Renamed],
) -> list[str]:
    """Write those of ``wanted`` ({code: values of ``fields``, the name first}) that are new or differ.

    Returns the codes of the renamed.
    """
    found = model._default_manager.filter(code__in=wanted).values_list("code", *fields)
    held = {code: tuple(values) for code, *values in found}
    new = {code: values for code, values in wanted.items() if code not in held}
    differing = {code: wanted[code] for code, values in held.items() if wanted[code] != values}
    renamed = [
        Renamed(code, held[code][0], to[0]) for code, to in differing.items() if held[code][0] != to[0]
    ]
    _create(model, ("code", *fields), [(code, *values) for code, values in new.items()])
    _update(model, fields, differing)
    count.created += len(new)
    count.renamed += len(renamed)
    count.corrected += len(differing) - len(renamed)
    count.unchanged += len(held) - len(differing)
    named += renamed[: LISTED - len(named)]
    return [row.code for row in renamed]


def _create(model: type[Body], fields: tuple[str, ...], rows: Sequence[Values]) -> None:
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create([model(**dict(zip(fields, row, strict=True))) for row in rows])
    elif rows:
        _copy(model, fields, rows)


def _copy(model: type[Body], fields: tuple[str, ...], rows: Sequence[Values]) -> None:
    """What bulk_create does, in a fraction of its time: the nation's instances alone take a minute."""
    blank = model()
    others = [f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in fields]
    rest = tuple(getattr(blank, other.attname) for other in others)
    quoted = [connection.ops.quote_name(name) for name in (*fields, *(other.column for other in others))]
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(quoted)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((*row, *rest))


def _update(model: type[Body], fields: tuple[str, ...], differing: Mapping[str, Values]) -> None:
    # Not `bulk_update`: its CASE with a branch for each row is many times slower.
    model._default_manager.bulk_create(
        [model(code=code, **dict(zip(fields, values, strict=True))) for code, values in differing.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )


def _report_missing(register: Register, summary: Summary) -> None:
    in_files = {int(row.code) for row in register.divisions}
    divisions = dict(_not_in(Division, in_files))
    committees = _not_in(Committee, register.codes)
    summary.divisions.missing = len(divisions)
    names: dict[str, str] = {}
    missing: Counter[str] = Counter()
    for code, name in (*divisions.items(), *committees):
        root = root_of(code, divisions)
        names[root] = divisions.get(root, name)
        missing[root] += 1
        summary.committees.missing += len(code) == 12
    roots = sorted(missing)[:LISTED]
    summary.missing = [Missing(root, names[root], missing[root] - 1) for root in roots]


def _not_in(model: type[Body], codes: set[int]) -> Iterator[tuple[str, str]]:
    """(code, name) of the rows that are not among ``codes``, all of which are in the table by now."""
    rows = model._default_manager.order_by("code").values_list("code", "name")
    if rows.count() == len(codes):
        return
    yield from (row for row in rows.iterator(chunk_size=BATCH) if int(row[0]) not in codes)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    # SQLite takes so many parameters in one question; PostgreSQL has no such limit here.
    size = min(BATCH, connection.features.max_query_params or BATCH)
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def _state(folder: Path, table: Table) -> State:
    file = (folder / table.file).stat()
    return file.st_size, file.st_mtime_ns


def _shown(found: str) -> str:
    # It comes from a file that was found bad: short, and nothing that moves the terminal's cursor.
    safe = "".join(symbol if symbol.isprintable() else "\N{REPLACEMENT CHARACTER}" for symbol in found[:60])
    return f"{safe}…" if len(found) > 60 else safe


def _is_others_doing(error: IntegrityError | OperationalError) -> bool:
    # PostgreSQL: lock not available, deadlock, a code that came in since we looked. SQLite lets one
    # write at a time, and says it in words only.
    return getattr(error.__cause__, "sqlstate", "") in ("55P03", "40P01", "23505") or "locked" in str(error)
