"""Points, the two datums and distances."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.geo import (
    Datum,
    Point,
    bounding_box,
    metres_between,
    rounded,
    to_gcj02,
    to_wgs84,
)

# Pairs (WGS-84, GCJ-02) as other published implementations of the formula give them.
KNOWN = [
    pytest.param((31.1774276, 121.5272106), (31.17530398, 121.53154186), id="shanghai"),
    pytest.param((22.543847, 113.912316), (22.54079613, 113.91717648), id="shenzhen"),
    pytest.param((39.911954, 116.377817), (39.91334546, 116.38404722), id="beijing"),
]
OUTSIDE = [
    Point(48.8566, 2.3522),
    Point(-33.8688, 151.2093),
    Point(37.7749, -122.4194),
    Point(0.0, 0.0),
]
in_china = st.builds(Point, st.floats(18.0, 53.0), st.floats(74.0, 134.0))
anywhere = st.builds(Point, st.floats(-89.0, 89.0), st.floats(-179.0, 179.0))


@pytest.mark.parametrize(("wgs", "gcj"), KNOWN)
def test_known_pairs_agree_both_ways_within_a_metre(wgs, gcj):
    assert metres_between(to_gcj02(Point(*wgs)), Point(*gcj)) < 1
    assert metres_between(to_wgs84(*gcj, Datum.GCJ02), Point(*wgs)) < 1


@given(in_china)
def test_there_and_back_ends_where_it_began(point):
    shifted = to_gcj02(point)
    assert metres_between(to_wgs84(shifted.lat, shifted.lon, "gcj02"), point) < 0.01


@given(st.builds(Point, st.floats(30.7, 31.6), st.floats(120.9, 122.0)))
def test_around_shanghai_the_shift_is_hundreds_of_metres(point):
    assert 300 < metres_between(point, to_gcj02(point)) < 700


@pytest.mark.parametrize("point", OUTSIDE)
def test_outside_china_nothing_is_shifted(point):
    assert to_gcj02(point) == point
    assert to_wgs84(point.lat, point.lon, "gcj02") == point


def test_wgs84_is_taken_as_it_is():
    assert to_wgs84(31.23, 121.47, "wgs84") == Point(31.23, 121.47)


def test_the_database_values_of_the_datums_are_fixed():
    assert [str(datum) for datum in Datum] == ["wgs84", "gcj02"]


@pytest.mark.parametrize(
    ("lat", "lon", "datum"),
    [
        (31.2, 121.4, "bd09"),
        (31.2, 121.4, ""),
        (90.1, 121.4, "wgs84"),
        (-90.1, 121.4, "gcj02"),
        (31.2, 180.5, "wgs84"),
        (121.4, 31.2, "wgs84"),  # the two exchanged
        (float("nan"), 121.4, "wgs84"),
        (31.2, float("inf"), "gcj02"),
    ],
)
def test_what_is_no_coordinate_is_refused(lat, lon, datum):
    with pytest.raises(ValueError, match=r"latitude|valid Datum"):
        to_wgs84(lat, lon, datum)


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((31.0, 121.0), (31.0, 121.0), 0),
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((60.0, 0.0), (60.0, 1.0), 55_597),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
        ((31.2304, 121.4737), (39.9042, 116.4074), 1_067_300),  # Shanghai to Beijing
    ],
)
def test_distances(a, b, metres):
    assert metres_between(Point(*a), Point(*b)) == pytest.approx(metres, rel=1e-3)


@given(anywhere, anywhere)
def test_a_distance_is_the_same_both_ways(a, b):
    assert isclose(metres_between(a, b), metres_between(b, a), abs_tol=1e-3)


@given(
    st.builds(Point, st.floats(-80, 80), st.floats(-170, 170)),
    st.floats(1, 20_000),
    st.floats(-1, 1),
    st.floats(-1, 1),
)
def test_the_box_holds_every_point_of_the_circle(centre, metres, up, right):
    south, west, north, east = bounding_box(centre, metres)
    # Drawn from twice the box, so that points fall on both sides of its border.
    other = Point(centre.lat + up * (north - south), centre.lon + right * (east - west))
    if metres_between(centre, other) <= metres * 0.999_999:
        assert south <= other.lat <= north
        assert west <= other.lon <= east


def test_the_box_is_no_larger_than_it_must_be():
    south, west, north, east = bounding_box(Point(31.2304, 121.4737), 1000)
    assert metres_between(Point(south, 121.4737), Point(north, 121.4737)) == pytest.approx(2000)
    assert metres_between(Point(31.2304, west), Point(31.2304, east)) == pytest.approx(2000, rel=1e-3)


def test_the_box_ends_at_the_pole_and_at_the_date_line():
    assert bounding_box(Point(89.999, 10.0), 1000)[1:] == (-180.0, 90.0, 180.0)
    assert bounding_box(Point(-89.999, 10.0), 1000)[:2] == (-90.0, -180.0)
    assert bounding_box(Point(10.0, 179.999), 1000)[3] == 180.0
    assert bounding_box(Point(10.0, -179.999), 1000)[1] == -180.0


def test_a_box_has_no_negative_size():
    with pytest.raises(ValueError, match="never negative"):
        bounding_box(Point(31.0, 121.0), -1)


@given(in_china)
def test_a_rounded_position_is_about_a_hundred_metres_off_at_most(point):
    coarse = rounded(point)
    assert metres_between(point, coarse) < 80
    assert coarse == rounded(coarse)


def test_rounding_keeps_three_decimals():
    assert rounded(Point(31.230416, 121.473701)) == Point(31.23, 121.474)
