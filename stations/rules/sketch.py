"""The drawing board: a station, its estates and the circles of a walk as points on a square sheet.

North is up, the station stands in the middle. The sheet is `SHEET` units wide and high, so
that a page may show it at any size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

from portal.common.geo import EARTH_RADIUS_M, Point
from stations.rules.walking import metres_within

SHEET = 400
CIRCLES = (5, 10, 15)  # minutes
MARK = 15  # radius of an estate's dot
LABEL = 12  # how far inside its line a circle's label stands
ENOUGH = 3.0 * MARK  # room between a label and the nearest dot
FURTHEST_M = 2600.0  # what lies beyond is named in the table and not drawn
_MIDDLE = SHEET / 2
_STEPS = 16  # directions tried when a dot is nudged off another


@dataclass(frozen=True)
class Circle:
    """A circle of a walk: `minutes`, its radius in units of the sheet, and where its label has room."""

    minutes: int
    radius: int
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Mark:
    """An estate's place on the sheet; `x` and `y` are None where it is not drawn."""

    x: int | None
    y: int | None


@dataclass(frozen=True)
class Sketch:
    """Circles from the largest to the smallest, and a mark for each estate in the order given."""

    circles: tuple[Circle, ...]
    marks: tuple[Mark, ...]


def sketch(station: Point, estates: Sequence[Point | None]) -> Sketch:
    """Lay out a station and its estates (WGS-84; None for one whose place is not known).

    The scale lets the largest circle and the furthest drawn estate fit. Dots that would
    hide each other or the station are nudged apart, by a few dozen metres.
    """
    metres = [None if place is None else _metres_from(station, place) for place in estates]
    drawn = [m for m in metres if m is not None and _length(m) <= FURTHEST_M]
    reach = max([metres_within(CIRCLES[-1]), *(_length(m) for m in drawn)])
    scale = (_MIDDLE - MARK - 2) / reach
    marks: list[Mark] = []
    taken = [(_MIDDLE, _MIDDLE)]
    for east_north in metres:
        if east_north is None or _length(east_north) > FURTHEST_M:
            marks.append(Mark(None, None))
            continue
        wanted = (_MIDDLE + east_north[0] * scale, _MIDDLE - east_north[1] * scale)
        free = _free_place(wanted, taken)
        taken.append(free)
        marks.append(Mark(round(free[0]), round(free[1])))
    return Sketch(tuple(_circles(scale, taken)), tuple(marks))


def _circles(scale: float, taken: Sequence[tuple[float, float]]) -> Iterable[Circle]:
    for minutes in reversed(CIRCLES):
        radius = metres_within(minutes) * scale
        label_x, label_y = _roomiest(radius - LABEL, taken)
        yield Circle(minutes, round(radius), round(label_x), round(label_y))


def _roomiest(radius: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    # The place inside the circle's line that is furthest from every dot; the top where it is free.
    turns = [2 * pi * step / _STEPS for step in range(_STEPS)]
    places = [(_MIDDLE + radius * sin(turn), _MIDDLE - radius * cos(turn)) for turn in turns]

    def room(place: tuple[float, float]) -> float:
        # Words are wider than high.
        clear = (_length(((place[0] - x) / 2, place[1] - y)) for x, y in taken[1:])
        return min(min(clear, default=ENOUGH), ENOUGH)

    return max(places, key=room)


def _metres_from(station: Point, place: Point) -> tuple[float, float]:
    # East and north; flat enough over the few kilometres of a walk.
    north = radians(place.lat - station.lat) * EARTH_RADIUS_M
    east = radians(place.lon - station.lon) * EARTH_RADIUS_M * cos(radians(station.lat))
    return east, north


def _length(metres: tuple[float, float]) -> float:
    return float((metres[0] ** 2 + metres[1] ** 2) ** 0.5)


def _free_place(wanted: tuple[float, float], taken: list[tuple[float, float]]) -> tuple[float, float]:
    # The nearest of the places around, ring by ring, whose dot touches no other.
    for place in _around(wanted):
        on_sheet = all(MARK <= c <= SHEET - MARK for c in place)
        if on_sheet and all(_length((place[0] - x, place[1] - y)) >= 2 * MARK + 1 for x, y in taken):
            return place
    return wanted


def _around(wanted: tuple[float, float]) -> Iterable[tuple[float, float]]:
    yield wanted
    for ring in range(1, 13):
        for step in range(_STEPS):
            turn = 2 * pi * step / _STEPS
            yield wanted[0] + ring * MARK / 2 * sin(turn), wanted[1] - ring * MARK / 2 * cos(turn)
