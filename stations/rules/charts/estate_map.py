"""The map of an area: its estates by their minutes on foot, its doors, and the circles of a walk around them.

North is up; one scale holds for dots, doors and circles. The sheet is 400 units wide; a phone shows about as many
pixels. Up to `SINGLE` estates are drawn each by itself, moved apart where one would hide another; more, or such as find
no room, are merged into cells, and a cell is a pie of its households.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin, sqrt

from portal.common.geo import Point
from stations.rules.charts.sheet import WIDTH, Place, Sheet, sheet_of, too_far_out
from stations.rules.lettering import CUT, lines_of, width_of
from stations.rules.walking import Band, band, metres_within

FOOT = 30  # below the map: the scale's bar and the arrow to the north
CIRCLES = (15, 10, 5)  # minutes, the largest first: the smaller ones are drawn over them
BANDS: tuple[Band, ...] = ("5", "10", "15", "beyond", "unknown")
SINGLE = 60
LARGEST, SMALLEST = 17.0, 10.0  # radius of a dot
DOOR = 9.0  # radius kept free around a door
CELL = 36
MOVED_MOST = 45.0  # a dot further from its place than this would lie: then cells are drawn
LETTER = 13
_ROOM = 9.0  # letters of a label
_ROUNDS = 80
_STEPS_M = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)

_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Home:
    """An estate: where it stands (WGS-84; None where nobody noted it), its households and minutes on foot."""

    name: str
    place: Point | None
    households: int
    minutes: int | None


@dataclass(frozen=True)
class Door:
    """A station that operates; ``own``: it belongs to the area."""

    place: Point
    own: bool


@dataclass(frozen=True)
class Slice:
    """A part of a pie, as an SVG path; the whole pie has none."""

    band: Band
    path: str


@dataclass(frozen=True)
class Label:
    """A name beside its dot: the left end of the letters' feet, or the right one where ``anchor`` is end."""

    text: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Dot:
    """One estate or a cell of several: ``homes`` are their places in the list given, the largest first; ``minutes`` is
    what half of the households do not exceed, None where that is not known."""

    x: int
    y: int
    radius: float
    name: str  # of the largest
    homes: tuple[int, ...]
    households: int
    by_band: tuple[int, ...]  # households, in the order of BANDS
    minutes: int | None
    slices: tuple[Slice, ...] = ()
    label: Label | None = None

    @property
    def more(self) -> int:
        """How many estates beside the largest."""
        return len(self.homes) - 1

    @property
    def band(self) -> Band:
        """The circle that ``minutes`` end in."""
        return band(self.minutes)


@dataclass(frozen=True)
class Circles:
    """All circles of one walk as one path, to be drawn with a round pen as wide as a circle."""

    minutes: int
    pen: float
    path: str

    @property
    def edge(self) -> float:
        """A pen a little wider, drawn first: what is left of it is the line around them all."""
        return round(self.pen + 2.4, 1)


@dataclass(frozen=True)
class EstateMap:
    """The picture. ``undrawn``: homes without a place, or too far out; ``merged``: dots stand for cells."""

    height: int
    circles: tuple[Circles, ...]
    dots: tuple[Dot, ...]
    doors: tuple[tuple[int, int], ...]
    neighbours: tuple[tuple[int, int], ...]
    undrawn: tuple[int, ...]
    merged: bool
    scale_m: int
    scale_bar: int  # the length of so many metres
    width: int = WIDTH
    foot: int = FOOT

    @property
    def scale_km(self) -> int:
        """The same in whole kilometres."""
        return self.scale_m // 1000

    @property
    def whole(self) -> int:
        """The height of the map and what stands below it."""
        return self.height + self.foot


def estate_map(homes: Sequence[Home], doors: Sequence[Door]) -> EstateMap | None:
    """Lay out the map; None where there is nothing to draw."""
    far = too_far_out([home.place for home in homes if home.place])
    drawn = [index for index, home in enumerate(homes) if home.place and not far(home.place)]
    places = [home.place for home in (homes[index] for index in drawn) if home.place]
    sheet = sheet_of(places, [door.place for door in doors if door.own and not far(door.place)])
    if sheet is None:
        return None
    houses = _doors(doors, sheet)
    taken = [place for place, _own in houses]
    dots: list[Dot] | None = None
    if len(drawn) <= SINGLE:  # a door may lie under a dot rather than that dots are merged for its sake
        dots = _singly(homes, drawn, taken, sheet)
        dots = _singly(homes, drawn, [], sheet) if dots is None else dots
    merged = dots is None
    found = _in_cells(homes, drawn, sheet) if dots is None else _labelled(dots, taken, sheet)
    metres = max([one for one in _STEPS_M if one * sheet.scale <= WIDTH * 0.4], default=_STEPS_M[0])
    return EstateMap(
        height=sheet.height,
        circles=tuple(_circles(doors, sheet)),
        dots=tuple(found),
        doors=tuple(_whole(place) for place, mine in houses if mine),
        neighbours=tuple(_whole(place) for place, mine in houses if not mine),
        undrawn=tuple(sorted(set(range(len(homes))) - set(drawn))),
        merged=merged,
        scale_m=metres,
        scale_bar=round(metres * sheet.scale),
    )


