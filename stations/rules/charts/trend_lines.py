"""The picture of a figure's days: a line as far as the days were kept and the figure known; gaps stay gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

WIDTH, HEIGHT = 400, 150
LEFT, RIGHT, TOP, FEET = 44, 336, 16, 116  # the field of the line; beside it the figures, below it the days
DAILY_MOST = 92  # days from the first to the last; over more a week is shown by its last kept day
WEEKLY_MOST = 400  # over more a month is

Number = int | float


@dataclass(frozen=True)
class Trend:
    """One figure's picture. ``top``: the value at the top of the field, which begins at 0. ``spots`` are days without
    a neighbour, drawn as dots."""

    path: str
    spots: tuple[tuple[int, int], ...]
    top: Number
    first: Number
    last: Number
    begins: date
    ends: date
    last_x: int
    last_y: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    head: int = TOP
    feet: int = FEET

    @property
    def change(self) -> Number:
        """How much more the last known value is than the first."""
        return round(self.last - self.first, 1)

    @property
    def middle(self) -> int:
        """Half way up the field."""
        return (self.head + self.feet) // 2


def thinned(days: Sequence[date]) -> list[int]:
    """Which days are shown, by their places in their order: all of three months, of a year each week's last one, else
    each month's."""
    span = (days[-1] - days[0]).days if days else 0
    if span <= DAILY_MOST:
        return list(range(len(days)))
    if span <= WEEKLY_MOST:
        return list({day - timedelta(days=day.weekday()): number for number, day in enumerate(days)}.values())
    return list({(day.year, day.month): number for number, day in enumerate(days)}.values())


def usual_step(days: Sequence[date]) -> int:
    """How many days may lie between two that are joined: less than twice as many as mostly do. 1 for daily pages, 13
    for weekly ones."""
    steps = [(after - before).days for before, after in pairwise(days)]
    return max(1, 2 * int(median(steps)) - 1) if steps else 1


def trend_line(
    days: Sequence[date], values: Sequence[Number | None], *, top: Number | None = None
) -> Trend | None:
    """A figure's line over ``days``; None where it was never known. Two known days are joined if no unknown one lies
    between and no kept day is missing (see usual_step). ``top``: 100 of a share; else a round number above all."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    top = top or round_above(max(known))
    step = usual_step(days)
    span = max(1, (days[-1] - days[0]).days)
    runs: list[list[tuple[int, int]]] = []
    before: date | None = None
    for day, value in zip(days, values, strict=True):
        if value is None:
            before = None
            continue
        x = round(LEFT + (RIGHT - LEFT) * (day - days[0]).days / span)
        y = round(FEET - (FEET - TOP) * value / top)
        if before is None or (day - before).days > step:
            runs.append([])
        runs[-1].append((x, y))
        before = day
    last = runs[-1][-1]
    known_on = [day for day, value in zip(days, values, strict=True) if value is not None]
    return Trend(
        path="".join(_path(run) for run in runs if len(run) > 1),
        spots=tuple(run[0] for run in runs if len(run) == 1),
        top=top, first=known[0], last=known[-1], begins=known_on[0], ends=known_on[-1], last_x=last[0], last_y=last[1],
    )  # fmt: skip


def round_above(value: Number) -> Number:
    """The next of 1, 2, 3, 4, 5, 6, 8, 10, 20, 30 … that is not below ``value``; 1 for nothing."""
    scale = 1
    while True:
        for one in (1, 2, 3, 4, 5, 6, 8):
            if one * scale >= value:
                return one * scale
        scale *= 10


def _path(run: Iterable[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in run)
