"""Walking times: kept as rows, worked out when a site or an estate changes, never in a request."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.common.geo import Point, bounding_box, metres_between
from stations.models import Estate, Site, WalkingTime
from stations.rules.walking import estimated_minutes, older_from_measured, older_minutes

REACH = 4000  # metres; nobody walks further to a living room
FEW = 20  # places for each of which the database is asked what lies around
SQUARE = 0.02  # degrees, about 2 km: how places are laid out where there are many

Box = tuple[float, float, float, float]  # south, west, north, east
Place = TypeVar("Place", Estate, Site)
Other = TypeVar("Other", Estate, Site)


@transaction.atomic
def recalculate_ways(*, sites: Iterable[Site] = (), estates: Iterable[Estate] = ()) -> int:
    """Estimate anew the ways to ``sites`` from every estate within 4 km, and from ``estates`` to every
    site within 4 km. Measured ways stay as a person measured them. Returns the rows written.
    """
    sites, estates = list(sites), list(estates)
    pairs = {(estate.pk, site.pk): (estate, site) for site, estate in _pairs(sites, Estate.objects.all())}
    pairs |= {(estate.pk, site.pk): (estate, site) for estate, site in _pairs(estates, Site.objects.all())}
    _drop_estimates(sites, estates)
    rows = [row for _keys, (estate, site) in sorted(pairs.items()) if (row := _way(estate, site))]
    WalkingTime.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


@dataclass(frozen=True)
class Measured:
    """Minutes that a person measured, and who it was; ``older`` at an old person's pace, if that too."""

    estate: Estate
    site: Site
    minutes: int
    source: str
    older: int | None = None

    @property
    def way(self) -> WalkingTime:
        """The row that says so."""
        older = self.older or older_from_measured(self.minutes)
        return WalkingTime(
            estate=self.estate, site=self.site, minutes=self.minutes, older_minutes=older, measured=True,
            source=self.source,
        )  # fmt: skip


@transaction.atomic
def measure_ways(*, measured: Iterable[Measured]) -> dict[tuple[int, int], WalkingTime]:
    """Write down many measurements, of ways that differ; returns the ways by the keys of estate and site."""
    ways = [one.way for one in measured]
    WalkingTime.objects.bulk_create(
        ways,
        update_conflicts=True,
        unique_fields=["estate", "site"],
        update_fields=["minutes", "older_minutes", "measured", "source"],
        batch_size=500,
    )
    found: dict[tuple[int, int], WalkingTime] = {}
    for start in range(0, len(ways), 500):
        some = {way.estate_id for way in ways[start : start + 500]}
        found |= {(way.estate_id, way.site_id): way for way in WalkingTime.objects.filter(estate__in=some)}
    return found


@transaction.atomic
def measure_way(
    *, estate: Estate, site: Site, minutes: int, source: str, older: int | None = None
) -> WalkingTime:
    """Write down ``minutes`` that a person measured; an old person's pace is scaled unless measured too."""
    way, _created = WalkingTime.objects.update_or_create(
        estate=estate,
        site=site,
        defaults={
            "minutes": minutes,
            "older_minutes": older or older_from_measured(minutes),
            "measured": True,
            "source": source,
        },
    )
    return way


def _drop_estimates(sites: list[Site], estates: list[Estate]) -> None:
    for places, field in ((sites, "site"), (estates, "estate")):
        for start in range(0, len(places), 500):
            some = [place.pk for place in places[start : start + 500]]
            WalkingTime.objects.filter(**{f"{field}__in": some}, measured=False).delete()


def _pairs(places: Sequence[Place], others: QuerySet[Other]) -> Iterator[tuple[Place, Other]]:
    """Each of ``places`` with those of ``others`` that may lie within reach. One statement a place; where there are
    many, one for the whole stretch that they cover."""
    points = [(place, place.point) for place in places]
    known = [(place, point) for place, point in points if point is not None]
    if len(known) <= FEW:
        for place, point in known:
            yield from ((place, other) for other in others.filter(_near(_box(point))))
        return
    boxes = [_box(point) for _place, point in known]
    south, west = min(box[0] for box in boxes), min(box[1] for box in boxes)
    north, east = max(box[2] for box in boxes), max(box[3] for box in boxes)
    squares: dict[tuple[int, int], list[Other]] = defaultdict(list)
    for other in others.filter(_near((south, west, north, east))):
        squares[_square(other.lat or 0), _square(other.lon or 0)].append(other)
    for (place, _point), (bottom, left, top, right) in zip(known, boxes, strict=True):
        for row in range(_square(bottom), _square(top) + 1):
            for column in range(_square(left), _square(right) + 1):
                yield from ((place, other) for other in squares.get((row, column), ()))


def _square(degrees: float) -> int:
    return int(degrees // SQUARE)


def _box(point: Point) -> Box:
    """What lies within reach of ``point``, widened by what a shifted datum (GCJ-02, up to 700 m) may hide."""
    return bounding_box(point, REACH + 800)


def _near(box: Box) -> Q:
    south, west, north, east = box
    return Q(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)


def _way(estate: Estate, site: Site) -> WalkingTime | None:
    if estate.point is None or site.point is None:
        return None
    metres = metres_between(estate.point, site.point)
    if metres > REACH:
        return None
    return WalkingTime(
        estate=estate, site=site, minutes=estimated_minutes(metres), older_minutes=older_minutes(metres)
    )
