"""The waiting list's order: nobody overtakes, but a held place finds the next one who may have it."""

from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.waiting import Waiting, who_moves_up


def moved(
    lanes: str, *, capacity: int = 10, held: int = 0, booked: int = 10, booked_green: int = 0
) -> list[int]:
    """Numbers of those who move up; ``lanes`` is the line, "g" for somebody of the green lane."""
    line = [Waiting(number, lane == "g") for number, lane in enumerate(lanes, 1)]
    found = who_moves_up(line, capacity=capacity, held=held, booked=booked, booked_green=booked_green)
    return [one.number for one in found]


def test_a_full_group_moves_nobody() -> None:
    assert moved("oo") == []
    assert moved("gg", booked=11) == []


def test_as_many_as_fit_in_order() -> None:
    assert moved("ogoo", booked=7) == [1, 2, 3]
    assert moved("oo", booked=0) == [1, 2]


def test_who_may_not_have_a_held_place_lets_the_green_lane_pass() -> None:
    assert moved("oogog", booked=8, held=2) == [3, 5]
    assert moved("oogog", booked=8, held=2, booked_green=1) == [1, 3]
    assert moved("oo", booked=8, held=2) == []
    assert moved("oo", booked=8, held=0) == [1, 2]  # a day before the start nothing is held


@given(st.text("og", max_size=12), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_never_more_than_fit_and_no_lane_overtakes_itself(
    lanes: str, capacity: int, held: int, booked: int, green: int
) -> None:
    held, green = min(held, capacity), min(green, booked)
    numbers = moved(lanes, capacity=capacity, held=held, booked=booked, booked_green=green)
    assert len(numbers) <= max(0, capacity - booked)
    assert numbers == sorted(numbers)
    for lane in "og":
        own = [number for number, one in enumerate(lanes, 1) if one == lane]
        taken = [number for number in numbers if lanes[number - 1] == lane]
        assert taken == own[: len(taken)]
