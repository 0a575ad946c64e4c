"""A city as large as Shanghai, made quickly: the residents' committees of the shipped register, laid out in blocks of
subdistricts, with generated estates around them, stations in half of them, and rooms that stand empty here and there.

The same every time. Nothing in it but the names and codes of the register is true.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sqrt
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.common.geo import Point, metres_between
from portal.common.statistics import gather_statistics
from stations.actions.register import load_register
from stations.models import Committee, Division, Estate, IdleRoom, Site, Station, WalkingTime
from stations.rules.walking import estimated_minutes, older_minutes

REGISTER = Path(settings.BASE_DIR) / "stations" / "data" / "register"
CITY = "31"  # the register's codes of Shanghai begin so
COMMITTEES, ESTATES, SITES = 4_941, 40_000, 2_000
SEED = 310_000
CORNER = Point(30.90, 121.10)  # south-west
METRES_A_DEGREE = 111_195
SPACING = 1_000  # metres from one committee to the next
BLOCK = 6  # committees side by side in a subdistrict's block
AROUND = (
    550  # metres; how far an estate, a station or a room lies from its committee's middle, to either side
)
REACH = 4_000  # metres; nobody walks further
BATCH = 2_000


@dataclass(frozen=True)
class City:
    """What was made: committees by code, those with a station, and how many rows of the rest."""

    committees: list[Committee]
    stations: list[Station]
    estates: int
    sites: int


def build(committees: int = COMMITTEES, estates: int = ESTATES, sites: int = SITES) -> City:
    """Make the city with its first ``committees`` by code, ``estates`` of them spread evenly, and ``sites`` idle
    rooms. The register is loaded where it is not yet."""
    dice = random.Random(SEED)
    if not Committee.objects.filter(code__startswith=CITY).exists():
        load_register(folder=REGISTER)
    residents = (Committee.Kind.RESIDENTS, Committee.Kind.LIKE_RESIDENTS)
    found = Committee.objects.filter(code__startswith=CITY, kind__in=residents)
    rows = list(found.order_by("code")[:committees])
    middles = list(laid_out(rows))
    stations, doors = make_stations(rows, middles, dice)
    homes = make_estates(rows, middles, estates, dice)
    make_ways(homes, doors)
    IdleRoom.objects.bulk_create(rooms(rows, middles, sites, dice), batch_size=BATCH)
    gather_statistics()
    return City(rows, stations, len(homes), sites)


def district() -> Division:
    """One of the city's districts, for what asks for a smaller area."""
    return Division.objects.get(code="310107")


def moved(point: Point, north: float, east: float) -> Point:
    """``point`` so many metres away."""
    lat = point.lat + north / METRES_A_DEGREE
    return Point(round(lat, 6), round(point.lon + east / METRES_A_DEGREE / cos(radians(lat)), 6))


def laid_out(rows: Sequence[Committee]) -> Iterator[Point]:
    """The middle of each committee: a block for each subdistrict, as long as it has to be, block beside block."""
    streets: dict[int, list[Committee]] = defaultdict(list)
    for row in rows:
        streets[row.subdistrict_id].append(row)
    wide = ceil(sqrt(len(streets)))
    longest = max(ceil(len(street) / BLOCK) for street in streets.values())
    for number, street in enumerate(streets.values()):
        block_row, block_column = divmod(number, wide)
        for order in range(len(street)):
            row, column = divmod(order, BLOCK)
            north = (block_row * longest + row) * SPACING
            yield moved(CORNER, north, (block_column * BLOCK + column) * SPACING)


def beside(point: Point, dice: random.Random) -> dict[str, float]:
    """Somewhere around ``point``, as the columns of a row."""
    place = moved(point, dice.uniform(-AROUND, AROUND), dice.uniform(-AROUND, AROUND))
    return {"lat": place.lat, "lon": place.lon}


def make_stations(
    rows: Sequence[Committee], middles: Sequence[Point], dice: random.Random
) -> tuple[list[Station], list[Site]]:
    """An operating main station with its door for every other committee, by lot."""
    chosen = sorted(dice.sample(range(len(rows)), len(rows) // 2))
    stations = Station.objects.bulk_create(
        [Station(committee=rows[n], slug=f"big-{rows[n].code}", name=rows[n].name) for n in chosen],
        batch_size=BATCH,
    )
    doors = Site.objects.bulk_create(
        [
            Site(station=one, address=f"{one.name}路1号", step_free=True, **beside(middles[n], dice))
            for one, n in zip(stations, chosen, strict=True)
        ],
        batch_size=BATCH,
    )
    return stations, doors


def make_estates(
    rows: Sequence[Committee], middles: Sequence[Point], count: int, dice: random.Random
) -> list[Estate]:
    """Estates of 100 to 1,500 households, committee after committee in turn."""
    made: list[Estate] = []
    for number in range(count):
        turn, order = number % len(rows), number // len(rows)
        households = dice.randint(100, 1_500)
        made.append(
            Estate(
                committee=rows[turn], name=f"第{order + 1}小区", households=households,
                older_people=households * dice.randint(20, 45) // 100, **beside(middles[turn], dice),
            )
        )  # fmt: skip
    return Estate.objects.bulk_create(made, batch_size=BATCH)


def make_ways(estates: Sequence[Estate], doors: Sequence[Site]) -> None:
    """From each estate the way to its nearest door, if that lies within 4 km."""
    cells: dict[tuple[int, int], list[Site]] = defaultdict(list)
    for door in doors:
        cells[cell_of(door)].append(door)
    ways = (way for estate in estates if (way := way_of(estate, cells)) is not None)
    WalkingTime.objects.bulk_create(ways, batch_size=BATCH)


def cell_of(place: Any) -> tuple[int, int]:
    """The square of some 2.2 km in which it lies: nearer doors lie in it or in those around it."""
    return int(place.lat * 50), int(place.lon * 50)


def way_of(estate: Estate, cells: dict[tuple[int, int], list[Site]]) -> WalkingTime | None:
    row, column = cell_of(estate)
    near = [
        (metres_between(Point(estate.lat, estate.lon), Point(door.lat, door.lon)), door.pk, door)  # type: ignore[arg-type]
        for north in (-1, 0, 1)
        for east in (-1, 0, 1)
        for door in cells.get((row + north, column + east), ())
    ]
    metres, _key, door = min(near, default=(REACH + 1.0, 0, None))
    if door is None or metres > REACH:
        return None
    return WalkingTime(
        estate=estate, site=door, minutes=estimated_minutes(metres), older_minutes=older_minutes(metres)
    )


def rooms(
    rows: Sequence[Committee], middles: Sequence[Point], count: int, dice: random.Random
) -> Iterator[IdleRoom]:
    """Rooms that stand empty, of every kind, most of them with what they would cost."""
    kinds = IdleRoom.Kind.values
    for number in range(count):
        turn = dice.randrange(len(rows))
        yield IdleRoom(
            committee=rows[turn], name=f"第{number + 1}处", kind=kinds[number % len(kinds)],
            area_m2=dice.randint(15, 200), cost_yuan=dice.randint(2, 60) * 10_000 if number % 10 else None,
            step_free=bool(number % 3), **beside(middles[turn], dice),
        )  # fmt: skip
