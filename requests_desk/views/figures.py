"""The station in figures, for its own desk: lately, and before and after the move."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import worker_required
from requests_desk.rules.figures import DAYS
from requests_desk.views.at_desk import sit_down
from requests_desk.views.counting import figures_of, moved_on
from requests_desk.views.thanks import thanks_of


@worker_required
def figures(request: HttpRequest) -> HttpResponse:
    """What was counted at one station in the last 30 days and in the 30 before."""
    _worker, station, stations = sit_down(request)
    today = timezone.localdate()
    sites = list(station.sites.all())
    context = {
        "section": "figures", "place": station, "station": station, "stations": stations, "days": DAYS,
        "figures": figures_of(station, sites, today), "moved_on": moved_on(sites),
        "thanks": thanks_of(station.committee, today),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/figures/desk.html", context)