# Doors and circles ------------------------------------------------------------------------------


def _doors(doors: Sequence[Door], sheet: Sheet) -> list[tuple[Place, bool]]:
    places = [(sheet.place(door.place), door.own) for door in doors]
    inside = [(place, own) for place, own in places if sheet.holds(place, -DOOR)]
    kept: dict[tuple[int, int], tuple[Place, bool]] = {}
    for place, own in sorted(inside, key=lambda one: not one[1]):  # own ones first
        kept.setdefault((round(place[0] / 4), round(place[1] / 4)), (place, own))
    return list(kept.values())


def _circles(doors: Sequence[Door], sheet: Sheet) -> Iterator[Circles]:
    for minutes in CIRCLES:
        radius = metres_within(minutes) * sheet.scale
        middles = {
            _whole(place)
            for place in (sheet.place(door.place) for door in doors)
            if sheet.holds(place, radius)
        }
        if radius >= 2 and middles:
            path = "".join(f"M{x} {y}h.1" for x, y in sorted(middles))
            yield Circles(minutes, round(2 * radius, 1), path)


# Dots -------------------------------------------------------------------------------------------


def _singly(
    homes: Sequence[Home], drawn: Sequence[int], doors: Sequence[Place], sheet: Sheet
) -> list[Dot] | None:
    """A dot each, pushed apart; None where one would end up too far from its place."""
    most = max((homes[index].households for index in drawn), default=0)
    radii = [_radius(homes[index].households, most, LARGEST) for index in drawn]
    wanted = [
        sheet.kept_in(sheet.place(_place_of(homes[index])), radius)
        for index, radius in zip(drawn, radii, strict=True)
    ]
    free = _apart(wanted, radii, doors, sheet)
    moved = max((hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(wanted, free, strict=True)), default=0)
    if moved > MOVED_MOST or _hiding(free, radii):
        return None
    return [
        _dot(homes, (index,), place, radius) for index, place, radius in zip(drawn, free, radii, strict=True)
    ]


def _apart(
    wanted: Sequence[Place], radii: Sequence[float], doors: Sequence[Place], sheet: Sheet
) -> list[Place]:
    # A hair's breadth out along a spiral: what lies on one spot or line is then pushed to all sides.
    places = [
        sheet.kept_in((x + cos(turn * 2.4) * sqrt(turn) / 4, y + sin(turn * 2.4) * sqrt(turn) / 4), radius)
        for turn, ((x, y), radius) in enumerate(zip(wanted, radii, strict=True))
    ]

    def move(one: int, step: Place, part: float) -> None:
        x, y = places[one]
        places[one] = sheet.kept_in((x + step[0] * part, y + step[1] * part), radii[one])

    for _round in range(_ROUNDS):
        still = True
        for one in range(len(places)):
            for other in range(one):
                if step := _push(places[one], places[other], radii[one] + radii[other] + 1):
                    move(one, step, 0.25)
                    move(other, step, -0.25)
                    still = False
            for door in doors:
                if step := _push(places[one], door, radii[one] + DOOR):
                    move(one, step, 0.5)
                    still = False
        if still:
            break
    return places


def _push(place: Place, other: Place, least: float) -> Place | None:
    # How far to go so that both are `least` apart.
    east, south = place[0] - other[0], place[1] - other[1]
    far = hypot(east, south)
    if far >= least - 0.05:
        return None
    if far < 0.01:
        return 0.0, 1.0
    return east / far * (least - far), south / far * (least - far)


def _hiding(places: Sequence[Place], radii: Sequence[float]) -> bool:
    # Whether a dot still covers a good part of another.
    return any(
        hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]) < 0.8 * (radii[a] + radii[b])
        for a in range(len(places))
        for b in range(a)
    )


