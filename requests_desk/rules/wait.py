"""How long the wait may be: a range of minutes from who stands before and how long talks have taken here."""

from collections.abc import Sequence
from math import ceil, floor
from statistics import quantiles
from typing import NamedTuple

ENOUGH = 20  # talks that were timed; with fewer a station's own figures say nothing yet
USUAL = (6.0, 15.0)  # minutes a talk takes until then
ROUND = 5  # minutes: nobody can promise more exactly


class Wait(NamedTuple):
    """From ``low`` to ``high`` minutes, both rounded to five."""

    low: int
    high: int


def talk_minutes(timed: Sequence[float]) -> tuple[float, float]:
    """The lower and upper quartile of talks in minutes: half of all took between the two."""
    if len(timed) < ENOUGH:
        return USUAL
    low, _middle, high = quantiles(timed, n=4, method="inclusive")
    return low, high


def wait(*, before: int | None, desks: int, timed: Sequence[float]) -> Wait | None:
    """Give the wait of somebody with ``before`` people in front of them (None: they stand in no line, so nobody
    knows) while ``desks`` desks receive, at least one.

    Every desk is taken to be in the middle of a talk: who is next waits for what is left of one, between nothing
    and all of it; each further round of desks adds a talk, a short one for ``low``, a long one for ``high``.
    """
    if before is None:
        return None
    short, long = talk_minutes(timed)
    rounds = before // max(1, desks)
    low = ROUND * floor(rounds * short / ROUND)
    return Wait(low, max(low + ROUND, ROUND * ceil((rounds + 1) * long / ROUND)))
