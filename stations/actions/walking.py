"""Walking times: kept as rows, worked out when a site or an estate changes, never in a request."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from portal.common.geo import Point, bounding_box, metres_between
from stations.models import Estate, Site, WalkingTime
from stations.rules.walking import estimated_minutes, older_from_measured, older_minutes

REACH = 4000  # metres; nobody walks further to a living room


@transaction.atomic
def recalculate_ways(*, sites: Iterable[Site] = (), estates: Iterable[Estate] = ()) -> int:
    """Estimate anew the ways to ``sites`` from every estate within 4 km, and from ``estates`` to every
    site within 4 km. Measured ways stay as a person measured them. Returns the rows written.
    """
    pairs = {(estate, site) for site in sites for estate in _estates_around(site)}
    pairs |= {(estate, site) for estate in estates for site in _sites_around(estate)}
    _drop_estimates(list(sites), list(estates))
    rows = [
        row for estate, site in sorted(pairs, key=lambda p: (p[0].pk, p[1].pk)) if (row := _way(estate, site))
    ]
    WalkingTime.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


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
    gone = Q(site__in=sites) | Q(estate__in=estates)
    WalkingTime.objects.filter(gone, measured=False).delete()


def _near(point: Point) -> Q:
    """A box around ``point``, widened by what a shifted datum (GCJ-02, up to 700 m) may hide."""
    south, west, north, east = bounding_box(point, REACH + 800)
    return Q(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)


def _estates_around(site: Site) -> Iterable[Estate]:
    return Estate.objects.filter(_near(site.point)) if site.point else ()


def _sites_around(estate: Estate) -> Iterable[Site]:
    return Site.objects.filter(_near(estate.point)) if estate.point else ()


def _way(estate: Estate, site: Site) -> WalkingTime | None:
    if estate.point is None or site.point is None:
        return None
    metres = metres_between(estate.point, site.point)
    if metres > REACH:
        return None
    return WalkingTime(
        estate=estate, site=site, minutes=estimated_minutes(metres), older_minutes=older_minutes(metres)
    )
