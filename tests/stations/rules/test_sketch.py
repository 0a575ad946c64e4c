"""The map's geometry: north is up, circles have the walk's radius, dots stay apart and on the sheet."""

from math import cos, radians, sin

import pytest

from portal.common.geo import Point, metres_between
from stations.rules.sketch import LABEL, MARK, SHEET, Circle, sketch
from stations.rules.walking import estimated_minutes, metres_within

STATION = Point(31.24, 121.41)
MIDDLE = SHEET / 2


def north(metres: float) -> Point:
    return Point(STATION.lat + metres / 111_195, STATION.lon)


def north_east(metres: float, degrees: float) -> Point:
    """So far from the station, in that direction (0 is north, 90 east)."""
    turn = radians(degrees)
    east = metres * sin(turn) / 111_195 / cos(radians(STATION.lat))
    return Point(STATION.lat + metres * cos(turn) / 111_195, STATION.lon + east)


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


def test_a_measured_walk_stands_at_its_minutes_in_its_direction() -> None:
    near = north(metres_within(2))
    drawing = sketch(STATION, [near, near], [8, None])
    walked, straight = drawing.marks
    assert walked.x == MIDDLE
    assert walked.y == pytest.approx(MIDDLE - drawing.circles[0].radius * 8 / 15, abs=1)
    assert straight.y == pytest.approx(MIDDLE - 2 * MARK - 1, abs=1), "as near as the station's mark lets it"
    there = sketch(STATION, [STATION], [8]).marks[0]
    assert there.x is not None, "where it cannot have a direction it is drawn all the same"


def test_dots_that_would_hide_each_other_move_along_their_circle() -> None:
    place = north(metres_within(8))
    drawing = sketch(STATION, [place] * 4)
    for mark in drawing.marks:
        assert mark.x is not None
        assert mark.y is not None
        far = ((mark.x - MIDDLE) ** 2 + (mark.y - MIDDLE) ** 2) ** 0.5
        assert far == pytest.approx(drawing.circles[0].radius * 8 / 15, abs=1.5)


def covers(circle: Circle, x: int | None, y: int | None) -> bool:
    """Whether the circle's label touches a dot there."""
    assert x is not None
    assert y is not None
    return abs(circle.label_x - x) < 22 + MARK and abs(circle.label_y - y) < 8 + MARK


def test_a_circles_label_keeps_away_from_dots() -> None:
    free = sketch(STATION, []).circles[2]
    assert (free.label_x, free.label_y) == (MIDDLE, MIDDLE - free.radius + LABEL)
    crowded = sketch(STATION, [north(metres_within(5) - 20)])
    assert not covers(crowded.circles[2], crowded.marks[0].x, crowded.marks[0].y)


def test_among_ten_estates_five_minutes_away_every_label_finds_a_gap() -> None:
    degrees = (0, 40, 90, 120, 165, 205, 270, 315)
    ring = [north_east(metres_within(5), turn) for turn in degrees]
    drawing = sketch(STATION, [north_east(metres_within(3), 330), north_east(metres_within(3), 150), *ring])
    for circle in drawing.circles:
        assert not any(covers(circle, mark.x, mark.y) for mark in drawing.marks), circle
    places = [(circle.label_x, circle.label_y) for circle in drawing.circles]
    assert all(
        abs(x - other) > 44 or abs(y - below) > 16 for (x, y) in places[:1] for other, below in places[1:]
    )
