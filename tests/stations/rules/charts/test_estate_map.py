"""The area's map: north is up, one scale, nothing outside the sheet, no dot or name covering another."""

from math import hypot, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.geo import Point, metres_between
from stations.rules.charts.estate_map import BANDS, CELL, Door, EstateMap, Home, estate_map, label_box
from stations.rules.charts.sheet import HIGHEST, LOWEST, WIDTH, box_around, sheet_of, too_far_out
from stations.rules.walking import metres_within

MIDDLE = Point(31.24, 121.41)
A_DEGREE = 111_195.0  # metres


def home(
    north: float = 0, east: float = 0, households: int = 300, minutes: int | None = 5, name: str = "苑"
) -> Home:
    """An estate so many metres from the middle."""
    return Home(name, moved(north, east), households, minutes)


def moved(north: float, east: float) -> Point:
    return Point(MIDDLE.lat + north / A_DEGREE, MIDDLE.lon + east / A_DEGREE / 0.855)


def drawn(homes: list[Home], doors: list[Door] | None = None) -> EstateMap:
    found = estate_map(homes, doors or [])
    assert found is not None
    return found


metres = st.floats(-4000, 4000)
walks = st.one_of(st.none(), st.integers(0, 60))
homes = st.lists(
    st.builds(home, metres, metres, st.integers(0, 5000), walks, st.text("枫杨园公寓A", max_size=14)),
    max_size=90,
)
doors = st.lists(
    st.builds(lambda n, e, own: Door(moved(n, e), own), metres, metres, st.booleans()), max_size=6
)


@given(homes, doors)
def test_nothing_lies_outside_the_sheet_and_no_name_covers_anything(
    homes: list[Home], doors: list[Door]
) -> None:
    picture = estate_map(homes, doors)
    if picture is None:
        assert not homes
        assert not any(door.own for door in doors)
        return
    assert LOWEST <= picture.height <= HIGHEST
    for dot in picture.dots:
        assert dot.radius - 1 <= dot.x <= WIDTH - dot.radius + 1
        assert dot.radius - 1 <= dot.y <= picture.height - dot.radius + 1
    for x, y in picture.doors + picture.neighbours:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= picture.height
    boxes = [label_box(dot.label) for dot in picture.dots if dot.label]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < bottom <= picture.height
        for one in boxes[:number]:
            assert right <= one[0] or one[2] <= left or bottom <= one[1] or one[3] <= top, "names apart"
        for dot in picture.dots:
            beside = max(left - dot.x, dot.x - right, top - dot.y, dot.y - bottom)
            assert beside >= dot.radius - 2, "no name on a dot"
    assert len(boxes) == 0 or not picture.merged


@given(homes)
def test_every_estate_is_in_one_dot_or_named_as_not_drawn(homes: list[Home]) -> None:
    picture = estate_map(homes, [])
    if picture is None:
        return
    inside = [index for dot in picture.dots for index in dot.homes]
    assert sorted([*inside, *picture.undrawn]) == list(range(len(homes)))
    for dot in picture.dots:
        assert dot.households == sum(dot.by_band) == sum(homes[index].households for index in dot.homes)
    assert picture.merged or all(len(dot.homes) == 1 for dot in picture.dots)


@given(homes, doors)
def test_dots_hide_each_other_at_most_by_a_rim(homes: list[Home], doors: list[Door]) -> None:
    picture = estate_map(homes, doors)
    dots = picture.dots if picture else ()
    for number, dot in enumerate(dots):
        for other in dots[:number]:
            apart = hypot(dot.x - other.x, dot.y - other.y)
            assert apart >= 0.8 * (dot.radius + other.radius) - 1.5


def test_north_is_up_east_is_right_and_distances_hold() -> None:
    picture = drawn([home(), home(1500), home(0, 1500)])
    middle, north, east = picture.dots
    assert (north.x, east.y) == (middle.x, middle.y)
    assert north.y < middle.y
    assert east.x > middle.x
    unit = picture.scale_bar / picture.scale_m
    assert middle.y - north.y == pytest.approx(1500 * unit, abs=1.5)
    assert east.x - middle.x == pytest.approx(1500 * unit, abs=2.5)
    assert metres_between(MIDDLE, moved(0, 1500)) == pytest.approx(1500, rel=0.002)


