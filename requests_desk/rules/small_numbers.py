"""Few cases are few people: which figures of the desk may stand on a public page, and how exactly."""

from collections.abc import Mapping

FEWEST = 10  # answered matters below which a share or a median would speak of single people or workers


def enough(cases: int) -> bool:
    """Whether a figure of so many cases may be published."""
    return cases >= FEWEST


def in_tens(cases: int) -> int:
    """So many cases as they are published: whole tens, rounded down. What is left out of a sum could else be worked
    out from the sum and its other parts."""
    return cases // FEWEST * FEWEST


def median_of(minutes: Mapping[int, int]) -> int:
    """The median of minutes, given as how many cases took how many; of the two in the middle their mean, half a minute
    rounded up. Raises ValueError of nothing."""
    total = sum(minutes.values())
    if not total:
        raise ValueError("nothing has no middle")
    lower = _at(minutes, (total - 1) // 2)
    return (lower + _at(minutes, total // 2) + 1) // 2


def _at(minutes: Mapping[int, int], place: int) -> int:
    # What stands at a place, counted from 0, of all cases in order.
    for value in sorted(minutes):
        place -= minutes[value]
        if place < 0:
            return value
    raise AssertionError("unreachable: the place is one of the cases")
