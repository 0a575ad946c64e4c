"""The map's geometry: north is up, circles have the walk's radius, dots stay apart and on the sheet."""

import pytest

from portal.common.geo import Point, metres_between
from stations.rules.sketch import LABEL, MARK, SHEET, sketch
from stations.rules.walking import estimated_minutes, metres_within

STATION = Point(31.24, 121.41)
MIDDLE = SHEET / 2


def north(metres: float) -> Point:
    return Point(STATION.lat + metres / 111_195, STATION.lon)


def test_a_circle_ends_where_the_estimate_does() -> None:
    for minutes in (5, 10, 15):
        assert estimated_minutes(metres_within(minutes)) == minutes
        assert estimated_minutes(metres_within(minutes) + 1) == minutes + 1
    with pytest.raises(ValueError):
        metres_within(-1)


def test_circles_come_largest_first_and_fit() -> None:
    drawing = sketch(STATION, [])
    assert [circle.minutes for circle in drawing.circles] == [15, 10, 5]
    assert drawing.circles[0].radius == MIDDLE - MARK - 2
    assert drawing.circles[0].radius == pytest.approx(3 * drawing.circles[2].radius, abs=2)


def test_north_is_up_and_east_is_right() -> None:
    up, right = sketch(STATION, [north(500), Point(STATION.lat, STATION.lon + 0.005)]).marks
    assert up.x == MIDDLE
    assert up.y is not None
    assert up.y < MIDDLE
    assert right.y == MIDDLE
    assert right.x is not None
    assert right.x > MIDDLE


def test_the_scale_is_the_same_for_dots_and_circles() -> None:
    place = north(metres_within(10))
    drawing = sketch(STATION, [place])
    assert drawing.marks[0].y == pytest.approx(MIDDLE - drawing.circles[1].radius, abs=1)
    assert metres_between(STATION, place) == pytest.approx(metres_within(10), rel=0.001)


def test_a_far_estate_widens_the_sheet_and_a_very_far_one_is_not_drawn() -> None:
    near, far = sketch(STATION, [north(500)]), sketch(STATION, [north(2000)])
    assert far.circles[0].radius < near.circles[0].radius
    beyond = sketch(STATION, [north(9000), None])
    assert [(m.x, m.y) for m in beyond.marks] == [(None, None), (None, None)]
    assert beyond.circles == sketch(STATION, []).circles


def test_dots_neither_hide_each_other_nor_the_station() -> None:
    marks = sketch(STATION, [STATION] * 5 + [north(300)] * 5).marks
    places = [(MIDDLE, MIDDLE), *((m.x, m.y) for m in marks)]
    for index, (x, y) in enumerate(places):
        assert x is not None
        assert y is not None
        assert MARK <= x <= SHEET - MARK
        assert MARK <= y <= SHEET - MARK
        for other_x, other_y in places[index + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 >= 2 * MARK - 1


def test_a_circles_label_keeps_away_from_dots() -> None:
    free = sketch(STATION, []).circles[2]
    assert (free.label_x, free.label_y) == (MIDDLE, MIDDLE - free.radius + LABEL)
    crowded = sketch(STATION, [north(metres_within(5) - 20)])
    label, dot = crowded.circles[2], crowded.marks[0]
    assert dot.x is not None
    assert dot.y is not None
    assert ((label.label_x - dot.x) ** 2 + (label.label_y - dot.y) ** 2) ** 0.5 > 2 * MARK
