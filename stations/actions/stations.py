"""Stations: what changes a second row when a station, its names or its site change."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.actions.walking import recalculate_ways
from stations.models import Estate, ServiceArea, Site, Station
from stations.rules.search import search_text, sounds, street


class SiteStillInUse(PortalError):
    """The new site would begin before the one in use did."""

    sentence = _("The station moved into its present site later than that.")
    next_step = _("Enter a day after the present site's first day.")


class NoMovingDay(PortalError):
    """A station that stands somewhere gets a new site, and nobody says from when."""

    sentence = _("From which day does the station stand at its new site?")
    next_step = _("Enter the new site's first day; the old site then ends the day before.")


def reindex_stations(*, stations: Iterable[Station]) -> int:
    """Write anew the texts by which ``stations`` are found: their own names, their committee's, the
    estates they serve, the address in use, each with pinyin and initials, and the divisions they lie
    in; and how their names and their street sound, for whoever mistypes them. Returns how many
    of these texts were not right."""
    found = (
        Station.objects.filter(pk__in=[station.pk for station in stations])
        .select_related("committee__subdistrict__parent__parent", "host_estate")
        .prefetch_related(
            Prefetch("areas", ServiceArea.objects.select_related("estate")),
            Prefetch("sites", Site.objects.current(), to_attr="sites_in_use"),
        )
    )
    wrong = []
    for station in found:
        own = [station.name, station.own_name, station.committee.name]
        streets = [street(site.address) for site in station.sites_in_use]  # type: ignore[attr-defined]
        heard = sounds([*own, *(estate.name for estate in _estates(station)), *streets])
        texts = search_text(_names(station), _areas(station)), heard
        if texts != (station.search_text, station.sounds):
            station.search_text, station.sounds = texts
            wrong.append(station)
    Station.objects.bulk_update(wrong, ["search_text", "sounds"], batch_size=500)
    return len(wrong)


def _estates(station: Station) -> list[Estate]:
    hosts = [station.host_estate] if station.host_estate else []
    return [area.estate for area in station.areas.all()] + hosts


def _areas(station: Station) -> list[str]:
    street = station.committee.subdistrict
    district = street.parent
    above = [one for one in (street, district, district and district.parent) if one]
    # As an address is written, from the city down: 示范市梧桐区听雨街道桐荫居委会.
    whole = "".join(one.name for one in reversed(above)) + station.committee.name
    return [*(name for one in above for name in (one.name, one.name_en) if name), whole]


def _names(station: Station) -> list[str]:
    names = [
        station.name,
        station.own_name,
        station.name_en,
        station.committee.name,
        station.committee.name_en,
    ]
    names += [name for estate in _estates(station) for name in (estate.name, estate.name_en)]
    names += [text for site in station.sites_in_use for text in (site.address, site.address_en)]  # type: ignore[attr-defined]
    return [name for name in dict.fromkeys(names) if name]


@transaction.atomic
def move_station(*, site: Site, on: date) -> Site:
    """Let ``site`` (unsaved, of one station) be where the station stands from ``on``.

    The site in use ends the day before. Walking times to the new door are worked out, and the
    station is found by its new address. Raises SiteStillInUse when the dates cross.
    """
    station = Station.objects.select_for_update().get(pk=site.station_id)
    for old in station.sites.current():
        if old.used_from is not None and old.used_from >= on:
            raise SiteStillInUse
        old.used_until = on - timedelta(days=1)
        old.save(update_fields=["used_until"])
    site.used_from, site.used_until = on, None
    site.save()
    recalculate_ways(sites=[site])
    reindex_stations(stations=[station])
    return site


@transaction.atomic
def place_site(*, site: Site) -> Site:
    """Save ``site`` as somebody filled it in. A new one without a last day, of a station that stands
    elsewhere, is a move from its first day on; anything else is a correction.

    Walking times to the door are worked out, and the station is found by its address. Raises
    NoMovingDay or SiteStillInUse.
    """
    elsewhere = Site.objects.current().filter(station=site.station_id).exclude(pk=site.pk)
    if site.pk is None and site.used_until is None and elsewhere.exists():
        if site.used_from is None:
            raise NoMovingDay
        return move_station(site=site, on=site.used_from)
    site.save()
    recalculate_ways(sites=[site])
    reindex_stations(stations=[site.station])
    return site
