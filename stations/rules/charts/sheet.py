"""The drawing board under the area's map: places on the earth as points on a sheet, in one scale, north up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, degrees, hypot, radians
from statistics import median

from portal.common.geo import EARTH_RADIUS_M, Point, east_north
from stations.rules.walking import metres_within

WIDTH = 400
LOWEST, HIGHEST = 200, 520
EDGE = 24  # what was asked to lie on the sheet comes no nearer to its edge
WALK = 15  # minutes: the largest circle drawn
_NEAR_M = 3000.0  # nothing within is ever too far out to be drawn
_OUTLYING = 4  # times as far from the middle as nine tenths of all

Place = tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A sheet `WIDTH` units wide: metres east and north of ``origin`` to units, ``scale`` units a metre."""

    origin: Point
    west: float
    north: float
    scale: float
    height: int
    left: float
    top: float

    def place(self, point: Point) -> Place:
        """Where a point lies, possibly beyond the edges."""
        east, north = east_north(self.origin, point)
        return self.left + (east - self.west) * self.scale, self.top + (self.north - north) * self.scale

    def holds(self, place: Place, beyond: float = 0.0) -> bool:
        """Whether a place lies on the sheet, or no further than ``beyond`` units off it."""
        x, y = place
        return -beyond <= x <= WIDTH + beyond and -beyond <= y <= self.height + beyond

    def kept_in(self, place: Place, radius: float) -> Place:
        """The nearest place where something of that radius stays on the sheet."""
        x, y = place
        return min(max(x, radius), WIDTH - radius), min(max(y, radius), self.height - radius)


def sheet_of(homes: Sequence[Point], doors: Sequence[Point]) -> Sheet | None:
    """A sheet on which all homes find room, and all doors with their largest circle; None for nothing."""
    if not homes and not doors:
        return None
    middle = middle_of([*homes, *doors])
    walk = metres_within(WALK)
    spots = [(*east_north(middle, home), 0.0) for home in homes]
    spots += [(*east_north(middle, door), walk) for door in doors]
    west, east = min(x - far for x, _y, far in spots), max(x + far for x, _y, far in spots)
    south, north = min(y - far for _x, y, far in spots), max(y + far for _x, y, far in spots)
    spare = max(0.0, 2 * walk - (east - west)) / 2  # one estate alone gets a neighbourhood around it too
    west, east = west - spare, east + spare
    scale = min((WIDTH - 2 * EDGE) / (east - west), (HIGHEST - 2 * EDGE) / max(north - south, 1.0))
    height = min(HIGHEST, max(LOWEST, round((north - south) * scale) + 2 * EDGE))
    left, top = (WIDTH - (east - west) * scale) / 2, (height - (north - south) * scale) / 2
    return Sheet(middle, west, north, scale, height, left, top)


def middle_of(places: Sequence[Point]) -> Point:
    """The middle one by latitude and by longitude, which a few wrong ones do not move."""
    return Point(median(place.lat for place in places), median(place.lon for place in places))


def too_far_out(places: Sequence[Point]) -> Callable[[Point], bool]:
    """What tells a place so far from the others that the map would shrink to a spot for its sake: beyond 3 km, and four
    times as far from the middle as nine tenths of all. Mostly a slip in a coordinate."""
    if not places:
        return lambda _place: False
    middle = middle_of(places)

    def away(place: Point) -> float:
        return hypot(*east_north(middle, place))

    ways = sorted(map(away, places))
    most = max(_NEAR_M, _OUTLYING * ways[(len(ways) * 9 - 1) // 10])
    return lambda place: away(place) > most


def box_around(places: Sequence[Point]) -> tuple[float, float, float, float] | None:
    """South, west, north and east in degrees of all whose circles may touch a map of these places. None of none."""
    far = too_far_out(places)
    near = [place for place in places if not far(place)]
    if not near:
        return None
    high = degrees(2 * metres_within(WALK) / EARTH_RADIUS_M)
    wide = high / max(0.2, cos(radians(near[0].lat)))
    lats, lons = [place.lat for place in near], [place.lon for place in near]
    return min(lats) - high, min(lons) - wide, max(lats) + high, max(lons) + wide
