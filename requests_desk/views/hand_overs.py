"""Hand-overs: offer a ticket, and what the addressee says to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.common.access import worker_required
from requests_desk.actions import hand_overs
from requests_desk.forms.hand_overs import TakeBackForm
from requests_desk.forms.tickets import StepForm
from requests_desk.models import HandOver, Ticket
from requests_desk.views.posted import button_on
from requests_desk.views.ticket_page import (
    decline_form,
    form_of,
    hand_over_form,
    load,
    open_offer,
    sheet_of,
    step,
)


def waiting(ticket: Ticket) -> HandOver:
    """The open offer at this moment. Raises AlreadyDecided."""
    offer = open_offer(ticket)
    if offer is None:
        raise hand_overs.AlreadyDecided
    return offer


@worker_required
@button_on(sheet_of)
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer it to one addressee, with a reason."""
    worker: Any = request.user
    form = hand_over_form(load(worker, reference), request.POST, auto_id="hand_over_%s")
    return step(
        request, reference, "hand_over", form,
        lambda row, worker, at: hand_overs.offer(
            ticket=row, worker=worker, at=at, reason=form.cleaned_data["reason"], **form.cleaned_data["addressee"]
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """The addressee takes it; or a worker writes down who said yes."""
    worker: Any = request.user
    offer = open_offer(load(worker, reference))
    form = form_of("accept", offer)(request.POST, auto_id="accept_%s")
    return step(
        request, reference, "accept", form,
        lambda row, worker, at: hand_overs.accept(
            hand_over=waiting(row), worker=worker, at=at, **form.cleaned_data
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """The addressee refuses, with a reason and where to turn next."""
    worker: Any = request.user
    ticket = load(worker, reference)
    form = decline_form(ticket, open_offer(ticket), request.POST, auto_id="decline_%s")
    return step(
        request, reference, "decline", form,
        lambda row, worker, at: hand_overs.decline(
            hand_over=waiting(row), worker=worker, at=at, **form.cleaned_data
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The giver takes the offer back."""
    return step(
        request, reference, "withdraw", StepForm(request.POST),
        lambda row, worker, at: hand_overs.withdraw(hand_over=waiting(row), worker=worker, at=at),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """What a body took comes back undone."""
    form = TakeBackForm(request.POST, auto_id="take_back_%s")
    return step(
        request, reference, "take_back", form,
        lambda row, worker, at: hand_overs.take_back(
            ticket=row, worker=worker, at=at, reason=form.cleaned_data["reason"]
        ),
    )  # fmt: skip
