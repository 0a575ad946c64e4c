"""The tally sticks: one number through time, as bars beside their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Bar:
    """A number on a day; ``share`` of the largest, in percent."""

    on: date
    number: int
    share: int


def bars(numbers: Sequence[tuple[date, int]]) -> list[Bar]:
    """A bar for each (day, number), in the order given; all are empty where nothing was ever counted."""
    largest = max((number for _day, number in numbers), default=0)
    return [Bar(day, number, round(100 * number / largest) if largest else 0) for day, number in numbers]
