"""The wait as a range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.wait import ENOUGH, USUAL, talk_minutes, wait

QUICK = [4.0] * 10 + [8.0] * 10  # quartiles 4 and 8


@pytest.mark.parametrize(
    ("before", "desks", "timed", "expected"),
    [
        (0, 1, QUICK, (0, 10)),  # the rest of one talk
        (1, 1, QUICK, (0, 20)),
        (3, 1, QUICK, (10, 35)),
        (3, 2, QUICK, (0, 20)),  # two desks work the line off twice as fast
        (3, 0, QUICK, (10, 35)),  # nobody has received anybody yet: one will
        (0, 1, [], (0, 15)),  # the usual talk
        (4, 2, [1.0] * 3, (10, 45)),  # three talks say nothing
    ],
)
def test_minutes(before: int, desks: int, timed: list[float], expected: tuple[int, int]) -> None:
    assert wait(before=before, desks=desks, timed=timed) == expected


def test_unknown_out_of_the_line() -> None:
    assert wait(before=None, desks=1, timed=QUICK) is None


def test_own_figures_once_there_are_enough() -> None:
    assert talk_minutes([9.0] * (ENOUGH - 1)) == USUAL
    assert talk_minutes([9.0] * ENOUGH) == (9, 9)


@given(st.integers(0, 80), st.integers(1, 9), st.lists(st.floats(1, 120), max_size=40))
def test_a_range_in_fives_that_grows_with_the_line(before: int, desks: int, timed: list[float]) -> None:
    one, further = (wait(before=n, desks=desks, timed=timed) for n in (before, before + 1))
    assert one is not None
    assert further is not None
    assert 0 <= one.low < one.high
    assert one.low % 5 == one.high % 5 == 0
    assert further >= one
