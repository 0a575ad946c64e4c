"""Parties' links: made and withdrawn at the ticket, opened by a property company or an office without an account."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.common.access import public, worker_required
from portal.common.again import EXPIRED, shown_again_by
from portal.common.codes import new_token
from portal.common.errors import PortalError
from portal.common.keeping import days_kept
from portal.common.limits import allow, client_address
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.actions import party_links
from requests_desk.actions.tickets import WrongState, must_answer_for
from requests_desk.forms.party_links import PartyAcceptForm, PartyDeclineForm, PartyWordForm
from requests_desk.models import HandOver, PartyLink, Ticket, TicketEvent, TicketNote
from requests_desk.rules.for_outsiders import without_person
from requests_desk.views.posted import button_on, seed_of
from requests_desk.views.private import by_link
from requests_desk.views.ticket_page import load, sheet_of

LOOKS, WINDOW = 120, timedelta(hours=1)  # from one address of the net: nobody guesses 192 bits
KEY = re.compile(r"[A-Za-z0-9_-]{16,43}")
FORMS: dict[str, type[forms.Form]] = {
    "accept": PartyAcceptForm, "decline": PartyDeclineForm, "word": PartyWordForm, "answer": PartyWordForm,
}  # fmt: skip
SAID: dict[str, Any] = {
    TicketEvent.Kind.ACCEPTED: gettext_lazy("taken on"),
    TicketEvent.Kind.PARTY_WORD: gettext_lazy("how it stands"),
    TicketEvent.Kind.PARTY_ANSWER: gettext_lazy("answer given"),
}


def handed_out(ticket: Ticket) -> HandOver:
    """The hand-over at which the ticket stands. Raises WrongState where there is none."""
    row = ticket.hand_overs.select_related("to_body", "to_worker", "to_division").last()
    if row is None:
        raise WrongState
    return row


@worker_required
@button_on(sheet_of)
def ticket_party_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a link for whoever was asked: as text, square and letter, on this one page."""
    worker: Any = request.user
    ticket = load(worker, reference)
    must_answer_for(ticket, worker)
    try:
        row = handed_out(ticket)
        link, token = party_links.issue(
            hand_over=row, worker=worker, at=timezone.now(), seed=seed_of(request, "party-link")
        )
    except (WrongState, party_links.LinkUsed) as error:
        messages.error(request, f"{error.sentence} {error.next_step}")
        return redirect(ticket)
    url = absolute(reverse("party", args=[token]))
    page = {
        "section": "tickets", "place": ticket.station, "ticket": ticket, "hand_over": row, "link": link, "url": url,
        "qr": qr_svg(url, title=_("QR code of the link")), "phone": phone_of(ticket),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/parties/link.html", page)


@worker_required
@button_on(sheet_of)
def ticket_party_link_end(request: HttpRequest, reference: str) -> HttpResponse:
    """The link opens nothing any more."""
    worker: Any = request.user
    ticket = load(worker, reference)
    must_answer_for(ticket, worker)
    try:
        party_links.end(hand_over=handed_out(ticket), worker=worker, at=timezone.now())
    except WrongState as error:
        messages.error(request, f"{error.sentence} {error.next_step}")
    else:
        messages.success(request, _("The link opens nothing any more."))
    return redirect(ticket)


def phone_of(ticket: Ticket) -> str:
    """Whom to ring about it."""
    return ticket.station.phone or ticket.committee.phone


@by_link
def party_again(request: HttpRequest, token: str) -> HttpResponse:
    """The page with what was typed into it: its form had expired. Nothing is done."""
    now = timezone.now()
    try:
        link = party_links.find(token, at=now)
    except party_links.NoLink as error:
        return no_link(request, error)
    do, form = sent(request)
    if form is not None:
        form.add_error(None, EXPIRED)
    return party_page(request, link, do, form)


@require_http_methods(["GET", "HEAD", "POST"])
@public()
@by_link
@shown_again_by(party_again)
def party(request: HttpRequest, token: str) -> HttpResponse:
    """What a party is asked, and its answer. A link that opens nothing is one page, whatever the reason."""
    now = timezone.now()
    allow(f"party:{client_address(request)}", at=now, most=LOOKS, window=WINDOW)
    do, form = sent(request)
    if form is not None and party_links.said_already(token, key_of(request)):
        return thanked(request, token, do)
    try:
        link = party_links.find(token, at=now)
        if form is None or not form.is_valid():
            return party_page(request, link, do, form)
        try:
            speak(link, do, form.cleaned_data, key_of(request), now)
        except party_links.NoLink:
            raise
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}".strip())
            return party_page(request, party_links.find(token, at=now), do, form, status=error.status)
    except party_links.NoLink as error:
        return no_link(request, error)
    return thanked(request, token, do)


