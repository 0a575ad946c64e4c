"""Further off than a walk: the one place that is nearest all the same."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.common.geo import Point, bounding_box, metres_between, to_wgs84
from stations.models import Station

DATUM_SHIFT = 800  # metres by which a shifted datum may hide a site
RINGS = (15_000, 60_000)  # metres; the wider one is looked at where the narrower is empty


@dataclass(frozen=True)
class Beyond:
    """The nearest living room that nobody would walk to, and how far it is as the crow flies."""

    station: Station
    metres: float

    @property
    def km(self) -> float:
        """Kilometres to one decimal, at least 0.1."""
        return max(0.1, round(self.metres / 1000, 1))


def metres_to_sites(here: Point, reach: float, rows: Any) -> dict[Any, float]:
    """Metres from ``here`` to the site in use of each of ``rows`` (stations with_site) within ``reach``
    metres, by the station's key: a box from the index, then the great circle. One statement."""
    south, west, north, east = bounding_box(here, reach + DATUM_SHIFT)
    box = Q(site__lat__range=(south, north), site__lon__range=(west, east))
    places = rows.filter(box).values_list("pk", "site__lat", "site__lon", "site__datum")
    metres = {pk: metres_between(here, to_wgs84(lat, lon, datum)) for pk, lat, lon, datum in places}
    return {pk: far for pk, far in metres.items() if far <= reach}


def nearest_anyway(here: Point) -> Beyond | None:
    """The operating station nearest to ``here``, however far up to 60 km; None beyond. At most three statements."""
    for reach in RINGS:
        metres = metres_to_sites(here, reach, Station.objects.operating().with_site())
        if metres:
            nearest = min(metres, key=lambda pk: (metres[pk], pk))
            return Beyond(Station.objects.with_site().get(pk=nearest), metres[nearest])
    return None
