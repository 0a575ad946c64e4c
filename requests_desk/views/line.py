"""The end of the line of the day: who is still in it, closing it, and opening it again."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.access import worker_required
from requests_desk.actions.line import order_of
from requests_desk.actions.line_ends import close_line, reopen_line
from requests_desk.models import Line, Ticket
from requests_desk.views.at_desk import sit_down
from requests_desk.views.board import expected, slip
from requests_desk.views.posted import at, button_on
from requests_desk.views.ticket_page import turn_of

# How they stand in the line, by what is to be done about it; and what each group is called.
GROUPS = {"waits": "waiting", "mine": "called", "theirs": "called", "aside": "aside"}
TITLES = {
    "waiting": gettext_lazy("Still waiting"),
    "called": gettext_lazy("Called"),
    "aside": gettext_lazy("Set aside"),
    "serving": gettext_lazy("Being served"),
}


@worker_required
def line(request: HttpRequest) -> HttpResponse:
    """Everybody whom the day still owes something, each with the steps that end it."""
    worker, station, stations = sit_down(request)
    now = timezone.now()
    today = timezone.localdate(now)
    here = Ticket.objects.in_scope_of(worker).of_day(station, today)
    people = here.filter(state__in=[Ticket.State.WAITING, Ticket.State.SERVING])
    left: dict[str, list[Ticket]] = defaultdict(list)
    for one in sorted(
        people.select_related("matter", "responsible", "called_by"), key=lambda row: order_of(row, now)
    ):
        serving = one.state == Ticket.State.SERVING
        left["serving" if serving else GROUPS[turn_of(one, worker)]].append(one)
    page = {
        "section": "board", "place": station, "station": station, "stations": stations, "undo": slip(request),
        "line": Line.objects.filter(station=station, day=today).select_related("closed_by").first(),
        "left": [(TITLES[group], group, left[group]) for group in TITLES if left[group]],
        "heads": station.committee_id in worker.scope.head_committees,
        "visits": expected(station, worker, today),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/queue/line.html", page)


@worker_required
@button_on(at("desk:line"))
def line_close(request: HttpRequest) -> HttpResponse:
    """No further numbers today."""
    worker, station, _stations = sit_down(request)
    close_line(station=station, worker=worker, at=timezone.now())
    messages.success(request, _("The line is closed: no further numbers today."))
    return redirect("desk:line")


@worker_required
@button_on(at("desk:line"))
def line_open(request: HttpRequest) -> HttpResponse:
    """It was closed too early."""
    worker, station, _stations = sit_down(request)
    reopen_line(station=station, worker=worker, at=timezone.now())
    messages.success(request, _("The line is open again: numbers go on where they stopped."))
    return redirect("desk:board")
