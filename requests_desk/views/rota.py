"""The duty rota: whose week it is, the weeks to come, who takes turns, and swaps."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.words import formatted
from requests_desk.actions.rota import give_this_week, seat_parties, swap_weeks
from requests_desk.forms.rota import SeatsForm, SwapForm, TurnForm
from requests_desk.models import RotaException, RotaParty
from requests_desk.rules.turns import monday_of, weeks_from
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import at, button_on
from stations.models import Estate, EstateBody, ServiceArea, Station, Worker

WEEKS = 8

Weeks = list[tuple[date, date, RotaParty | None, bool]]


def weeks(station: Station, parties: list[RotaParty], today: date) -> Weeks:
    """This week and the next ones, Monday and Sunday of each, whose it is, and whether that is an exception."""
    found = RotaException.objects.from_week(station, monday_of(today))
    exceptions = {row.monday: row.party for row in found}
    turns = weeks_from(today, WEEKS, station.rota_began_on, parties, exceptions)
    return [(monday, monday + timedelta(days=6), party, monday in exceptions) for monday, party in turns]


def on_duty(station: Station, today: date) -> RotaParty | None:
    """The party from outside the committee whose week it is; None while the committee itself sits there."""
    parties = list(station.rota_parties.select_related("body")) if station.rota_began_on else []
    party = weeks(station, parties, today)[0][2] if parties else None
    return party if party is not None and party.body_id is not None else None


def head_at(request: HttpRequest) -> tuple[Worker, Station]:
    """Who works at which station, if they head its committee. Raises NotAllowed."""
    worker, station, _stations = sit_down(request)
    if station.committee_id not in worker.scope.head_committees:
        raise NotAllowed
    return worker, station


def show(request: HttpRequest, form: TurnForm | SwapForm | None = None, status: int = 200) -> HttpResponse:
    """The wheel of one station; ``form`` stands there again with its errors."""
    worker, station, stations = sit_down(request)
    parties = list(station.rota_parties.select_related("body"))
    rows = weeks(station, parties, timezone.localdate())
    context = {
        "section": "rota", "place": station, "station": station, "stations": stations, "parties": parties,
        "weeks": rows, "duties": station.duty_hours.prefetch_related("changes"), "today": timezone.localdate(),
        "is_head": station.committee_id in worker.scope.head_committees,
        "turn_form": form if isinstance(form, TurnForm) else TurnForm(parties=parties),
        "swap_form": form if isinstance(form, SwapForm) else SwapForm(weeks=choices(rows)), "form": form,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rota/rota.html", context, status=status)


def choices(rows: Weeks) -> list[tuple[date, str]]:
    """The weeks that somebody has, in words."""
    return [
        (monday, f"{formatted(monday, 'weekday')} · {party}")
        for monday, _sunday, party, _other in rows
        if party
    ]


@worker_required
def rota(request: HttpRequest) -> HttpResponse:
    """Whose week; the committee's head may turn the wheel."""
    if request.method != "POST":
        return show(request)
    worker, station = head_at(request)
    parties = list(station.rota_parties.select_related("body", "station"))
    if not parties:
        raise NotAllowed
    form = TurnForm(request.POST, parties=parties)
    if not form.is_valid():
        return show(request, form)
    give_this_week(party=form.cleaned_data["party"], worker=worker, at=timezone.now())
    messages.success(request, _("This week: %(party)s.") % {"party": form.cleaned_data["party"]})
    return redirect("desk:rota")


@worker_required
@button_on(at("desk:rota"))
def rota_swap(request: HttpRequest) -> HttpResponse:
    """Two weeks change places."""
    worker, station = head_at(request)
    parties = list(station.rota_parties.select_related("body"))
    form = SwapForm(request.POST, weeks=choices(weeks(station, parties, timezone.localdate())))
    if not form.is_valid():
        return show(request, form)
    try:
        swap_weeks(station=station, worker=worker, at=timezone.now(), **form.cleaned_data)
    except PortalError as error:
        form.add_error(None, f"{error.sentence} {error.next_step}")
        return show(request, form, error.status)
    messages.success(request, _("The two weeks are swapped."))
    return redirect("desk:rota")


@worker_required
def rota_parties(request: HttpRequest) -> HttpResponse:
    """Who takes turns, in which order."""
    worker, station = head_at(request)
    parties = list(station.rota_parties.select_related("body"))
    form = SeatsForm(
        request.POST if request.method == "POST" else None, parties=parties, bodies=bodies_of(station)
    )
    if form.is_valid():
        seat_parties(station=station, seats=form.seats, worker=worker, at=timezone.now())
        messages.success(request, _("The wheel is kept. Whoever had this week keeps it."))
        return redirect("desk:rota")
    context = {"section": "rota", "place": station, "station": station, "form": form}
    return TemplateResponse(request, "requests_desk/rota/parties.html", context)


def bodies_of(station: Station) -> list[EstateBody]:
    """The bodies of the committee's estates, and of those the station serves."""
    served = ServiceArea.objects.filter(station=station).values("estate")
    estates = Estate.objects.filter(Q(committee=station.committee_id) | Q(pk__in=served))
    rows = EstateBody.objects.filter(estate__in=estates).select_related("estate")
    return list(rows.order_by("estate", "kind", "name"))
