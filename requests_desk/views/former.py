"""Came before? Former tickets beside the form, found by what is typed so far; masked, and of one's own desk alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.codes import clean_reference
from portal.common.errors import PortalError, TooManyTries
from portal.common.limits import allow
from requests_desk.actions.walk_ins import came_again
from requests_desk.forms.tickets import NoteForm
from requests_desk.models import Ticket
from requests_desk.models.ticket import TicketQuerySet
from requests_desk.rules.former import Wanted, wanted
from requests_desk.views.at_desk import at_desk
from requests_desk.views.posted import at, button_on
from stations.models import Worker

MOST = 8
LOOKS, WINDOW = 300, timedelta(minutes=10)  # of one worker: a person a minute, typed with many a rest


@dataclass(frozen=True)
class Former:
    """One ticket in the list: why it is there, and whether new words can be written on it."""

    ticket: Ticket
    why: str
    open: bool
    mine: bool


@worker_required
@button_on(at("desk:ticket_new"))
def former(request: HttpRequest) -> HttpResponse:
    """The list alone, as a piece of the page, while somebody types. By POST: neither a name nor a phone
    stands in an address."""
    return TemplateResponse(
        request, "requests_desk/tickets/former.html", came_before(request, at_desk(request))
    )


def came_before(request: HttpRequest, worker: Worker) -> dict[str, Any]:
    """What the list needs: ``former`` rows and whether anything was ``looked`` for; or ``too_many`` looks; or, where
    the button was pressed, that it is ``too_short`` to mean one person."""
    what = meant(request.POST)
    if not what:
        return {"former": [], "looked": False, "too_short": "look" in request.POST}
    try:
        allow(f"former:{worker.pk}", at=timezone.now(), most=LOOKS, window=WINDOW)
    except TooManyTries:
        return {"former": [], "looked": True, "too_many": True}
    rows = found(worker, what)
    return {"former": rows, "looked": True, "still_open": sum(row.open for row in rows)}


def meant(typed: QueryDict) -> Wanted:
    """What the half-filled form says about who it is."""
    return wanted(phone=typed.get("phone", ""), name=typed.get("name", ""), reference=typed.get("slip", ""))


def found(worker: Worker, what: Wanted) -> list[Former]:
    """At most eight tickets of the worker's own desk: by reference, by phone, by name, the newest of each first.
    A statement for each that was typed."""
    own = (
        Ticket.objects.in_scope_of(worker)
        .at_desk_of(worker)
        .select_related("matter", "responsible", "station")
    )
    ways: list[tuple[str, TicketQuerySet]] = []
    if what.reference:
        ways.append((_("this reference"), own.filter(reference=what.reference)))
    if what.phone:
        ways.append((_("same phone"), own.filter(phone=what.phone)))
    elif what.phone_end:
        ways.append((_("phone ends so"), own.phone_ends(what.phone_end)))
    if what.name:
        ways.append((_("same name"), own.filter(name__startswith=what.name)))
    rows: dict[int, Former] = {}
    for why, tickets in ways:
        for ticket in tickets.order_by("-arrived_at", "-pk")[:MOST]:
            known = rows.get(ticket.pk)
            reason = _("%(one)s, %(other)s") % {"one": known.why, "other": why} if known else why
            rows[ticket.pk] = Former(ticket, reason, ticket.is_open, ticket.responsible_id == worker.pk)
    return list(rows.values())[:MOST]


def note_on(request: HttpRequest, worker: Worker, reference: str) -> HttpResponse | str:
    """One press: what was typed becomes a word on the former ticket and no new ticket is made. Gives the way on, or
    the sentence why not. 404 for what is not of this desk."""
    ticket = own_ticket(worker, reference)
    form = NoteForm({"text": request.POST.get("words", "")})
    if not form.is_valid():
        return str(form.errors["text"][0])
    try:
        came_again(ticket=ticket, worker=worker, at=timezone.now(), text=form.cleaned_data["text"])
    except PortalError as error:
        return f"{error.sentence} {error.next_step}".strip()
    messages.success(request, _("%(ticket)s: their words stand on it now.") % {"ticket": ticket.reference})
    return redirect(ticket)


def own_ticket(worker: Worker, reference: str) -> Ticket:
    """The ticket of that reference at the worker's own desk; 404 for all others."""
    try:
        wanted_one = clean_reference(reference)
    except ValueError as reason:
        raise Http404 from reason
    return get_object_or_404(Ticket.objects.in_scope_of(worker).at_desk_of(worker), reference=wanted_one)
