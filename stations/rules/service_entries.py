"""The printer's proof-reader: takes a catalogue of services apart and says what is wrong with each entry."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

# The general enquiry: whoever does not know whom to ask begins there.
GENERAL = "advice"

TABLE = "service"
_HEADER = re.compile(rf"\s*\[\[\s*{TABLE}\s*\]\]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TOML_LINE = re.compile(r"at line (\d+)")

# Text fields and how many characters their columns hold; None: as many as one likes, over several lines.
TEXTS: Mapping[str, int | None] = {
    "slug": 60, "name": 80, "name_en": 120, "also_called": 300, "situation": 14, "who": 160, "who_en": 200,
    "papers": None, "papers_en": None, "steps": None, "steps_en": None, "cost": 80, "cost_en": 100, "legal_basis": 160,
}  # fmt: skip
NUMBERS = ("number", "limit_hours")
TICKS = ("by_phone", "on_behalf")
REQUIRED = ("slug", "name", "situation")
MOST = 32767  # what a number's column holds


class Reason(Enum):
    """What can be wrong with an entry, or with the file as a whole."""

    TOML = auto()
    ENCODING = auto()
    EMPTY = auto()
    UNKNOWN = auto()
    MISSING = auto()
    TEXT = auto()
    LONG = auto()
    SYMBOL = auto()
    NUMBER = auto()
    TICK = auto()
    SLUG = auto()
    SITUATION = auto()
    TWICE = auto()
    TAKEN = auto()


class Fault(NamedTuple):
    """What is wrong, in which entry (from 1; 0: the file) and line (0: not known). ``found`` is the
    key or what stands there, ``wanted`` what should."""

    entry: int
    line: int
    reason: Reason
    found: str = ""
    wanted: str = ""


class Entry(NamedTuple):
    """One good entry: where it stands, and its fields by the names of the columns."""

    number: int
    line: int
    fields: dict[str, Any]


def read_entries(content: bytes, situations: Collection[str]) -> tuple[list[Entry], list[Fault]]:
    """The good entries of a catalogue (UTF-8 TOML) and every fault of the others, in order."""
    try:
        text = content.decode("utf-8-sig")
        book = tomllib.loads(text)
    except UnicodeDecodeError:
        return [], [Fault(0, 0, Reason.ENCODING)]
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        return [], [Fault(0, int(place[1]) if place else 0, Reason.TOML)]
    rows = book.get(TABLE)
    if not isinstance(rows, list) or not rows:
        return [], [Fault(0, 0, Reason.EMPTY, wanted=f"[[{TABLE}]]")]
    faults = [Fault(0, 0, Reason.UNKNOWN, key) for key in book if key != TABLE]
    return _judged(rows, _lines(text, len(rows)), situations, faults)


def _lines(text: str, entries: int) -> list[int]:
    """The line on which each entry begins; none is known where the headers do not tell them apart."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _HEADER.match(line)]
    return lines if len(lines) == entries else [0] * entries


def _judged(
    rows: list[Any], lines: list[int], situations: Collection[str], faults: list[Fault]
) -> tuple[list[Entry], list[Fault]]:
    entries = []
    seen: set[str] = set()
    for number, (row, line) in enumerate(zip(rows, lines, strict=True), start=1):
        found = [Fault(number, line, *fault) for fault in _faults(row, situations, seen)]
        faults += found
        if not found:
            entries.append(Entry(number, line, {key: _clean(value) for key, value in row.items()}))
            seen.add(row["slug"])
    return entries, faults


def _faults(row: Any, situations: Collection[str], seen: Collection[str]) -> Iterator[tuple[Any, ...]]:
    if not isinstance(row, dict):
        yield Reason.EMPTY, "", f"[[{TABLE}]]"
        return
    yield from ((Reason.MISSING, key) for key in REQUIRED if not row.get(key))
    for key, value in row.items():
        if fault := _fault(key, value):
            yield fault
    slug, situation = row.get("slug"), row.get("situation")
    if isinstance(slug, str) and slug in seen:
        yield Reason.TWICE, slug
    elif isinstance(slug, str) and slug and not _SLUG.fullmatch(slug):
        yield Reason.SLUG, slug
    if isinstance(situation, str) and situation and situation not in situations:
        yield Reason.SITUATION, situation, ", ".join(situations)


def _fault(key: str, value: Any) -> tuple[Any, ...] | None:
    if key in TEXTS:
        return _fault_of_text(key, value, TEXTS[key])
    if key in NUMBERS:
        # True is an int to Python, and no number to anybody else.
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        return None if good else (Reason.NUMBER, key, str(MOST))
    if key in TICKS:
        return None if isinstance(value, bool) else (Reason.TICK, key)
    return Reason.UNKNOWN, key


def _fault_of_text(key: str, value: Any, most: int | None) -> tuple[Any, ...] | None:
    if not isinstance(value, str):
        return Reason.TEXT, key
    if most is not None and len(value) > most:
        return Reason.LONG, key, str(most)
    lines = value.splitlines() if most is None else [value]
    return None if all(line.isprintable() for line in lines) else (Reason.SYMBOL, key)


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
