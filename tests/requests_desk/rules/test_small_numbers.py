"""What is published of few cases, and the median of cases counted by minutes."""

from collections import Counter
from statistics import median

import pytest

from requests_desk.rules.small_numbers import enough, in_tens, median_of


def test_below_ten_nothing_is_said() -> None:
    assert [enough(cases) for cases in (0, 1, 9, 10, 11)] == [False, False, False, True, True]


def test_cases_are_published_in_tens() -> None:
    assert [in_tens(cases) for cases in (0, 9, 10, 19, 20, 1234)] == [0, 0, 10, 10, 20, 1230]


@pytest.mark.parametrize(
    "minutes", [[7], [1, 2], [1, 2, 9], [0, 0, 0, 5], [3, 3, 4, 4], [5, 1, 90, 12, 30, 6], [0, 1]]
)
def test_the_median_is_that_of_the_single_cases(minutes: list[int]) -> None:
    assert median_of(Counter(minutes)) == int(median(minutes) + 0.5)


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="no middle"):
        median_of({})
