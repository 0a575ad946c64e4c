"""The chart of an area: estates and rooms as points on a sheet, and walks as circles on it. North is up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from portal.common.geo import EARTH_RADIUS_M, Point

WIDTH = 720  # units of the sheet
HIGHEST, LOWEST = 720, 200
MARGIN = 24
CELL = 16  # units of a square, where there are too many estates for dots of their own
LARGEST, SMALLEST = 13, 5  # radii of an estate's dot
RULERS = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)  # metres


@dataclass(frozen=True)
class Place:
    """Whole units from the sheet's upper left corner."""

    x: int
    y: int

    @property
    def cell(self) -> tuple[int, int]:
        """The square it lies in, by its upper left corner."""
        return self.x // CELL * CELL, self.y // CELL * CELL


@dataclass(frozen=True)
class Chart:
    """The sheet's height, each point's place (None where it is not known), and how many metres a unit is."""

    height: int
    places: tuple[Place | None, ...]
    metres: float

    def units(self, metres: float) -> int:
        """A length on the ground as one on the sheet."""
        return round(metres / self.metres)

    @property
    def ruler(self) -> int:
        """The longest round length in metres that takes at most a quarter of the sheet."""
        fitting = [length for length in RULERS if length / self.metres <= WIDTH / 4]
        return max(fitting, default=RULERS[0])


def chart(points: Sequence[Point | None]) -> Chart:
    """Lay ``points`` (WGS-84) out on a sheet that they fill, as true to scale as a flat sheet of a city can be."""
    known = [point for point in points if point is not None]
    if not known:
        return Chart(LOWEST, (None,) * len(points), 1.0)
    south, north = min(point.lat for point in known), max(point.lat for point in known)
    west, east = min(point.lon for point in known), max(point.lon for point in known)
    middle = cos(radians((south + north) / 2))
    wide = max(1.0, radians(east - west) * middle * EARTH_RADIUS_M)
    high = max(1.0, radians(north - south) * EARTH_RADIUS_M)
    metres = max(wide / (WIDTH - 2 * MARGIN), high / (HIGHEST - 2 * MARGIN), 1.0)
    left = (WIDTH - wide / metres) / 2
    height = max(LOWEST, round(high / metres) + 2 * MARGIN)
    top = (height - high / metres) / 2

    def placed(point: Point) -> Place:
        across = radians(point.lon - west) * middle * EARTH_RADIUS_M / metres
        return Place(round(left + across), round(top + radians(north - point.lat) * EARTH_RADIUS_M / metres))

    return Chart(height, tuple(None if point is None else placed(point) for point in points), metres)


def radius(weight: int, heaviest: int) -> int:
    """The radius of an estate's dot, whose area tells how many live there."""
    share = (weight / heaviest) ** 0.5 if heaviest > 0 and weight > 0 else 0.0
    return round(max(SMALLEST, LARGEST * share))
