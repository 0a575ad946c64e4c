"""The counting house: what was counted in one stretch of days beside another, and never a zero that is unknown."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAYS = 30
Number = int | Decimal


@dataclass(frozen=True)
class Window:
    """Days from ``begin`` to before ``end``."""

    begin: date
    end: date


@dataclass(frozen=True)
class Pair:
    """What was counted in the later window and in the earlier one; None where it is not known. ``since`` is
    the first day counted, where that lies inside the later window."""

    now: Number | None
    before: Number | None
    since: date | None = None

    @property
    def known(self) -> bool:
        """Whether anything was counted in the later window, or could have been."""
        return self.now is not None

    @property
    def change(self) -> Number | None:
        """How many more (or fewer, below zero); None where one of them is not known, or not whole."""
        if self.now is None or self.before is None or self.since is not None:
            return None
        return self.now - self.before


def lately(today: date) -> tuple[Window, Window]:
    """The last 30 days, today among them, and the 30 before."""
    end = today + timedelta(days=1)
    middle = end - timedelta(days=DAYS)
    return Window(middle, end), Window(middle - timedelta(days=DAYS), middle)


def around(moved_on: date | None, today: date) -> tuple[Window, Window] | None:
    """The 30 days from the move on, and the 30 before it; None without a move, or while they are not over."""
    if moved_on is None or moved_on + timedelta(days=DAYS) > today:
        return None
    length = timedelta(days=DAYS)
    return Window(moved_on, moved_on + length), Window(moved_on - length, moved_on)


def pair(
    windows: tuple[Window, Window], *, first: date | None, now: Number | None, before: Number | None
) -> Pair:
    """The sums of both ``windows``, given since which day anything was counted at all. A sum of nothing
    (None) is zero once counting had begun; days before that are unknown, and a window that begins before
    it is no measure for another."""
    later, earlier = windows
    if first is None or first >= later.end:
        return Pair(None, None)
    since = first if first > later.begin else None
    return Pair(now or 0, (before or 0) if first <= earlier.begin else None, since)


def compared(found: Pair) -> bool:
    """Whether both windows are known: what a comparison before and after the move asks for."""
    return found.now is not None and found.before is not None
