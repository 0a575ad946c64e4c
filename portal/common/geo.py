"""The map room: points on the earth, China's two datums, distances in metres.

Phones and surveys speak WGS-84; Chinese maps speak GCJ-02, which lies 300 to 700 m off.
Coordinates are stored as they were given and calculated in WGS-84, so every way into a
calculation goes through `to_wgs84`.
"""

from enum import StrEnum
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)

# The Krasovsky 1940 ellipsoid, as the published GCJ-02 formula takes it.
_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323

# The published formula shifts inside this box only.
_SOUTH, _NORTH = 0.8293, 55.8271
_WEST, _EAST = 72.004, 137.8347


class Point(NamedTuple):
    """A place in degrees; WGS-84 unless a function says otherwise."""

    lat: float
    lon: float


class Datum(StrEnum):
    """What a pair of coordinates is measured against; the values stand in the database."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


def to_wgs84(lat: float, lon: float, datum: str) -> Point:
    """Give the WGS-84 point of coordinates in degrees.

    GCJ-02 has no closed inverse: start from the point itself and walk back by the error;
    each round shrinks it about a thousandfold, so that four end far below 1 m. Raises
    ValueError for an unknown datum or for degrees off the globe.
    """
    given = _checked(lat, lon)
    if Datum(datum) is Datum.WGS84:
        return given
    guess = given
    for _ in range(4):
        shifted = to_gcj02(guess)
        guess = Point(guess.lat + given.lat - shifted.lat, guess.lon + given.lon - shifted.lon)
    return guess


def to_gcj02(point: Point) -> Point:
    """Give the GCJ-02 coordinates of a WGS-84 point; outside China the point itself."""
    if not (_SOUTH <= point.lat <= _NORTH and _WEST <= point.lon <= _EAST):
        return point
    north_m, east_m = _shift(point.lon - 105.0, point.lat - 35.0)
    latitude = radians(point.lat)
    squashed = 1 - _ECCENTRICITY_SQUARED * sin(latitude) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / squashed**1.5
    parallel = _SEMI_MAJOR_M / sqrt(squashed) * cos(latitude)
    return Point(point.lat + degrees(north_m / meridian), point.lon + degrees(east_m / parallel))


def metres_between(a: Point, b: Point) -> float:
    """Give the great-circle distance of two points of one datum, in metres (haversine)."""
    half_lat = radians(b.lat - a.lat) / 2
    half_lon = radians(b.lon - a.lon) / 2
    h = sin(half_lat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def east_north(origin: Point, point: Point) -> tuple[float, float]:
    """Give a point's metres east and north of another, on a flat map: right to a thousandth over a city's width."""
    north = radians(point.lat - origin.lat) * EARTH_RADIUS_M
    return radians(point.lon - origin.lon) * EARTH_RADIUS_M * cos(radians(origin.lat)), north


def bounding_box(point: Point, metres: float) -> tuple[float, float, float, float]:
    """Give (south, west, north, east) in degrees around every point within `metres`.

    For an index on latitude and longitude: the box holds the whole circle, and corners
    beyond it, so measure what it returns. Ends at the poles and at 180 degrees. Raises
    ValueError for a negative distance.
    """
    if metres < 0:
        raise ValueError("a distance is never negative")
    angle = metres / EARTH_RADIUS_M
    high = degrees(angle)
    south, north = max(-90.0, point.lat - high), min(90.0, point.lat + high)
    if south == -90.0 or north == 90.0:
        return south, -180.0, north, 180.0
    # The meridians lean together, so the circle is widest a little off its own latitude.
    wide = degrees(atan2(sin(angle), sqrt(cos(radians(point.lat)) ** 2 - sin(angle) ** 2)))
    return south, max(-180.0, point.lon - wide), north, min(180.0, point.lon + wide)


def rounded(point: Point) -> Point:
    """Coarsen a person's position to about 100 m (three decimals), before it is kept."""
    return Point(round(point.lat, 3), round(point.lon, 3))


def _checked(lat: float, lon: float) -> Point:
    # Written so that NaN fails too.
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("latitude lies in -90..90 and longitude in -180..180 degrees")
    return Point(lat, lon)


def _shift(x: float, y: float) -> tuple[float, float]:
    # Metres (north, east) by the published polynomial and waves; x and y are degrees
    # east and north of (35, 105).
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    north += (ripple + _waves(y, 160, 320)) * 2 / 3
    east += (ripple + _waves(x, 150, 300)) * 2 / 3
    return north, east


def _waves(t: float, middle: float, long: float) -> float:
    short = 20 * sin(t * pi) + 40 * sin(t * pi / 3)
    return short + middle * sin(t * pi / 12) + long * sin(t * pi / 30)
