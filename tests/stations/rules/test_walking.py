"""Minutes on foot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.walking import (
    band,
    estimated_minutes,
    older_from_measured,
    older_minutes,
)


@pytest.mark.parametrize(
    ("metres", "minutes", "older"),
    [
        (0, 1, 1),
        (1, 1, 1),
        (41, 1, 1),  # 53.3 m on foot: the old person's first minute
        (42, 1, 2),
        (57.69, 1, 2),  # 74.997 m on foot
        (57.7, 2, 2),
        (75 / 1.3, 1, 2),  # exactly one minute, in binary a little more
        (150 / 1.3, 2, 3),
        (300, 6, 8),  # 390 m: 5.2 and 7.3 minutes
        (500, 9, 13),  # 650 m: 8.7 and 12.2
        (865, 15, 22),  # 1,124.5 m: 14.99 and 21.1
        (866, 16, 22),
        (1000, 18, 25),
    ],
)
def test_estimates(metres, minutes, older):
    assert estimated_minutes(metres) == minutes
    assert older_minutes(metres) == older


@pytest.mark.parametrize("minutes", range(1, 60))
def test_a_walk_of_whole_minutes_takes_these_minutes(minutes):
    assert estimated_minutes(minutes * 75 / 1.3) == minutes
    assert older_minutes(minutes * 3200 / 60 / 1.3) == minutes


@pytest.mark.parametrize(
    ("measured", "older"), [(0, 1), (1, 2), (5, 8), (7, 10), (8, 12), (15, 22), (32, 45)]
)
def test_measured_minutes_are_scaled(measured, older):
    assert older_from_measured(measured) == older


@given(st.floats(0, 50_000), st.floats(0, 50_000))
def test_farther_is_never_quicker_and_older_never_quicker_than_young(a, b):
    near, far = sorted((a, b))
    assert estimated_minutes(near) <= estimated_minutes(far)
    assert estimated_minutes(near) <= older_minutes(near)


@pytest.mark.parametrize("metres", [-1, float("nan"), float("inf")])
def test_what_is_no_distance_is_refused(metres):
    with pytest.raises(ValueError, match="distance"):
        estimated_minutes(metres)
    with pytest.raises(ValueError, match="distance"):
        older_minutes(metres)


def test_negative_minutes_are_refused():
    with pytest.raises(ValueError, match="negative"):
        older_from_measured(-1)


@pytest.mark.parametrize(
    ("minutes", "circle"),
    [
        (None, "unknown"),
        (1, "5"),
        (5, "5"),
        (6, "10"),
        (10, "10"),
        (11, "15"),
        (15, "15"),
        (16, "beyond"),
    ],
)
def test_bands(minutes, circle):
    assert band(minutes) == circle
