"""The drawing board: a station, its estates and the circles of a walk as points on a square sheet.

North is up, the station stands in the middle, and the distance from it says how long the walk is. The
sheet is `SHEET` units wide and high, so that a page may show it at any size.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from portal.common.geo import Point, east_north
from stations.rules.walking import metres_within

SHEET = 400
CIRCLES = (5, 10, 15)  # minutes
MARK = 15  # radius of an estate's dot
LABEL = 12  # how far beside its line a circle's label stands; outside it may be twice as far
FURTHEST_M = 2600.0  # what lies beyond is named in the table and not drawn
_MIDDLE = SHEET / 2
_STEPS = 64  # directions tried for a label
_ALONG, _ACROSS = 12, 6  # half dots by which one is nudged off another, along its circle and off it
_WORDS = (27.0, 9.0)  # half the width and height of a label
_ENOUGH = 10.0  # room between a label and anything else
_NORTH = (384.0, 30.0)  # where the page draws its arrow

_Place = tuple[float, float]


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


def sketch(
    station: Point, estates: Sequence[Point | None], measured: Sequence[int | None] | None = None
) -> Sketch:
    """Lay out a station and its estates (WGS-84; None for one whose place is not known).

    An estate whose walk was ``measured`` (whole minutes, beside its place) stands as far out as those
    minutes are, in its direction; any other as far as it is. The scale lets the largest circle and the
    furthest drawn estate fit. Dots that would hide each other or the station are nudged apart, along
    their circles as far as there is room.
    """
    walks = measured or [None] * len(estates)
    metres = [
        None if place is None else _metres_from(station, place, minutes)
        for place, minutes in zip(estates, walks, strict=True)
    ]
    drawn = [m for m in metres if m is not None and hypot(*m) <= FURTHEST_M]
    reach = max([metres_within(CIRCLES[-1]), *(hypot(*m) for m in drawn)])
    scale = (_MIDDLE - MARK - 2) / reach
    marks: list[Mark] = []
    taken = [(_MIDDLE, _MIDDLE)]
    for walk in metres:
        if walk is None or hypot(*walk) > FURTHEST_M:
            marks.append(Mark(None, None))
            continue
        free = _free_place((walk[0] * scale, -walk[1] * scale), taken)
        taken.append(free)
        marks.append(Mark(round(free[0]), round(free[1])))
    return Sketch(tuple(_circles(scale, taken)), tuple(marks))


def _circles(scale: float, dots: Sequence[_Place]) -> Iterator[Circle]:
    labels = [_NORTH]
    for minutes in reversed(CIRCLES):
        radius = metres_within(minutes) * scale
        label = _roomiest(radius, dots, labels)
        labels.append(label)
        yield Circle(minutes, round(radius), round(label[0]), round(label[1]))


def _roomiest(radius: float, dots: Sequence[_Place], labels: Sequence[_Place]) -> _Place:
    # Beside the circle's line, furthest from everything; inside it at the top where that is free.
    turns = [2 * pi * step / _STEPS for step in range(_STEPS)]
    around = [
        (_MIDDLE + far * sin(turn), _MIDDLE - far * cos(turn))
        for far in (radius - LABEL, radius + LABEL, radius + 2 * LABEL)
        for turn in turns
    ]

    def room(place: _Place) -> float:
        clear = [_gap(place, dot, _WORDS) - MARK for dot in dots]
        clear += [_gap(place, label, (2 * _WORDS[0], 2 * _WORDS[1])) for label in labels]
        return min(*clear, _ENOUGH)

    return max((place for place in around if _on_sheet(place)), key=room)


def _gap(place: _Place, other: _Place, half: _Place) -> float:
    # From a box of that half width and height around `place` to a point.
    return hypot(max(abs(place[0] - other[0]) - half[0], 0), max(abs(place[1] - other[1]) - half[1], 0))


def _metres_from(station: Point, place: Point, minutes: int | None) -> _Place:
    east, north = east_north(station, place)
    straight = hypot(east, north)
    if minutes is None or not straight:
        return east, north
    stretch = metres_within(minutes) / straight
    return east * stretch, north * stretch


def _free_place(wanted: _Place, taken: Sequence[_Place]) -> _Place:
    # The first place whose dot touches no other; `wanted` counts from the middle.
    for place in _around(wanted):
        if _on_sheet(place) and all(hypot(place[0] - x, place[1] - y) >= 2 * MARK + 1 for x, y in taken):
            return place
    return _MIDDLE + wanted[0], _MIDDLE + wanted[1]


def _on_sheet(place: _Place) -> bool:
    return all(MARK <= c <= SHEET - MARK for c in place)


def _around(wanted: _Place) -> Iterator[_Place]:
    # Along its own circle to both sides, for distance is what the circles tell; then a little off it.
    turn, far = atan2(wanted[0], -wanted[1]), max(hypot(*wanted), 2 * MARK + 1)
    for off in _to_both_sides(_ACROSS):
        radius = far + off * MARK / 2
        if radius < 2 * MARK + 1:
            continue
        for along in _to_both_sides(_ALONG):
            angle = turn + along * MARK / 2 / radius
            yield _MIDDLE + radius * sin(angle), _MIDDLE - radius * cos(angle)


def _to_both_sides(most: int) -> Iterable[int]:
    # 0, 1, -1, 2, -2 …
    return sorted(range(-most, most + 1), key=lambda step: (abs(step), -step))
