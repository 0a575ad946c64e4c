"""What a search field offers while somebody types: links to what is called so, as a piece of a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common.access import public
from stations.forms.directory import LONGEST_QUERY
from stations.models import Station
from stations.rules.search import normalise_query
from stations.views.directory import named_estates, ranked, registered

MOST = 7  # lines that stand above a phone's keyboard
STATIONS = 5


@dataclass(frozen=True)
class Suggestion:
    """A line: where it leads, what it is called, and what kind of thing that is."""

    url: str
    label: str
    kind: str


@public(cached=True)
def suggestions(request: HttpRequest) -> HttpResponse:
    """``?q=``: at most seven lines, none for nothing. The search itself works without them."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "").strip()
    lines = list({line.url: line for line in suggested(query)}.values())[:MOST] if query else []
    response = TemplateResponse(request, "stations/directory/suggestions.html", {"lines": lines})
    response["X-Robots-Tag"] = "noindex"
    return response


def suggested(query: str) -> Iterator[Suggestion]:
    """Estates, living rooms, services and committees that ``query`` names, in this order. Three statements."""
    if not normalise_query(query):
        return
    stations = list(
        Station.objects.published().matching(query).for_cards().order_by(*ranked(query))[:STATIONS]
    )
    estates = [estate for found in named_estates(stations, query).values() for estate in found]
    known = registered(query)
    for estate in [*estates, *known["known_estates"]]:
        yield Suggestion(reverse("estate", args=[estate.pk]), estate.label, _("Estate"))
    for station in stations:
        yield Suggestion(station.get_absolute_url(), station.label, _("Living room"))
    for service in known["services"]:
        yield Suggestion(service.get_absolute_url(), service.label, _("Service"))
    for committee in known["committees"]:
        yield Suggestion(reverse("committee", args=[committee.code]), committee.label, _("Committee"))
