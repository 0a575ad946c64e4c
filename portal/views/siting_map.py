"""The map of an area: estates coloured by their walk, the rooms that stand empty, and those of a choice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stations.actions.siting import Survey, walk
from stations.models import IdleRoom
from stations.rules.siting_chart import CELL, WIDTH, Place, chart, radius
from stations.rules.walking import DETOUR, METRES_A_MINUTE, OLDER_METRES_A_MINUTE, Band, band

DOTS = 400  # estates drawn one by one; beyond that as squares
ROWS = 200  # estates in the table behind the map, those without a station first


@dataclass(frozen=True)
class Dot:
    """An estate, or a square of many: where, how large, and the circle its walk ends in."""

    x: int
    y: int
    size: int
    band: Band
    new: bool  # reached by the choice, and not before
    words: str


@dataclass(frozen=True)
class Pin:
    """A room; ``turn`` is its number in the choice."""

    x: int
    y: int
    turn: int | None
    room: IdleRoom


@dataclass(frozen=True)
class Row:
    """An estate of the table behind the map."""

    estate: Any
    weight: int
    minutes: int | None
    band: Band
    covered: bool
    new: bool


@dataclass(frozen=True)
class SitingMap:
    """Numbers ready for SVG: no template formats them in its language's way."""

    width: int
    height: int
    squares: bool  # dots are squares of many estates
    cell: int
    dots: list[Dot]
    pins: list[Pin]
    reach: int  # radius of a chosen room's walk
    ruler: int  # metres
    ruler_units: int
    unplaced: int  # estates whose place nobody knows
    rows: list[Row]
    rows_left: int


def map_of(of: Survey, chosen: Sequence[int]) -> SitingMap:
    """The map of a survey with the ``chosen`` rooms (keys, in turn)."""
    rows = rows_of(of, chosen)
    drawn = chart([*(row.estate.point for row in rows), *(room.point for room in of.rooms)])
    homes, doors = drawn.places[: len(rows)], drawn.places[len(rows) :]
    squares = len(rows) > DOTS
    pace = OLDER_METRES_A_MINUTE if of.question.older else METRES_A_MINUTE
    turns = {key: turn for turn, key in enumerate(chosen, start=1)}
    pins = [
        Pin(place.x, place.y, turns.get(room.pk), room)
        for room, place in zip(of.rooms, doors, strict=True)
        if place is not None
    ]
    return SitingMap(
        WIDTH, drawn.height, squares, CELL, squares_of(rows, homes) if squares else dots_of(rows, homes),
        sorted(pins, key=lambda pin: pin.turn is not None),  # the chosen on top
        drawn.units(of.question.minutes * pace / DETOUR), drawn.ruler, drawn.units(drawn.ruler),
        sum(place is None for place in homes), listed(rows)[:ROWS], max(0, len(rows) - ROWS),
    )  # fmt: skip


def rows_of(of: Survey, chosen: Sequence[int]) -> list[Row]:
    """Each estate as it stands, and whether the choice reaches it anew."""
    reached = of.reached_by(set(chosen))
    found = []
    for estate, demand in zip(of.estates, of.demands, strict=True):
        minutes = walk(estate, of.question.older)
        new = estate.pk in reached and not demand.covered
        found.append(Row(estate, demand.weight, minutes, band(minutes), demand.covered, new))
    return found


def listed(rows: Sequence[Row]) -> list[Row]:
    """Those without a station first, the largest of them before."""
    return sorted(rows, key=lambda row: (row.covered, -row.weight, row.estate.pk))


def dots_of(rows: Sequence[Row], places: Sequence[Place | None]) -> list[Dot]:
    """A dot for each estate, the larger ones below."""
    heaviest = max((row.weight for row in rows), default=0)
    dots = [
        Dot(place.x, place.y, radius(row.weight, heaviest), row.band, row.new, row.estate.label)
        for row, place in zip(rows, places, strict=True)
        if place is not None
    ]
    return sorted(dots, key=lambda dot: -dot.size)


def squares_of(rows: Sequence[Row], places: Sequence[Place | None]) -> list[Dot]:
    """A square for those who live close together, coloured as most of them stand."""
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row, place in zip(rows, places, strict=True):
        if place is not None:
            cells[place.cell].append(row)
    return [
        Dot(x, y, CELL, most_of(inside), any(row.new for row in inside), "")
        for (x, y), inside in sorted(cells.items())
    ]


def most_of(rows: Sequence[Row]) -> Band:
    """The circle in which most of the people of ``rows`` end."""
    weights: dict[Band, int] = defaultdict(int)
    for row in rows:
        weights[row.band] += row.weight
    return max(weights, key=lambda one: weights[one])
