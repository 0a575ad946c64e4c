"""A day at the desk, added up: who came in which hour, for what, and how long they waited until they were called.

Minutes are whole and begun ones do not count. Of nobody nothing is said: no wait is not a wait of 0 minutes.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from statistics import quantiles
from typing import Generic, TypeVar

ROUND = 5  # minutes
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Wait:
    """Minutes until ``people`` were called: half of them waited between ``low`` and ``high``."""

    people: int
    low: int
    middle: int
    high: int
    longest: int


@dataclass(frozen=True)
class Caller:
    """One person: when they came, in local time, and when they were called, if they were."""

    came: datetime
    called: datetime | None

    @property
    def minutes(self) -> int | None:
        """How long they waited; None where nobody called them."""
        return None if self.called is None else max(0, int((self.called - self.came).total_seconds() // 60))


@dataclass(frozen=True)
class Group(Generic[Key]):
    """Those who belong together by ``key`` (an hour, a lane, a matter), and how long they waited."""

    key: Key
    people: int
    wait: Wait | None


def wait_of(minutes: Sequence[int]) -> Wait | None:
    """The median of ``minutes``, the quarters beside it rounded outward to five, since few people prove no more, and
    the longest in begun fives; None of nobody."""
    if not minutes:
        return None
    low, middle, high = quantiles(minutes, n=4, method="inclusive") if len(minutes) > 1 else [minutes[0]] * 3
    return Wait(len(minutes), _below(low), round(middle), _above(high), _above(max(minutes)))


def _below(minutes: float) -> int:
    return ROUND * floor(minutes / ROUND)


def _above(minutes: float) -> int:
    return ROUND * ceil(minutes / ROUND)


def waited(people: Iterable[Caller]) -> Wait | None:
    """How long those of ``people`` waited who were called."""
    return wait_of([one.minutes for one in people if one.minutes is not None])


def by_hour(people: Sequence[Caller]) -> list[Group[int]]:
    """Every hour from the first in which somebody came to the last, the quiet ones between them too."""
    hours = [one.came.hour for one in people]
    if not hours:
        return []
    return [
        _group(hour, [one for one in people if one.came.hour == hour])
        for hour in range(min(hours), max(hours) + 1)
    ]


def by_key(people: Iterable[tuple[Key, Caller]]) -> list[Group[Key]]:
    """Those of each key, the commonest first; keys as common as each other in the order in which they came."""
    rows = list(people)
    common = Counter(key for key, _one in rows).most_common()
    return [_group(key, [one for other, one in rows if other == key]) for key, _number in common]


def _group(key: Key, people: Sequence[Caller]) -> Group[Key]:
    return Group(key, len(people), waited(people))


def percent(part: int, whole: int) -> int | None:
    """``part`` of ``whole`` in whole percent; None of nothing."""
    return round(100 * part / whole) if whole else None
