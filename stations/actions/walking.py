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
    ways = {(estate, site): metres for site, estate, metres in _pairs(sites, Estate.objects.all())}
    ways |= {(estate, site): metres for estate, site, metres in _pairs(estates, Site.objects.all())}
    _drop_estimates(sites, estates)
    rows = [_estimated(estate, site, metres) for (estate, site), metres in sorted(ways.items())]
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
    # Each has its key by now, whether it was added or stood already: asking for them again by their estates took
    # PostgreSQL seconds for every 500 where many rows had just been deleted.
    return {(way.estate_id, way.site_id): way for way in ways}


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


def _pairs(places: Sequence[Place], others: QuerySet[Other]) -> Iterator[tuple[int, int, float]]:
    """The keys of each of ``places`` and of those of ``others`` that lie within reach, and the metres between. One
    statement a place; where there are many, one for the whole stretch that they cover."""
    known = [(place.pk, point, _box(point)) for place in places if (point := place.point)]
    if len(known) <= FEW:
        for key, point, box in known:
            yield from _within(key, point, [(other.pk, other.point) for other in others.filter(_near(box))])
        return
    stretch = (
        min(box[0] for _key, _point, box in known), min(box[1] for _key, _point, box in known),
        max(box[2] for _key, _point, box in known), max(box[3] for _key, _point, box in known),
    )  # fmt: skip
    squares: dict[tuple[int, int], list[tuple[int, Point | None]]] = defaultdict(list)
    for other in others.filter(_near(stretch)):
        squares[_square(other.lat or 0), _square(other.lon or 0)].append((other.pk, other.point))
    for key, point, (south, west, north, east) in known:
        for row in range(_square(south), _square(north) + 1):
            for column in range(_square(west), _square(east) + 1):
                yield from _within(key, point, squares.get((row, column), ()))


def _within(
    key: int, point: Point, others: Iterable[tuple[int, Point | None]]
) -> Iterator[tuple[int, int, float]]:
    for other, there in others:
        if there is not None and (metres := metres_between(point, there)) <= REACH:
            yield key, other, metres


def _square(degrees: float) -> int:
    return int(degrees // SQUARE)


def _box(point: Point) -> Box:
    """What lies within reach of ``point``, widened by what a shifted datum (GCJ-02, up to 700 m) may hide."""
    return bounding_box(point, REACH + 800)


def _near(box: Box) -> Q:
    south, west, north, east = box
    return Q(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)


def _estimated(estate: int, site: int, metres: float) -> WalkingTime:
    return WalkingTime(
        estate_id=estate, site_id=site, minutes=estimated_minutes(metres), older_minutes=older_minutes(metres)
    )
