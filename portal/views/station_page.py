"""A station's page: it reads like the door, and shows what stands beside what happens."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from portal.common.links import absolute
from portal.views.activities import on_at
from portal.views.duty import duty_of
from requests_desk.views.counting import figures_of, moved_on
from requests_desk.views.rooms import with_next_use
from requests_desk.views.thanks import thanks_of
from stations.models import Estate, Station
from stations.rules.front import Front, front
from stations.views.calendar import calendar_of, dates_shown
from stations.views.cards import NOT_OPERATING, door, opening_days
from stations.views.checklist import sections
from stations.views.grids import blocks_of
from stations.views.linked_data import station_data
from stations.views.maps import map_apps, map_of
from stations.views.moves import began_on, moving
from stations.views.stories import amenities_of, story_of


@public(cached=True)
def station_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The sign, the move, the map, rooms, checklist, duty, calendar, blocks, partners, story, pledge."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    station = load(slug)
    site = station.site
    dates = dates_shown(today)
    days = opening_days([station], now, ahead=len(dates)).get(station.pk, {})
    seen = pictures_of(station)
    move = moving(station, served(station), began_on(station.committee))
    context: dict[str, Any] = {
        "section": "stations",
        "station": station,
        "committee": station.committee,
        "site": site,
        "planned_on": planned_on(station),
        "operating": station.status == Station.Status.OPERATING,
        "door": (sign := door(days, now)),
        "not_operating": NOT_OPERATING.get(station.status, ""),
        "move": move,
        **seen,
        "map": map_of(site, move.ways),
        "map_apps": map_apps(station, site),
        "rooms": with_next_use(station, now),
        "sections": (offered := sections(station, today)),
        "bookable": sign.state != "unknown"
        and any(line.item.bookable for part in offered for line in part.lines),
        "opened": request.GET.get("open", ""),
        "duty": duty_of(station, now),
        "activities": on_at(station, now),
        "calendar": calendar_of(station, days, today),
        "blocks": (blocks := blocks_of(station.committee)).rows,
        "spread": blocks.spread,
        "partners": list(station.partners.order_by("force", "pk")),
        "amenities": amenities_of(station),
        "story": story_of(station),
        **counted(station, today),
        "linked_data": station_data(station, site, days, dates, offered, seen["photos"]),
    }
    return TemplateResponse(request, "portal/station_page.html", context)


def load(slug: str) -> Station:
    """The station with its site, committee, street, district, host estate and plan."""
    rows = Station.objects.with_site().select_related(
        "committee__subdistrict__parent",
        "committee__relocation__programme",
        "host_estate",
        "origin",
        "site",  # type: ignore[misc]
    )
    return get_object_or_404(rows, slug=slug)


def counted(station: Station, today: date) -> dict[str, Any]:
    """The station in figures, and its committee's volunteers. Seven statements."""
    sites = list(station.sites.all())
    return {
        "figures": figures_of(station, sites, today),
        "moved_on": moved_on(sites),
        "thanks": thanks_of(station.committee, today),
    }


def pictures_of(station: Station) -> dict[str, Any]:
    """Its photographs and the whole address of the first, else its drawn front. One statement."""
    photos = list(station.photos.order_by("position", "pk"))
    photos.sort(key=lambda photo: photo.tells_of_the_past)  # how it is now comes first
    return {
        "photos": photos,
        "picture": absolute(photos[0].large_url) if photos else "",
        "front": None if photos else front_of(station),
    }


def front_of(station: Station) -> Front | None:
    """What is drawn of its door; nothing where it has none."""
    site = station.site
    if site is None:
        return None
    return front(
        name=station.own_name or station.label,
        street_front=site.street_front,
        step_free=site.step_free,
        floor=site.floor,
    )


def served(station: Station) -> list[Estate]:
    """The estates it serves, those first whose primary station it is."""
    return list(Estate.objects.filter(areas__station=station).order_by("-areas__primary", "pk"))


def planned_on(station: Station) -> date | None:
    """By which day a planned station is to open: its site's first day, else what the plan promises."""
    site = station.site
    if site and site.used_from:
        return site.used_from
    relocation = getattr(station.committee, "relocation", None)
    return relocation.promised_on if relocation and station.kind == Station.Kind.MAIN else None
