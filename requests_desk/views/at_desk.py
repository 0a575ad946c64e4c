"""The worker's chair: whose desk this is, and at which station they sit now."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from stations.models import Station, Worker

CHOSEN = "station"  # the session's memory, and the name in forms and links
DESKS = "desks"  # the session's memory: at which desk of which station, by its slug


class NoStation(PortalError):
    """A desk post at a committee without an operating station."""

    status = 409
    sentence = _("Your committee has no station that operates.")
    next_step = _("Whoever looks after stations in your subdistrict can open one.")


def own_stations(worker: Worker) -> Any:
    """The operating stations at whose desk ``worker`` may sit, the main ones first."""
    rows = Station.objects.in_scope_of(worker).filter(committee__in=worker.scope.desk_committees)
    return rows.operating().select_related("committee").order_by("kind", "pk")


def chosen(request: HttpRequest, stations: list[Station]) -> Station:
    """The one the form or link names, else the one remembered, else the first. Raises NoStation."""
    by_slug = {station.slug: station for station in stations}
    asked = request.POST.get(CHOSEN) or request.GET.get(CHOSEN) or request.session.get(CHOSEN, "")
    if not stations:
        raise NoStation
    return by_slug.get(asked, stations[0])


def desk_of(request: HttpRequest, station: Station) -> int | None:
    """The number of the desk at which one sits there; None while nobody has said so, and where there is but one."""
    number = request.session.get(DESKS, {}).get(station.slug)
    return number if number in desk_numbers(station) else None


def desk_numbers(station: Station) -> range:
    """The desks one can choose from; none where there is no choice."""
    return range(1, station.desks + 1) if station.desks > 1 else range(0)


def remember_seat(request: HttpRequest, station: Station) -> None:
    """Keep at which station one sits, and at which desk if the form says so."""
    request.session[CHOSEN] = station.slug
    typed = request.POST.get("desk", "")
    if typed in map(str, desk_numbers(station)):
        request.session[DESKS] = request.session.get(DESKS, {}) | {station.slug: int(typed)}


def sit_down(request: HttpRequest) -> tuple[Worker, Station, list[Station]]:
    """Who works, at which station, and at which they could. Raises NotAllowed for people without a
    desk post, NoStation."""
    worker = at_desk(request)
    stations = list(own_stations(worker))
    return worker, chosen(request, stations), stations


def at_desk(request: HttpRequest) -> Worker:
    """The signed-in worker, if they hold a desk post. Raises NotAllowed."""
    worker: Any = request.user
    if not worker.scope.desk_committees:
        raise NotAllowed
    return worker
