"""The chart of an area: north is up, nothing leaves the sheet, and lengths are true."""

import random

import pytest

from portal.common.geo import Point, metres_between
from stations.rules.siting_chart import (
    HIGHEST,
    LARGEST,
    LOWEST,
    MARGIN,
    RULERS,
    SMALLEST,
    WIDTH,
    chart,
    radius,
)


def test_north_is_up_and_east_is_right() -> None:
    drawn = chart([Point(31.20, 121.40), Point(31.25, 121.40), Point(31.20, 121.46)])
    south_west, north, east = drawn.places
    assert south_west
    assert north
    assert east
    assert north.y < south_west.y
    assert east.x > south_west.x
    assert east.y == south_west.y


@pytest.mark.parametrize("spread", [(0.0, 0.0), (0.0001, 0.0), (0.05, 0.001), (0.001, 0.05), (0.5, 0.5)])
def test_everything_lies_on_the_sheet(spread: tuple[float, float]) -> None:
    dice = random.Random(1)
    points = [
        Point(31.2 + dice.uniform(0, 1) * spread[0], 121.4 + dice.uniform(0, 1) * spread[1])
        for _ in range(40)
    ]
    drawn = chart(points)
    assert LOWEST <= drawn.height <= HIGHEST
    for place in drawn.places:
        assert place is not None
        assert MARGIN - 1 <= place.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= place.y <= drawn.height - MARGIN + 1


def test_lengths_are_true() -> None:
    one, other = Point(31.20, 121.40), Point(31.23, 121.45)
    drawn = chart([one, other, None])
    first, second, nowhere = drawn.places
    assert nowhere is None
    assert first
    assert second
    units = ((first.x - second.x) ** 2 + (first.y - second.y) ** 2) ** 0.5
    assert units == pytest.approx(drawn.units(metres_between(one, other)), abs=2)
    assert drawn.ruler in RULERS
    assert drawn.units(drawn.ruler) <= WIDTH / 4


def test_nothing_known() -> None:
    assert chart([]).places == ()
    assert chart([None]).places == (None,)


def test_a_dots_area_tells_how_many() -> None:
    assert radius(1000, 1000) == LARGEST
    assert radius(0, 1000) == radius(0, 0) == SMALLEST
    assert radius(500, 1000) ** 2 == pytest.approx(LARGEST**2 / 2, rel=0.1)


def test_neighbours_share_a_square() -> None:
    drawn = chart([Point(31.2, 121.4), Point(31.2, 121.40001), Point(31.25, 121.46)])
    first, second, third = (place.cell for place in drawn.places if place)
    assert first == second != third
