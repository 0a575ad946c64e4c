"""The map without tiles: a station, its estates as numbered dots, and the circles of a walk."""

from collections.abc import Sequence
from dataclasses import dataclass

from stations.models import Site, Station
from stations.rules.map_apps import MapLink, map_links
from stations.rules.sketch import SHEET, Circle, sketch
from stations.rules.walking import Band, band
from stations.views.moves import Way


@dataclass(frozen=True)
class Dot:
    """One estate: its number on the map and in the table; not drawn where ``x`` is None."""

    number: int
    way: Way
    x: int | None
    y: int | None
    band: Band

    @property
    def minutes(self) -> int | None:
        return self.way.now.minutes if self.way.now else None


@dataclass(frozen=True)
class Map:
    """Numbers ready for SVG: no template formats them in its language's way."""

    sheet: int
    middle: int
    circles: tuple[Circle, ...]
    dots: list[Dot]
    drawn: bool  # without the station's own place only the table stands


def map_of(site: Site | None, ways: Sequence[Way]) -> Map:
    """The map around ``site`` with the estates of ``ways``, numbered by their walk, the nearest first."""
    far = 10**6
    rows = sorted(ways, key=lambda way: (way.now.minutes if way.now else far, way.estate.pk))
    centre = site.point if site else None
    if centre is None:
        dots = [Dot(n, way, None, None, _band(way)) for n, way in enumerate(rows, start=1)]
        return Map(SHEET, SHEET // 2, (), dots, False)
    measured = [way.now.minutes if way.now and way.now.measured else None for way in rows]
    drawing = sketch(centre, [way.estate.point for way in rows], measured)
    dots = [
        Dot(n, way, mark.x, mark.y, _band(way))
        for n, (way, mark) in enumerate(zip(rows, drawing.marks, strict=True), start=1)
    ]
    return Map(SHEET, SHEET // 2, drawing.circles, dots, True)


def map_apps(station: Station, site: Site | None) -> list[MapLink]:
    """The door in each map app, under the station's name; nothing where nobody has measured it."""
    if site is None or site.lat is None or site.lon is None:
        return []
    return map_links(site.lat, site.lon, site.datum, name=station.label, address=str(site))


def _band(way: Way) -> Band:
    return band(way.now.minutes if way.now else None)
