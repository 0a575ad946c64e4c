"""The planner's board: one bar a committee from its beginning to its move, with today's line and the promised days.

In the drawing's units, of which a page about 70 rem wide shows one as a pixel.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stations.rules.lettering import lines_of
from stations.rules.months import drawable, month_of, months, next_month

WIDTH = 1000
LABEL_WIDTH = 190  # kept for the names
MARGIN = 36  # at the right, for half a month's name
HEAD = 34  # above the first row: the months
ROW = 30
BAR = 14  # a bar's height
FOOT = 8
LETTER = 15
MOST_TICKS = 12
STEPS = (1, 2, 3, 6, 12, 24, 60)  # months from one tick to the next

Part = Literal["done", "late", "ahead"]


@dataclass(frozen=True)
class Line:
    """One plan: ``began_on`` None where nobody knows, ``promised_on`` None without a date, ``first_promised_on``
    the day that was promised first, ``steps`` the days of its steps and whether each is done."""

    name: str
    began_on: date | None
    promised_on: date | None
    first_promised_on: date | None
    moved_on: date | None
    steps: tuple[tuple[date, bool], ...] = ()


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar."""

    part: Part
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One bar as drawn; x None: there is no such day. ``y`` is its upper edge."""

    name: str
    y: int
    pieces: tuple[Piece, ...]
    promised: float | None
    first_promised: float | None  # None also where it is the promised one
    moved: float | None
    steps: tuple[tuple[float, bool], ...]

    @property
    def middle(self) -> int:
        """Where its marks stand."""
        return self.y + BAR // 2


@dataclass(frozen=True)
class Tick:
    """The first day of a month, written above the bars."""

    x: float
    on: date


@dataclass(frozen=True)
class Timeline:
    """The whole picture."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: float
    height: int
    yearly: bool  # the ticks are years
    width: int = WIDTH
    label_width: int = LABEL_WIDTH
    bar: int = BAR
    letter: int = LETTER

    @property
    def field(self) -> int:
        """How wide it is without the names at its left."""
        return self.width - self.label_width


def timeline(lines: Sequence[Line], today: date) -> Timeline:
    """Draw `lines`, one under the other, on the months from the first known day to the last, today among them."""
    lines = [_drawable(line, today) for line in lines]
    days = [today, *(day for line in lines for day in _days(line))]
    scale = _Scale(month_of(min(days)), next_month(max(days)))
    every = next(
        (step for step in STEPS if len(list(months(scale.first, scale.last, step))) <= MOST_TICKS), STEPS[-1]
    )
    rows = tuple(_row(line, HEAD + ROW * number, scale, today) for number, line in enumerate(lines))
    return Timeline(
        rows=rows,
        ticks=tuple(Tick(scale.x(day), day) for day in months(scale.first, scale.last, every)),
        today=scale.x(today),
        height=HEAD + ROW * len(lines) + FOOT,
        yearly=every >= 12,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH - MARGIN), 1)


def _days(line: Line) -> Iterator[date]:
    for day in (line.began_on, line.promised_on, line.first_promised_on, line.moved_on):
        if day is not None:
            yield day
    yield from (day for day, _done in line.steps)


def _drawable(line: Line, today: date) -> Line:
    def near(day: date | None) -> date | None:
        return None if day is None else drawable(day, today)

    return Line(
        line.name, near(line.began_on), near(line.promised_on), near(line.first_promised_on), near(line.moved_on),
        tuple((drawable(day, today), done) for day, done in line.steps),
    )  # fmt: skip


def _row(line: Line, y: int, scale: _Scale, today: date) -> Row:
    def x(day: date | None) -> float | None:
        return None if day is None else scale.x(day)

    first = None if line.first_promised_on == line.promised_on else line.first_promised_on
    return Row(
        name="".join(lines_of(line.name, room=(LABEL_WIDTH - 10) / LETTER, most=1)),
        y=y + (ROW - BAR) // 2,
        pieces=tuple(
            Piece(part, scale.x(begin), round(scale.x(end) - scale.x(begin), 1))
            for part, begin, end in parts(line, today)
            if end > begin
        ),
        promised=x(line.promised_on),
        first_promised=x(first),
        moved=x(line.moved_on),
        steps=tuple((scale.x(day), done) for day, done in line.steps),
    )


def parts(line: Line, today: date) -> list[tuple[Part, date, date]]:
    """Give the stretches of a bar as (part, from, to).

    end   = the day of the move, else today
    done  = from the beginning to the end, but not beyond the promised day
    late  = from the promised day to the end, where that lies behind it
    ahead = from today to the promised day, while the station has not moved
    """
    end = line.moved_on if line.moved_on is not None and line.moved_on <= today else today
    moved = end == line.moved_on
    promised = line.promised_on
    found: list[tuple[Part, date, date]] = []
    if line.began_on is not None and line.began_on < end:
        found.append(
            ("done", line.began_on, end if promised is None else max(line.began_on, min(end, promised)))
        )
    if promised is not None and promised < end:
        begun = promised if line.began_on is None else max(promised, line.began_on)
        found.append(("late", begun, end))
    if promised is not None and not moved and promised > today:
        found.append(("ahead", max(today, line.began_on or today), promised))
    return [piece for piece in found if piece[2] > piece[1]]
