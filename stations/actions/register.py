"""The register office: takes a folder of the official register into the database, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, OperationalError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.actions.register_rows import BodyModel, Renamed, Saved, Values, batches, rows_not_in, save_rows
from stations.actions.stations import reindex_stations
from stations.models import Committee, Division, Station
from stations.rules.register import Layout, Table, city_name, is_placeholder, kind_of, layouts_in, root_of
from stations.rules.register_lines import Checker, Fault, Reason, Row, grouped, read

# A file's size and the time of its last change, in nanoseconds.
State = tuple[int, int]

# Told how many bytes were read since it was last told.
Advance = Callable[[int], None]

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
    """How many bodies a load found how; see Saved. ``missing`` are here, but not in the files."""

    created: int = 0
    renamed: int = 0
    corrected: int = 0
    unchanged: int = 0
    missing: int = 0

    def add(self, saved: Saved) -> None:
        """Count a batch in."""
        self.created += saved.created
        self.renamed += len(saved.renamed)
        self.corrected += saved.corrected
        self.unchanged += saved.unchanged


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
    fields = ("name", "level", "parent_id")
    keys: dict[str, int] = {}
    for digits, level in Division.CODE_LENGTHS.items():
        rows = (row for row in register.divisions if len(row.code) == digits)
        for batch in batches(rows):
            wanted = {row.code: (row.name, level.value, keys.get(row.above[0])) for row in batch}
            saved = _save(Division, fields, wanted, summary)
            summary.divisions.add(saved)
            for place in saved.renamed:
                reindex_stations(stations=Station.objects.filter(committee__code__startswith=place.code))
        keys = dict(Division.objects.at_level(level).values_list("code", "pk"))


def _write_committees(register: Register, summary: Summary, advance: Advance) -> None:
    fields = ("name", "kind", "subdistrict_id")
    table = register.layout.committees
    keys = dict(Division.objects.at_level(Division.Level.SUBDISTRICT).values_list("code", "pk"))
    # Every line was found good a moment ago; if that is no longer so, it shows below, and nothing stays.
    lines = read(table, _lines(register.folder, table, advance), faults=[])
    rows = (row for _number, row in lines if not is_placeholder(row.code))
    for batch in batches(rows):
        wanted = {row.code: (row.name, kind_of(row.code), keys[row.above[0]]) for row in batch}
        saved = _save(Committee, fields, wanted, summary)
        summary.committees.add(saved)
        if saved.renamed:
            codes = [body.code for body in saved.renamed]
            reindex_stations(stations=Station.objects.filter(committee__code__in=codes))
    if _state(register.folder, table) != register.state:
        raise RegisterChanged


def _save(model: BodyModel, fields: tuple[str, ...], wanted: Mapping[str, Values], summary: Summary) -> Saved:
    saved = save_rows(model=model, fields=fields, wanted=wanted)
    summary.renamed += saved.renamed[: LISTED - len(summary.renamed)]
    return saved


def _report_missing(register: Register, summary: Summary) -> None:
    in_files = {int(row.code) for row in register.divisions}
    divisions = dict(rows_not_in(Division, in_files))
    committees = rows_not_in(Committee, register.codes)
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
