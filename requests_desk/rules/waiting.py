"""The waiting list: who moves up into the places that are free, in the order of their numbers."""

from collections.abc import Iterable
from typing import NamedTuple


class Waiting(NamedTuple):
    """Somebody in the line; ``green`` may have a place that is held for the green lane."""

    number: int
    green: bool


def who_moves_up(
    line: Iterable[Waiting], *, capacity: int, held: int, booked: int, booked_green: int
) -> list[Waiting]:
    """Those of ``line`` (in the order of their numbers) who get a place now. ``held`` is what is kept for the
    green lane at this moment. Whoever may not have what is left lets the next one of the green lane pass,
    and nobody else: the ordinary ones behind may not have it either.
    """
    moved = []
    for one in line:
        kept = 0 if one.green else max(0, held - booked_green)
        if booked + kept < capacity:
            moved.append(one)
            booked += 1
            booked_green += one.green
        if booked >= capacity:
            break
    return moved
