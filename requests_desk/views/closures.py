"""Closing for a day: first the visits that hits, then the notice, and everybody is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.access import worker_required
from requests_desk.actions.closures import DayOver, ListChanged, close_day, reopen_day, visits_hit
from requests_desk.forms.closures import ClosureForm
from requests_desk.models import Visit
from requests_desk.views.at_desk import own_stations, sit_down
from requests_desk.views.posted import button_on
from stations.models import OpeningException


@worker_required
def closure_new(request: HttpRequest) -> HttpResponse:
    """Choose station, day and reason (GET looks), see the visits that hits, confirm (POST closes)."""
    worker, station, stations = sit_down(request)
    now, today = timezone.now(), timezone.localdate()
    posted = request.method == "POST"
    typed = request.POST if posted else request.GET if "day" in request.GET else None
    form = ClosureForm(
        typed,
        stations=stations,
        today=today,
        initial={"station": station.slug, "day": today, "reason_en": ""},
    )
    hit: list[Visit] | None = None
    status = 200
    if form.is_valid():
        data = form.cleaned_data
        if posted:
            try:
                gone = close_day(worker=worker, at=now, seen=seen(request), **data)
                return closed(request, gone)
            except (ListChanged, DayOver) as error:
                form.add_error(None, f"{error.sentence} {error.next_step}")
                status = error.status
        hit = visits_hit(station=data["station"], day=data["day"], at=now)
    page = {
        "section": "close", "place": station, "form": form, "hit": hit, "today": today,
        "closures": OpeningException.objects.filter(station__in=stations, date__gte=today, opens=None)
        .select_related("station").order_by("date", "pk"),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/closures/new.html", page, status=status)


def seen(request: HttpRequest) -> list[int]:
    """The keys of the visits that stood on the page when the button was pressed."""
    return [int(key) for key in request.POST.getlist("seen") if key.isascii() and key.isdigit()]


def closed(request: HttpRequest, gone: list[Visit]) -> HttpResponse:
    """Say what became of the visits, and go where there is something left to do."""
    by_phone = sum(1 for visit in gone if visit.reached_by == "call")
    said = [_("The station is closed that day.")]
    if gone:
        said.append(
            ngettext("%(n)d visit is called off.", "%(n)d visits are called off.", len(gone))
            % {"n": len(gone)}
        )
    if by_phone:
        said.append(
            ngettext("%(n)d person must be rung.", "%(n)d people must be rung.", by_phone) % {"n": by_phone}
        )
    messages.success(request, " ".join(said))
    return redirect("desk:call_list" if by_phone else "desk:closure_new")


def closed_day(request: HttpRequest, pk: int) -> OpeningException:
    """That closed day of one of one's own stations; 404 for all others."""
    worker, _station, _stations = sit_down(request)
    rows = OpeningException.objects.select_related("station").filter(opens=None)
    return get_object_or_404(rows, pk=pk, station__in=own_stations(worker))


def list_of(request: HttpRequest, pk: int) -> str:
    """The page with the closed days, for whoever may open that one again."""
    closed_day(request, pk)
    return "desk:closure_new"


@worker_required
@button_on(list_of)
def closure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed day again, in its ordinary hours. Visits called off stay called off."""
    worker: Any = request.user
    row = closed_day(request, pk)
    reopen_day(station=row.station, day=row.date, worker=worker, at=timezone.now())
    messages.success(request, _("The station opens that day as usual. Visits that were called off stay so."))
    return redirect("desk:closure_new")
