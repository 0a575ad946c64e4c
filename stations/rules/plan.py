"""The plan of a block: its buildings and courts drawn in rows, as on the map beside the door."""

from collections.abc import Sequence
from dataclasses import dataclass

from stations.rules.lettering import is_cut, lines_of

# In the drawing's units; 360 are about as many pixels on a phone.
SHEET = 344
COLUMNS = 4
GAP = 8
CELL_WIDTH = (SHEET - GAP * (COLUMNS - 1)) // COLUMNS
CELL_HEIGHT = 60
LETTER = 17
LINE = 21
ROOM = (CELL_WIDTH - 4) / LETTER  # heights of a letter on one line


@dataclass(frozen=True)
class Line:
    """A line of a name, with the middle of its letters' feet."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Cell:
    """One building or court; ``court`` is drawn with a yard."""

    x: int
    y: int
    court: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plan:
    """The drawing of one block. ``whole``: every name stands on it without being cut."""

    height: int
    cells: tuple[Cell, ...]
    whole: bool
    width: int = SHEET
    cell_width: int = CELL_WIDTH
    cell_height: int = CELL_HEIGHT
    letter: int = LETTER


def plan_of(names: Sequence[tuple[str, bool]]) -> Plan:
    """The plan of buildings and courts given as (name, whether it is a court), in their order."""
    cells = []
    whole = True
    for number, (name, court) in enumerate(names):
        row, column = divmod(number, COLUMNS)
        x, y = column * (CELL_WIDTH + GAP), row * (CELL_HEIGHT + GAP)
        words = lines_of(name, room=ROOM, most=2)
        whole = whole and not is_cut(words)
        cells.append(Cell(x, y, court, _placed(words, x, y)))
    rows = -(-len(cells) // COLUMNS)
    return Plan(max(0, rows * (CELL_HEIGHT + GAP) - GAP), tuple(cells), whole)


def _placed(words: tuple[str, ...], x: int, y: int) -> tuple[Line, ...]:
    first = y + CELL_HEIGHT // 2 + 6 - (len(words) - 1) * LINE // 2
    return tuple(Line(text, x + CELL_WIDTH // 2, first + LINE * n) for n, text in enumerate(words))