def test_circles_have_the_walks_radius_and_the_largest_is_drawn_first() -> None:
    picture = drawn([home(), home(600)], [Door(MIDDLE, own=True)])
    unit = picture.scale_bar / picture.scale_m
    assert [circle.minutes for circle in picture.circles] == [15, 10, 5]
    for circle in picture.circles:
        assert circle.pen == pytest.approx(2 * metres_within(circle.minutes) * unit, rel=0.01)
        assert circle.edge > circle.pen
        assert circle.path.count("M") == 1


def test_a_dots_area_tells_its_households() -> None:
    large, half = drawn([home(households=800), home(1000, households=400)]).dots
    assert pi * half.radius**2 == pytest.approx(pi * large.radius**2 / 2, rel=0.02)


def test_estates_on_one_spot_are_moved_apart() -> None:
    dots = drawn([home()] * 6).dots
    assert len({(dot.x, dot.y) for dot in dots}) == 6
    assert not drawn([home()] * 6).merged


def test_very_many_are_merged_into_cells_whose_number_half_of_the_households_keep() -> None:
    crowd = [home(north, east, 100, 4) for north in range(0, 3000, 300) for east in range(0, 3000, 300)]
    near = home(0, 0, 100, 4)
    picture = drawn([*crowd, near, Home("远", near.place, 900, 22), Home("未知", near.place, 50, None)])
    assert picture.merged
    assert len(picture.dots) <= (WIDTH // CELL) * (picture.height // CELL)
    cell = next(dot for dot in picture.dots if len(picture.dots[0].homes) and 102 in dot.homes)
    assert cell.name == "远"
    assert cell.minutes == 22
    assert cell.band == "beyond"
    assert cell.by_band[BANDS.index("beyond")] == 900
    assert [one.band for one in cell.slices] == ["5", "beyond", "unknown"]
    assert cell.more == len(cell.homes) - 1


def test_half_who_do_not_know_make_a_question_mark() -> None:
    spot = [home(0, 0, 10, None)] * 40 + [home(0, 0, 5, 3)] * 40
    (dot,) = drawn(spot).dots
    assert dot.minutes is None
    assert dot.band == "unknown"


def test_a_place_that_cannot_be_right_does_not_shrink_the_map() -> None:
    near = [home(100 * n) for n in range(10)]
    wrong = home(900_000)
    picture = drawn([*near, wrong, Home("无", None, 10, 4)])
    assert picture.undrawn == (10, 11)
    assert picture.dots == drawn(near).dots
    far = too_far_out([one.place for one in near if one.place])
    assert not far(moved(2900, 0))
    assert far(moved(9000, 0))


def test_a_neighbours_door_is_drawn_only_where_it_lies_on_the_map_and_does_not_widen_it() -> None:
    alone = drawn([home(), home(800)])
    beside = drawn([home(), home(800)], [Door(moved(400, 200), own=False), Door(moved(5000, 0), own=False)])
    assert beside.height == alone.height
    assert len(beside.neighbours) == 1
    assert beside.doors == ()


def test_nothing_to_draw() -> None:
    assert estate_map([], []) is None
    assert estate_map([Home("无", None, 10, 4)], []) is None
    assert estate_map([], [Door(MIDDLE, own=False)]) is None
    assert box_around([]) is None
    assert sheet_of([], []) is None
    assert drawn([], [Door(MIDDLE, own=True)]).dots == ()


def test_the_box_around_holds_all_doors_whose_circles_touch() -> None:
    box = box_around([MIDDLE, moved(1000, 0)])
    assert box is not None
    south, west, north, east = box
    for reach in (moved(1000 + 1700, 0), moved(-1700, 0), moved(0, 1700), moved(0, -1700)):
        assert south < reach.lat < north
        assert west < reach.lon < east


def test_a_district_of_four_thousand_estates_is_some_hundred_cells() -> None:
    crowd = [home((n % 63) * 250, (n // 63) * 250, 100 + n % 400, n % 25 or None) for n in range(4000)]
    picture = drawn(crowd, [Door(moved((n % 20) * 800, (n // 20) * 800), own=True) for n in range(300)])
    assert len(picture.dots) <= 160
    assert sum(dot.households for dot in picture.dots) == sum(one.households for one in crowd)
