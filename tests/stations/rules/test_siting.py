"""Rooms chosen together: as good as trying every choice, whichever way they were found, and never above the bound."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from portal.common.geo import Point
from stations.rules import siting
from stations.rules.siting import (
    GUARANTEE,
    Candidate,
    Demand,
    alone,
    best_together,
    in_turn,
    within_reach,
)

Case = tuple[list[Demand], list[Candidate], int]
CASES = range(50)


def case(number: int) -> Case:
    """A small town by lot: estates, some of them empty or reached already; rooms that overlap, some reaching nobody,
    some reaching estates that are not counted at all."""
    dice = random.Random(number)
    demands = [
        Demand(key, dice.choice((0, *range(5, 15))), dice.random() < 0.1)
        for key in range(dice.randint(1, 18))
    ]
    candidates = [
        Candidate(
            100 + key,
            frozenset(dice.sample(range(len(demands) + 3), dice.randint(0, min(8, len(demands))))),
            dice.choice((None, *range(1, 9))),
        )
        for key in range(dice.randint(0, 13))
    ]
    return demands, candidates, dice.randint(1, 5)


def reached(demands: Sequence[Demand], candidates: Sequence[Candidate]) -> int:
    """How many these rooms reach newly, counted in the plainest way."""
    keys = {key for one in candidates for key in one.reaches}
    return sum(one.weight for one in demands if one.key in keys and not one.covered)


def by_trying_all(
    demands: Sequence[Demand], candidates: Sequence[Candidate], places: int, budget: int | None = None
) -> int:
    best = 0
    for count in range(places + 1):
        for chosen in combinations(candidates, count):
            if budget is not None and (
                any(one.cost is None for one in chosen) or sum(one.cost or 0 for one in chosen) > budget
            ):
                continue
            best = max(best, reached(demands, chosen))
    return best


def named(candidates: Sequence[Candidate], keys: Sequence[int]) -> list[Candidate]:
    return [one for one in candidates if one.key in keys]


@pytest.mark.parametrize("number", CASES)
def test_it_is_as_good_as_trying_every_choice(number: int) -> None:
    demands, candidates, places = case(number)
    choice = best_together(demands, candidates, places)
    assert choice.gained == by_trying_all(demands, candidates, places) == choice.bound
    assert choice.found == "proven"
    assert reached(demands, named(candidates, choice.rooms)) == choice.gained == sum(choice.adds)
    assert len(set(choice.rooms)) == len(choice.rooms) <= places
    assert list(choice.adds) == sorted(choice.adds, reverse=True)
    assert 0 not in choice.adds


@pytest.mark.parametrize("number", CASES)
def test_under_a_budget_too(number: int) -> None:
    demands, candidates, places = case(number)
    for budget in (0, 5, 11):
        choice = best_together(demands, candidates, places, budget=budget)
        chosen = named(candidates, choice.rooms)
        assert choice.gained == by_trying_all(demands, candidates, places, budget) == choice.bound
        assert sum(one.cost or 0 for one in chosen) <= budget
        assert None not in [one.cost for one in chosen], "what nobody has reckoned fits no budget"


@pytest.mark.parametrize("number", CASES)
def test_the_greedy_choice_keeps_its_promise_and_its_bound(number: int) -> None:
    demands, candidates, places = case(number)
    greedy, best = (
        best_together(demands, candidates, places, seconds=0),
        by_trying_all(demands, candidates, places),
    )
    assert GUARANTEE * best <= greedy.gained <= best <= greedy.bound
    assert (greedy.found == "proven") == (greedy.gained == greedy.bound)
    for budget in (0, 5, 11):
        choice = best_together(demands, candidates, places, budget=budget, seconds=0)
        assert choice.gained <= by_trying_all(demands, candidates, places, budget) <= choice.bound


def test_the_cases_can_tell_greedy_from_best() -> None:
    """The control: where greedy alone were called the best, some of these cases would fail."""
    short = [
        number
        for number in CASES
        if best_together(*case(number), seconds=0).gained < by_trying_all(*case(number))
    ]
    assert short


def test_greed_is_beaten_where_it_is_wrong() -> None:
    """The middle takes six of eight, and leaves one each to its neighbours: left and right take all."""
    demands = [Demand(key, 1, covered=False) for key in range(8)]
    middle = Candidate(1, frozenset({1, 2, 3, 4, 5, 6}))
    left, right = Candidate(2, frozenset({0, 1, 2, 3})), Candidate(3, frozenset({4, 5, 6, 7}))
    rooms = [middle, left, right]
    greedy = best_together(demands, rooms, 2, seconds=0)
    assert (greedy.rooms[0], greedy.gained, greedy.bound, greedy.found) == (1, 7, 8, "bounded")
    best = best_together(demands, rooms, 2)
    assert (set(best.rooms), best.gained, best.found) == ({2, 3}, 8, "proven")


class TestTheTaskMadeSmall:
    def test_estates_of_the_same_rooms_are_one_and_lesser_rooms_go(self) -> None:
        demands = [Demand(key, 10 + key, covered=False) for key in range(5)]
        rooms = [
            Candidate(1, frozenset({0, 1, 2})),
            Candidate(2, frozenset({0, 1})),
            Candidate(3, frozenset({3})),
        ]
        task = siting._reduced(demands, rooms, None)
        assert (task.keys, sorted(task.weights)) == ((1, 3), [13, 33])

    def test_of_twins_the_cheaper_stays_or_else_the_first(self) -> None:
        for costs, stays in (((None, None, None), 7), ((9, 9, None), 7), ((None, 9, 8), 9), ((4, 0, 9), 8)):
            rooms = [Candidate(key, frozenset({0}), cost) for key, cost in zip((7, 8, 9), costs, strict=True)]
            assert siting._reduced([Demand(0, 5, covered=False)], rooms, None).keys == (stays,)

    def test_a_lesser_room_that_is_cheaper_stays_under_a_budget(self) -> None:
        demands = [Demand(0, 5, covered=False), Demand(1, 5, covered=False)]
        rooms = [
            Candidate(1, frozenset({0, 1}), 9),
            Candidate(2, frozenset({0}), 3),
            Candidate(3, frozenset({1})),
        ]
        assert siting._reduced(demands, rooms, None).keys == (1,)
        assert set(siting._reduced(demands, rooms, 10).keys) == {1, 2}


def test_nothing_to_choose_from() -> None:
    for demands, rooms in (
        ([], []),
        ([Demand(0, 5, covered=False)], []),
        ([], [Candidate(1, frozenset({0}))]),
    ):
        choice = best_together(demands, rooms, 3)
        assert (choice.rooms, choice.gained, choice.bound, choice.found) == ((), 0, 0, "proven")


def test_no_choice_of_nothing() -> None:
    with pytest.raises(ValueError, match="one place or more"):
        best_together([], [], 0)
    with pytest.raises(ValueError, match="no negative budget"):
        best_together([], [], 1, budget=-1)


def test_too_little_time_is_said() -> None:
    """A task of 400 rooms laid at random: a moment does not suffice, and the bound is still true."""
    dice = random.Random(1)
    demands = [Demand(key, dice.randint(1, 999), covered=False) for key in range(2000)]
    rooms = [Candidate(key, frozenset(dice.sample(range(2000), 50))) for key in range(400)]
    choice = best_together(demands, rooms, 30, seconds=0.2)
    assert choice.found == "bounded"
    assert sum(choice.adds) == choice.gained < choice.bound <= choice.gained / GUARANTEE


def test_alone_and_in_turn() -> None:
    demands = [Demand(0, 10, covered=False), Demand(1, 20, covered=False), Demand(2, 40, covered=True)]
    rooms = [
        Candidate(5, frozenset({0, 2})),
        Candidate(6, frozenset({0, 1})),
        Candidate(7, frozenset({1, 9})),
    ]
    assert alone(demands, rooms) == {5: 10, 6: 30, 7: 20}
    assert in_turn(demands, rooms, [5, 6]) == ((6, 5), (30, 0))
    assert in_turn(demands, rooms, [7, 5, 7]) == ((7, 5), (20, 10))
    assert in_turn(demands, rooms, []) == ((), ())
    with pytest.raises(KeyError):
        in_turn(demands, rooms, [99])


class TestReach:
    ROOM = Point(31.2, 121.4)

    def east(self, metres: float) -> Point:
        return Point(31.2, 121.4 + metres / (111_195 * 0.85536))

    def test_by_the_pace_of_walking(self) -> None:
        """15 minutes are 865 m of a straight line, 615 m at an old person's pace."""
        estates = [self.ROOM, self.east(610), self.east(620), self.east(860), self.east(870), None]
        assert within_reach([self.ROOM], estates, 15) == [[0, 1, 2, 3]]
        assert within_reach([self.ROOM], estates, 15, older=True) == [[0, 1]]
        assert within_reach([self.ROOM], estates, 5) == [[0]]

    def test_like_measuring_every_pair(self) -> None:
        dice = random.Random(5)

        def somewhere() -> Point:
            return Point(31.2 + dice.uniform(-0.02, 0.02), 121.4 + dice.uniform(-0.02, 0.02))

        rooms, estates = [somewhere() for _ in range(20)], [somewhere() for _ in range(200)]
        for minutes in (5, 10, 15):
            plain = [
                [
                    index
                    for index, point in enumerate(estates)
                    if siting.estimated_minutes(siting.metres_between(room, point)) <= minutes
                ]
                for room in rooms
            ]
            assert [sorted(keys) for keys in within_reach(rooms, estates, minutes)] == plain
            assert any(plain)


def test_a_covered_estate_counts_for_nobody() -> None:
    demands = [Demand(0, 10, covered=False)]
    room = Candidate(1, frozenset({0}))
    assert best_together(demands, [room], 1).gained == 10
    assert best_together([replace(demands[0], covered=True)], [room], 1).gained == 0
