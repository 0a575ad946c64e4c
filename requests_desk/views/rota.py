"""The duty rota: whose week it is, the weeks to come, and the hours of those from outside."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from requests_desk.actions.rota import give_this_week
from requests_desk.forms.rota import TurnForm
from requests_desk.models import RotaParty
from requests_desk.rules.turns import turn_of
from requests_desk.views.at_desk import sit_down
from stations.models import Station

WEEKS = 6


def weeks(
    station: Station, parties: list[RotaParty], today: date
) -> list[tuple[date, date, RotaParty | None]]:
    """This week and the next ones, Monday to Sunday, each with the party whose turn it is."""
    monday = today - timedelta(days=today.weekday())
    began = station.rota_began_on
    found = []
    for week in range(WEEKS):
        begins = monday + timedelta(weeks=week)
        party = turn_of(begins, began, parties) if began else None
        found.append((begins, begins + timedelta(days=6), party))
    return found


@worker_required
def rota(request: HttpRequest) -> HttpResponse:
    """The wheel of one station; its committee's head may turn it."""
    worker, station, stations = sit_down(request)
    parties = list(station.rota_parties.select_related("body"))
    may_turn = station.committee_id in worker.scope.head_committees and bool(parties)
    if request.method == "POST" and not may_turn:
        raise NotAllowed
    form = TurnForm(request.POST if request.method == "POST" else None, parties=parties)
    if form.is_valid():
        give_this_week(party=form.cleaned_data["party"], worker=worker, at=timezone.now())
        messages.success(request, _("This week: %(party)s.") % {"party": form.cleaned_data["party"]})
        return redirect("desk:rota")
    page = {
        "section": "rota", "place": station, "station": station, "stations": stations, "parties": parties,
        "weeks": weeks(station, parties, timezone.localdate()), "duties": station.duty_hours.all(),
        "may_turn": may_turn, "form": form,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rota/rota.html", page)