def _in_cells(homes: Sequence[Home], drawn: Sequence[int], sheet: Sheet) -> list[Dot]:
    """A pie for each cell of the sheet with somebody in it; none leaves its cell, so none covers another."""
    wide, high = WIDTH / (WIDTH // CELL), sheet.height / (sheet.height // CELL)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index in drawn:
        x, y = sheet.kept_in(sheet.place(_place_of(homes[index])), 1)
        cells[int(x // wide), int(y // high)].append(index)
    sums = {key: sum(homes[index].households for index in inside) for key, inside in cells.items()}
    most = max(sums.values(), default=0)
    dots = []
    for (column, row), inside in sorted(cells.items()):
        radius = _radius(sums[column, row], most, CELL / 2 - 1)
        middle = _middle(
            [(sheet.place(_place_of(homes[index])), homes[index].households) for index in inside]
        )
        x = min(max(middle[0], column * wide + radius), (column + 1) * wide - radius)
        y = min(max(middle[1], row * high + radius), (row + 1) * high - radius)
        largest_first = sorted(inside, key=lambda index: (-homes[index].households, index))
        dots.append(_dot(homes, tuple(largest_first), (x, y), radius))
    return dots


def _dot(homes: Sequence[Home], inside: tuple[int, ...], place: Place, radius: float) -> Dot:
    by_band: Counter[Band] = Counter()
    for index in inside:
        by_band[band(homes[index].minutes)] += homes[index].households
    x, y = _whole(place)
    counts = tuple(by_band[one] for one in BANDS)
    return Dot(
        x=x, y=y, radius=round(radius, 1), name=homes[inside[0]].name, homes=inside,
        households=sum(counts), by_band=counts,
        minutes=_half([(homes[index].minutes, homes[index].households) for index in inside]),
        slices=tuple(_slices(x, y, radius, counts)),
    )  # fmt: skip


def _half(walks: Sequence[tuple[int | None, int]]) -> int | None:
    """The minutes that half of the households do not exceed; an unknown walk is the longest."""
    ordered = sorted(walks, key=lambda walk: (walk[0] is None, walk[0] or 0))
    whole = sum(households for _minutes, households in ordered)
    done = 0
    for minutes, households in ordered:
        done += households
        if 2 * done >= whole:
            return minutes
    return None


def _slices(x: int, y: int, radius: float, counts: Sequence[int]) -> Iterator[Slice]:
    whole = sum(counts)
    if len([one for one in counts if one]) < 2:
        return
    turn = 0.0
    for name, count in zip(BANDS, counts, strict=True):
        if not count:
            continue
        end = turn + 2 * pi * count / whole
        (x1, y1), (x2, y2) = ((x + radius * sin(t), y - radius * cos(t)) for t in (turn, end))
        large = int(end - turn > pi)
        yield Slice(
            name, f"M{x} {y}L{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.1f} {y2:.1f}Z"
        )
        turn = end


def _radius(households: int, most: int, largest: float) -> float:
    # By the area, so that twice the households look twice as many.
    return max(SMALLEST, largest * sqrt(households / most)) if most else SMALLEST


def _middle(places: Sequence[tuple[Place, int]]) -> Place:
    weights = [households or 1 for _place, households in places]
    whole = sum(weights)
    x = sum(place[0] * weight for (place, _h), weight in zip(places, weights, strict=True)) / whole
    y = sum(place[1] * weight for (place, _h), weight in zip(places, weights, strict=True)) / whole
    return x, y


def _place_of(home: Home) -> Point:
    if home.place is None:
        raise LookupError("what has no place is not drawn")
    return home.place


def _around(place: Place, far: float) -> _Box:
    return place[0] - far, place[1] - far, place[0] + far, place[1] + far


def _whole(place: Place) -> tuple[int, int]:
    return round(place[0]), round(place[1])


# Names ------------------------------------------------------------------------------------------


def _labelled(dots: list[Dot], doors: Sequence[Place], sheet: Sheet) -> list[Dot]:
    """Names beside estates, the furthest walks first, as far as they cover nothing."""
    taken = [_around((dot.x, dot.y), dot.radius) for dot in dots] + [_around(door, DOOR) for door in doors]
    labels: dict[int, Label] = {}
    for number in sorted(range(len(dots)), key=lambda n: (-BANDS.index(dots[n].band), -dots[n].households)):
        dot = dots[number]
        words = lines_of(dot.name, room=_ROOM, most=1)
        found = _beside(dot, words[0], taken, sheet) if words else None
        if found:
            labels[number], box = found
            taken.append(box)
    return [replace(dot, label=labels.get(number)) for number, dot in enumerate(dots)]


def _beside(dot: Dot, text: str, taken: Sequence[_Box], sheet: Sheet) -> tuple[Label, _Box] | None:
    for label in _places(dot, text):
        box = label_box(label)
        inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= sheet.height - 2
        if inside and not any(_touch(box, other) for other in taken):
            return label, box
    return None


def _places(dot: Dot, text: str) -> Iterable[Label]:
    far, wide = round(dot.radius) + 3, _wide(text)
    feet = round(LETTER * 0.36)
    yield Label(text, dot.x + far, dot.y + feet, "start")
    yield Label(text, dot.x - far, dot.y + feet, "end")
    yield Label(text, round(dot.x - wide / 2), dot.y + far + LETTER, "start")
    yield Label(text, round(dot.x - wide / 2), dot.y - far - 2, "start")


def label_box(label: Label) -> _Box:
    """Left, top, right and bottom of a label's letters."""
    wide = _wide(label.text)
    left = label.x - wide if label.anchor == "end" else label.x
    return left, label.y - LETTER * 0.9, left + wide, label.y + LETTER * 0.25


def _wide(text: str) -> float:
    # Some room to spare: letters of an alphabet differ, and three dots are as wide as a character in Chinese fonts.
    return (width_of(text) * 1.06 + 0.5 * text.endswith(CUT)) * LETTER


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
