"""What search engines read of a station and of a service: schema.org in JSON, from the same rows as the page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from portal.common.links import absolute
from stations.models import Service, Site, Station, StationPhoto
from stations.rules.linked_hours import Regular, Special, Week, regular_hours, special_hours, unsure
from stations.rules.opening import Interval
from stations.views.cards import Card, Days
from stations.views.checklist import Section

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OFFICE = ["GovernmentOffice", "CivicStructure"]
SHUT = ("00:00", "00:00")  # how a day without hours is written


def station_data(
    station: Station,
    site: Site | None,
    days: Days,
    dates: Sequence[date],
    offered: Sequence[Section],
    photos: Sequence[StationPhoto] = (),
) -> dict[str, Any]:
    """The office with address, place, phone, what it offers and, while it operates, its hours: those of
    the week, and each of ``dates`` that differs. One statement."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": OFFICE,
        "name": station.label,
        "url": absolute(station.get_absolute_url()),
        "parentOrganization": {"@type": "GovernmentOrganization", "name": station.committee.label},
        "publicAccess": True,
        "isAccessibleForFree": True,
    }
    if station.phone:
        data["telephone"] = station.phone
    if photos:
        data["image"] = [absolute(photo.large_url) for photo in photos]
    if site:
        data |= _place(site)
    if station.status == Station.Status.OPERATING:
        data |= _hours(_week(station), days, dates)
        if services := [line.item.service for part in offered for line in part.lines]:
            data["makesOffer"] = [{"@type": "Offer", "itemOffered": _named(service)} for service in services]
    return data


def service_data(service: Service, cards: Sequence[Card]) -> dict[str, Any]:
    """The service: for whom, at what cost, by whom and for which area, as far as rows hold it."""
    data: dict[str, Any] = {"@context": "https://schema.org"} | _named(service)
    data["serviceType"] = service.get_situation_display()
    if cards:
        data["provider"] = [_office(card) for card in cards]
    if service.district:
        areas = [service.district.label]
    else:
        areas = list(dict.fromkeys(card.station.committee.label for card in cards))
    if areas:
        data["areaServed"] = [{"@type": "AdministrativeArea", "name": name} for name in areas]
    if service.who_label:
        data["audience"] = {"@type": "Audience", "audienceType": service.who_label}
    if not service.cost_label:
        data["offers"] = {"@type": "Offer", "price": "0", "priceCurrency": "CNY"}
    return data


def _named(service: Service) -> dict[str, Any]:
    return {
        "@type": "GovernmentService",
        "name": service.label,
        "url": absolute(service.get_absolute_url()),
    }


def _office(card: Card) -> dict[str, Any]:
    office: dict[str, Any] = {"@type": OFFICE, "name": card.name, "url": absolute(card.url)}
    if card.address:
        office["address"] = _address(card.address)
    return office


def _place(site: Site) -> dict[str, Any]:
    place: dict[str, Any] = {"address": _address(str(site))}
    if point := site.point:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": round(point.lat, 5),
            "longitude": round(point.lon, 5),
        }
    return place


def _address(words: str) -> dict[str, str]:
    return {"@type": "PostalAddress", "streetAddress": words, "addressCountry": "CN"}


def _week(station: Station) -> Week:
    week: dict[int, list[Interval]] = {}
    for weekday, opens, closes in station.week.order_by("opens").values_list("weekday", "opens", "closes"):
        week.setdefault(weekday, []).append((opens, closes))
    return week


def _hours(week: Week, days: Days, dates: Sequence[date]) -> dict[str, Any]:
    regular = regular_hours(week, unsure(days, dates), dates[0])
    special = special_hours(week, days, dates)
    lists = {
        "openingHoursSpecification": [_regular(one) for one in regular],
        "specialOpeningHoursSpecification": [line for one in special for line in _special(one)],
    }
    return {name: lines for name, lines in lists.items() if lines}


def _regular(hours: Regular) -> dict[str, Any]:
    since, through = hours.span
    opens, closes = hours.interval
    line: dict[str, Any] = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{WEEKDAYS[weekday]}" for weekday in hours.weekdays],
        "opens": f"{opens:%H:%M}",
        "closes": f"{closes:%H:%M}",
    }
    if since:
        line["validFrom"] = since.isoformat()
    if through:
        line["validThrough"] = through.isoformat()
    return line


def _special(hours: Special) -> Iterable[dict[str, str]]:
    written = [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in hours.intervals]
    for opens, closes in written or [SHUT]:
        yield {
            "@type": "OpeningHoursSpecification",
            "opens": opens,
            "closes": closes,
            "validFrom": hours.first.isoformat(),
            "validThrough": hours.last.isoformat(),
        }
