"""The call screen's content: which numbers it shows. Numbers and desks alone: nothing here knows a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

SHOWN_NEXT = 6
SHOWN_CALLED = 10  # one at each of nine desks, and one that was just received
CALLED_FOR = timedelta(minutes=30)  # so long a number stays on the screen after the person was received


@dataclass(frozen=True)
class Called:
    """One number that was called: to which desk (None where the station has one), how often, and whether the person
    is still awaited there."""

    number: int
    desk: int | None
    times: int
    at: datetime
    awaited: bool
    green: bool


@dataclass(frozen=True)
class Next:
    """One number that waits; ``green``: in the green lane."""

    number: int
    green: bool


def latest(called: Iterable[Called], now: datetime) -> list[Called]:
    """Those to show, the latest call first. All who are still awaited stand; of the others the latest."""
    fresh = [one for one in called if one.awaited or one.at > now - CALLED_FOR]
    in_order = sorted(fresh, key=lambda one: (one.at, one.number), reverse=True)
    return in_order[:SHOWN_CALLED]


def feed(called: Sequence[Called], line: Sequence[Next], *, waiting: int, now: datetime) -> dict[str, Any]:
    """What the screen is told, ready for JSON. ``line`` in the order in which it will be called."""
    return {
        "called": [
            {"number": one.number, "desk": one.desk, "times": one.times, "awaited": one.awaited, "green": one.green}
            for one in latest(called, now)
        ],
        "next": [{"number": one.number, "green": one.green} for one in line[:SHOWN_NEXT]],
        "waiting": waiting,
    }  # fmt: skip


@dataclass(frozen=True)
class Hours:
    """How the door stands: "open" until ``clock``, "break" until ``clock``, "closed" for today, or "unknown"."""

    state: str
    clock: str = ""


def hours(day: Iterable[tuple[time | None, time | None]], now: time) -> Hours:
    """Give how the door stands at local ``now``. ``day``: today's intervals in their order; one without times is a
    day on which it stays shut, and no interval at all means that nobody knows."""
    intervals = list(day)
    for opens, closes in intervals:
        if opens is None or closes is None:
            continue
        if now < opens:
            return Hours("break", f"{opens:%H:%M}")
        if now < closes:
            return Hours("open", f"{closes:%H:%M}")
    return Hours("closed" if intervals else "unknown")
