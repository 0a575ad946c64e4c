"""What search engines read of a station: schema.org in JSON, from the same rows as the page."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from stations.models import Site, Station
from stations.rules.opening import DayHours
from stations.views.cards import Days

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def linked_data(station: Station, site: Site | None, days: Days, today: date, url: str) -> dict[str, Any]:
    """A CivicStructure with address, place, phone and the coming two weeks' hours."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "name": station.label,
        "url": url,
        "parentOrganization": {"@type": "GovernmentOrganization", "name": station.committee.label},
        "publicAccess": True,
        "isAccessibleForFree": True,
    }
    if station.phone:
        data["telephone"] = station.phone
    if site:
        data["address"] = {"@type": "PostalAddress", "streetAddress": str(site), "addressCountry": "CN"}
        if point := site.point:
            data["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": round(point.lat, 5),
                "longitude": round(point.lon, 5),
            }
    if station.status == Station.Status.OPERATING:
        data["openingHoursSpecification"] = list(_hours(days, today))
    return data


def _hours(days: Days, today: date) -> Iterable[dict[str, str]]:
    # A closed day is written as 00:00 to 00:00; a day nobody can tell is left out.
    for day in (today + timedelta(days=n) for n in range(14)):
        hours = days.get(day, DayHours((), "unknown"))
        if hours.certain and not hours.intervals:
            yield _specification(day, "00:00", "00:00")
        for opens, closes in hours.intervals:
            yield _specification(day, f"{opens:%H:%M}", f"{closes:%H:%M}")


def _specification(day: date, opens: str, closes: str) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{WEEKDAYS[day.weekday()]}",
        "opens": opens,
        "closes": closes,
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
    }