def no_link(request: HttpRequest, error: party_links.NoLink) -> HttpResponse:
    return TemplateResponse(
        request, "requests_desk/parties/no_link.html", {"error": error}, status=error.status
    )


def thanked(request: HttpRequest, token: str, do: str) -> HttpResponse:
    """Back to the page that says so; a party that has declined has no page to go back to."""
    if do == "decline":
        return TemplateResponse(request, "requests_desk/parties/declined.html")
    return redirect(f"{reverse('party', args=[token])}?said={do}")


def sent(request: HttpRequest) -> tuple[str, forms.Form | None]:
    """What the party does, and its form filled in; nothing where it only looks."""
    do = request.POST.get("do", "")
    if request.method != "POST" or do not in FORMS:
        return "", None
    return do, FORMS[do](request.POST, auto_id=f"{do}_%s")


def key_of(request: HttpRequest) -> str:
    """The key of the form that was sent, so that it counts once; a fresh one for a new form."""
    key = request.POST.get("key", "")
    return key if KEY.fullmatch(key) else new_token()


def speak(link: PartyLink, do: str, said: dict[str, Any], key: str, at: datetime) -> None:
    """Do what was asked for."""
    if do == "accept":
        party_links.accept(link=link, at=at, key=key, **said)
    elif do == "decline":
        party_links.decline(link=link, at=at, key=key, **said)
    else:
        party_links.say(link=link, at=at, key=key, answered=do == "answer", **said)


def party_page(
    request: HttpRequest, link: PartyLink, do: str, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    """Who asks, what, and the forms that can be sent now; ``form`` stands there as it was typed."""
    ticket, row = link.hand_over.ticket, link.hand_over
    offered = row.outcome == HandOver.Outcome.OFFERED
    word = form if do in ("word", "answer") else None
    page = {
        "link": link, "ticket": ticket, "hand_over": row, "offered": offered, "key": key_of(request),
        "phone": phone_of(ticket), "form": form, "said": request.GET.get("said", ""),
        "accept_form": form if do == "accept" else PartyAcceptForm(auto_id="accept_%s"),
        "decline_form": form if do == "decline" else PartyDeclineForm(auto_id="decline_%s"),
        "word_form": word or PartyWordForm(auto_id="word_%s"),
        "keep_days": days_kept("tickets"), **words_for(link),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/parties/party.html", page, status=status)


def words_for(link: PartyLink) -> dict[str, Any]:
    """What was asked and why it was handed over, without the person; and what the party itself has said so far."""
    ticket = link.hand_over.ticket
    events = ticket.events.filter(data__hand_over=link.hand_over_id)
    told = {event.data.get("note"): event for event in events}
    notes = list(ticket.notes.exclude(text="").order_by("at", "pk"))
    why = [note.text for note in notes if note.pk in told and told[note.pk].kind == TicketEvent.Kind.OFFERED]
    asked = [note.text for note in notes if note.kind == TicketNote.Kind.QUESTION]
    ours = [(told[note.pk], note) for note in notes if note.pk in told and told[note.pk].kind in SAID]

    def outward(texts: list[str]) -> str:
        return without_person("\n".join(texts), name=ticket.name, phone=ticket.phone)

    return {
        "asked": outward(asked),
        "why": outward(why),
        "ours": [(SAID[event.kind], n) for event, n in ours],
    }
