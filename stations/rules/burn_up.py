"""The burn-up: how many have moved by each day, beside how many were to, against all of them and the last day.

In the drawing's units. Others who count towards a whole (rooms opened, estates reached) may draw with it too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stations.rules.months import FURTHEST, drawable, month_of, months, next_month

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 26, 40  # around the field
MOST_TICKS = 6
MONTHS = (1, 2, 3, 6, 12, 24, 60)  # from one tick to the next


@dataclass(frozen=True)
class Month:
    """A line of the table behind the picture: by the end of the month that begins ``on``. ``done`` is None of
    months to come; ``first`` is what was promised at first."""

    on: date
    planned: int
    done: int | None
    first: int = 0


@dataclass(frozen=True)
class Tick:
    """A line of the grid: where it stands, and the number or the day it stands for."""

    at: float
    number: int = 0
    on: date | None = None


@dataclass(frozen=True)
class BurnUp:
    """The picture: two lines in steps, and the target. Paths are SVG's; x and y are the drawing's units."""

    total: int
    done: int  # by today
    planned: int  # by today
    done_path: str
    planned_path: str
    first_path: str  # as promised at first; "" where nothing was ever moved
    today_x: float
    target_x: float | None
    total_y: float
    numbers: tuple[Tick, ...]
    days: tuple[Tick, ...]
    months: tuple[Month, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM

    @property
    def field(self) -> int:
        """How wide it is without the numbers at its left."""
        return self.width - self.left


def burn_up(
    *,
    total: int,
    done: Iterable[date],
    planned: Iterable[date],
    first_planned: Iterable[date],
    began_on: date,
    target_on: date | None,
    today: date,
) -> BurnUp:
    """Draw how `total` things came to be done: each day in `done` (those after today are left out) and in `planned`
    stands for one of them; `first_planned` are the days promised at first."""
    past, ahead, first = (
        sorted(drawable(day, today) for day in some)
        for some in ((day for day in done if day <= today), planned, first_planned)
    )
    target = None if target_on is None else drawable(target_on, today)
    days = [drawable(began_on, today), today, *past, *ahead, *first, *([target] if target else [])]
    field = _Field(min(days), max(max(days), min(days) + timedelta(days=1)), max(total, 1))
    return BurnUp(
        total=total,
        done=len(past),
        planned=sum(day <= today for day in ahead),
        done_path=field.path(past, until=today),
        planned_path=field.path(ahead, until=field.last),
        first_path="" if first == ahead else field.path(first, until=field.last),
        today_x=field.x(today),
        target_x=None if target is None else field.x(target),
        total_y=field.y(total),
        numbers=tuple(Tick(field.y(number), number=number) for number in steps_to(total)),
        days=tuple(Tick(field.x(day), on=day) for day in ticks(field.first, field.last)),
        months=tuple(table(past, ahead, today, first)),
    )


@dataclass(frozen=True)
class _Field:
    first: date
    last: date
    total: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, number: int) -> float:
        return round(HEIGHT - BOTTOM - number / self.total * (HEIGHT - TOP - BOTTOM), 1)

    def path(self, days: Sequence[date], *, until: date) -> str:
        """Up by one on each of ``days``, level between them, to the end."""
        drawn = [f"M{self.x(self.first)} {self.y(0)}"]
        for number, day in enumerate(days, start=1):
            drawn += [f"H{self.x(day)}", f"V{self.y(number)}"]
        return "".join([*drawn, f"H{self.x(until)}"])


def steps_to(total: int) -> list[int]:
    """The numbers on the side: 0 and upwards in ones, twos, fives, tens …, `MOST_TICKS` steps at most, and the whole
    at the end, without the one that would stand too close below it."""
    step = next(one * ten for ten in _tens() for one in (1, 2, 5) if total <= one * ten * MOST_TICKS)
    found = list(range(0, total, step))
    if found and len(found) > 1 and total - found[-1] < step / 2:
        found.pop()
    return [*found, total]


def _tens() -> Iterator[int]:
    ten = 1
    while True:
        yield ten
        ten *= 10


def ticks(first: date, last: date) -> list[date]:
    """First days of months between the two, as few as leave room for their names."""
    for every in (*MONTHS, 1200):
        found = list(months(first, last, every))
        if len(found) <= MOST_TICKS:
            break
    return found


def table(
    done: Sequence[date], planned: Sequence[date], today: date, first: Sequence[date] = ()
) -> Iterator[Month]:
    """The table: every month in which one was done or was to be, now or at first, and this one. Days beyond what is
    drawn are counted and name no month: it would be one that nobody wrote."""
    known = (day for day in (*done, *planned, *first, today) if abs(day - today) < FURTHEST)
    named = sorted({month_of(day) for day in known})
    for month in named:
        end = next_month(month)
        yield Month(
            month,
            planned=sum(day < end for day in planned),
            done=sum(day < end for day in done) if month <= today else None,
            first=sum(day < end for day in first),
        )
