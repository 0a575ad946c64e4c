"""Thin ice: which matters hang on one person, or on nobody."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Thin(NamedTuple):
    """Matters by key, in the order they were given: ``alone`` with the one who knows each, ``nobody`` without."""

    alone: list[tuple[int, int]]
    nobody: list[int]


def thin(matters: Iterable[int], known: Iterable[tuple[int, int]]) -> Thin:
    """Tell which of ``matters`` fewer than two people know. ``known``: pairs of a person's and a matter's key,
    each pair at most once; matters that are not asked about are left out."""
    people: dict[int, list[int]] = defaultdict(list)
    for person, matter in known:
        people[matter].append(person)
    wanted = list(matters)
    alone = [(matter, people[matter][0]) for matter in wanted if len(people[matter]) == 1]
    return Thin(alone, [matter for matter in wanted if not people[matter]])
