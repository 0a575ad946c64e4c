"""Where a district's estates and stations stand, to see whether another place can be meant."""

from collections.abc import Iterable

from portal.common.geo import Point
from stations.models import Estate, Site
from stations.rules.plausible import Around, around

DISTRICT = 6  # digits of a committee's code that name its district


def district_of(committee: str) -> str:
    """The code of the district of the committee with this code."""
    return committee[:DISTRICT]


def known_places(districts: Iterable[str]) -> dict[str, Around | None]:
    """Of each district's code the middle of what is known of it, current doors and estates alike; two statements
    a district."""
    return {code: around(_points(code)) for code in set(districts)}


def _points(district: str) -> list[Point]:
    estates = Estate.objects.filter(committee__subdistrict__parent__code=district)
    sites = Site.objects.current().filter(station__committee__subdistrict__parent__code=district)
    return [
        Point(lat, lon)
        for rows in (estates, sites)
        for lat, lon in rows.order_by().values_list("lat", "lon")
        if lat is not None and lon is not None
    ]
