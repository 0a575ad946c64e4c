"""The line at the bar: call the next, receive them, or whatever else becomes of somebody who waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from requests_desk.actions import line, queue, tickets
from requests_desk.forms.tickets import StepForm
from requests_desk.models import Ticket
from requests_desk.views.at_desk import desk_numbers, desk_of, remember_seat, sit_down
from requests_desk.views.board import busy_desks
from requests_desk.views.posted import at, button_on
from requests_desk.views.step_words import TITLES
from requests_desk.views.ticket_page import PAGES, sheet_of, step
from stations.models import Worker


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
    return to_a_desk(request, reference, "call_again", queue.call_again)


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
    return to_a_desk(request, reference, "take_over", queue.take_over)


def to_a_desk(request: HttpRequest, reference: str, name: str, act: Callable[..., Ticket]) -> HttpResponse:
    """A step that calls the person to the worker's desk. Where its number is not known it is asked for, and the answer
    makes the step."""

    def do(ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
        if "desk" in request.POST:
            remember_seat(request, ticket.station)
        return act(ticket=ticket, worker=worker, at=at, desk=desk_of(request, ticket.station))

    try:
        return step(request, reference, name, StepForm(request.POST), do)
    except line.WhichDesk as error:
        return which_desk(request, sheet_of(request, reference), name, error)


def which_desk(request: HttpRequest, ticket: Ticket, name: str, error: line.WhichDesk) -> HttpResponse:
    """The question, with the step waiting behind its answer."""
    worker: Any = request.user
    busy = busy_desks(worker, ticket.station, timezone.localdate())
    page = {
        "section": "board", "place": ticket.station, "ticket": ticket, "error": error, "step": TITLES[name],
        "desks": [(one, busy.get(one, "")) for one in desk_numbers(ticket.station)],
        "from": request.POST.get("from", "") if request.POST.get("from", "") in PAGES else "",
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/queue/which_desk.html", page, status=error.status)
