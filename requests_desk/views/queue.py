"""The line at the bar: call the next, receive, or note that nobody came."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from requests_desk.actions import line, tickets
from requests_desk.forms.tickets import StepForm
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import at, button_on
from requests_desk.views.ticket_page import sheet_of, step


@worker_required
@button_on(at("desk:board"))
def call_next(request: HttpRequest) -> HttpResponse:
    """Call the first in line to this worker; whoever comes too late is told that nobody waits."""
    worker, station, _stations = sit_down(request)
    try:
        ticket = line.call_next(station=station, worker=worker, at=timezone.now())
    except (line.NobodyWaits, line.StillCalling) as error:
        messages.warning(request, f"{error.sentence} {error.next_step}".strip())
    else:
        messages.success(request, _("Number %(number)s is called.") % {"number": ticket.number})
        return redirect(f"{reverse('desk:board')}?{urlencode({'undo': ticket.reference})}")
    return redirect("desk:board")


@worker_required
@button_on(sheet_of)
def receive(request: HttpRequest, reference: str) -> HttpResponse:
    """The person stands here: from now on somebody answers for them."""
    return step(
        request, reference, "receive", StepForm(request.POST),
        lambda ticket, worker, at: tickets.receive(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Called, and nobody came; or they could not wait."""
    return step(
        request, reference, "leave", StepForm(request.POST),
        lambda ticket, worker, at: tickets.leave(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip
