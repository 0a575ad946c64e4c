"""The line at the bar: call the next, receive them, or whatever else becomes of somebody who waits."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from requests_desk.actions import line, queue, tickets
from requests_desk.forms.tickets import StepForm
from requests_desk.models import Ticket
from requests_desk.views.at_desk import desk_of, sit_down
from requests_desk.views.posted import at, button_on
from requests_desk.views.ticket_page import sheet_of, step


@worker_required
@button_on(at("desk:board"))
def call_next(request: HttpRequest) -> HttpResponse:
    """Call the first in line to this worker; whoever comes too late is told that nobody waits."""
    worker, station, _stations = sit_down(request)
    try:
        ticket = line.call_next(
            station=station, worker=worker, at=timezone.now(), desk=desk_of(request, station)
        )
    except (line.NobodyWaits, line.StillCalling, line.WhichDesk) as error:
        messages.warning(request, f"{error.sentence} {error.next_step}".strip())
    else:
        messages.success(request, called_words(ticket))
        return redirect(f"{reverse('desk:board')}?{urlencode({'undo': ticket.reference})}")
    return redirect("desk:board")


def called_words(ticket: Ticket) -> str:
    """Which number is called, and where to if there is a choice."""
    if ticket.called_to is None:
        return _("Number %(number)s is called.") % {"number": ticket.number}
    return _("Number %(number)s is called to desk %(desk)s.") % {
        "number": ticket.number,
        "desk": ticket.called_to,
    }


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
    """They could not wait, and have gone."""
    return step(
        request, reference, "leave", StepForm(request.POST),
        lambda ticket, worker, at: tickets.leave(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def call_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Nobody has come yet."""
    return step(
        request, reference, "call_again", StepForm(request.POST),
        lambda ticket, worker, at: queue.call_again(
            ticket=ticket, worker=worker, at=at, desk=desk_of(request, ticket.station)
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def not_here(request: HttpRequest, reference: str) -> HttpResponse:
    """Called, and nobody came: set aside."""
    return step(
        request, reference, "not_here", StepForm(request.POST),
        lambda ticket, worker, at: queue.not_here(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def park(request: HttpRequest, reference: str) -> HttpResponse:
    """They go and come back later: set aside, and their place is kept."""
    return step(
        request, reference, "park", StepForm(request.POST),
        lambda ticket, worker, at: queue.park(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def line_up(request: HttpRequest, reference: str) -> HttpResponse:
    """They are here again."""
    return step(
        request, reference, "line_up", StepForm(request.POST),
        lambda ticket, worker, at: queue.line_up(ticket=ticket, worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """From a colleague who is busy, or away."""
    return step(
        request, reference, "take_over", StepForm(request.POST),
        lambda ticket, worker, at: queue.take_over(
            ticket=ticket, worker=worker, at=at, desk=desk_of(request, ticket.station)
        ),
    )  # fmt: skip
