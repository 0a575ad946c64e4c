"""The ticket's sheet: loaded in scope, shown with its one next step first, changed step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal.common.errors import NotAllowed, PortalError
from portal.common.form_keys import new_key
from requests_desk.actions.hand_overs import must_be_asked
from requests_desk.actions.line import WhichDesk
from requests_desk.actions.reveals import may_see_contact
from requests_desk.actions.tickets import must_answer_for, must_be_at_desk, must_be_concerned
from requests_desk.actions.undo import step_back, undoable
from requests_desk.forms import hand_overs as hand_over_forms
from requests_desk.forms import tickets as ticket_forms
from requests_desk.models import HandOver, Ticket, TicketEvent, TicketNote
from requests_desk.rules.steps import Turn, steps
from requests_desk.views.clocks import clocks
from requests_desk.views.history import history
from requests_desk.views.linked import linked_with
from requests_desk.views.party_words import party_of, passed_on, with_links
from requests_desk.views.skills import who_can
from requests_desk.views.step_words import DONE, FORWARD, KEYS, TITLES
from requests_desk.views.ticket_papers import answers_for, papers_of
from stations.models import Absence, EstateBody, Holiday, Worker

Act = Callable[[Ticket, Worker, datetime], Any]

AT_DESK = ("receive", "call_again", "not_here", "park", "line_up", "leave")
# Pages with a board's buttons on them, by the word that those send along.
PAGES = {"board": "desk:board", "line": "desk:line"}
BY_ANYBODY_CONCERNED = ("note", "reopen")
MOST_BODIES = 20
TO_DECIDE = ("accept", "decline")
# What can have become of an offer last: only the latest word counts.
OFFERS = (
    TicketEvent.Kind.OFFERED, TicketEvent.Kind.ACCEPTED, TicketEvent.Kind.DECLINED, TicketEvent.Kind.WITHDRAWN,
    TicketEvent.Kind.UNDONE,
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One step on the page: its form, where it goes, and whether it stands open."""

    name: str
    title: Any
    form: forms.Form
    url: str
    key: str
    open: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Whom somebody who declined has named: as the form for a hand-over knows them, by name; and why it was offered
    before, which holds for them too."""

    to: str
    name: str
    reason: str


def load(worker: Worker, reference: str) -> Ticket:
    """The ticket of that reference in the worker's scope; 404 for all others."""
    rows = Ticket.objects.in_scope_of(worker).select_related(
        "station", "committee__subdistrict", "matter", "estate", "responsible", "first_receiver", "opinion"
    )
    return get_object_or_404(with_deputy(rows), reference=reference)


def with_deputy(rows: Any) -> Any:
    """Adds who stands in today for whoever is responsible, by name, and until when; both None for most."""
    today = Absence.objects.on(timezone.localdate()).filter(worker=OuterRef("responsible"))
    return rows.annotate(
        deputy=Subquery(today.values("deputy__name")[:1]), away_until=Subquery(today.values("until")[:1])
    )


def sheet_of(request: HttpRequest, reference: str) -> Ticket:
    """The ticket whose sheet holds the buttons of that reference; 404 out of scope."""
    worker: Any = request.user
    return load(worker, reference)


def open_offer(ticket: Ticket) -> HandOver | None:
    """The hand-over that waits for its answer, if there is one."""
    offers = ticket.hand_overs.offered().select_related("to_worker", "to_body", "to_division", "giver")
    return offers.first()


def decides(offer: HandOver, ticket: Ticket, worker: Worker) -> bool:
    """Whether the answer is theirs: as addressee, or in the name of a body without an account."""
    try:
        must_be_asked(offer, ticket, worker)
    except NotAllowed:
        return False
    return True


def step(request: HttpRequest, reference: str, name: str, form: forms.Form, act: Act) -> HttpResponse:
    """Do one step and go back to where its button was; or show the sheet again with what was typed.

    404 out of scope, 403 without the right, whatever the form holds. Raises WhichDesk, which has a page of its own.
    """
    worker: Any = request.user
    ticket = load(worker, reference)
    refuse(name, ticket, worker)
    status = 200
    if form.is_valid():
        try:
            act(ticket, worker, timezone.now())
        except (NotAllowed, WhichDesk):
            raise
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}".strip())
            status = error.status
        else:
            messages.success(request, DONE[name] % {"ticket": ticket.reference})
            return back(request, worker, ticket, name)
    return show(request, load(worker, reference), failed=(name, form), status=status)


def refuse(name: str, ticket: Ticket, worker: Worker) -> None:
    """Raise NotAllowed unless the step could ever be this worker's, whatever the ticket's state."""
    if name in TO_DECIDE:
        offer = open_offer(ticket)
        if offer is None:
            must_be_concerned(ticket, worker)
        elif not decides(offer, ticket, worker):
            raise NotAllowed
    elif name == "undo":
        if undoable(ticket, worker, timezone.now()) is None:
            must_be_concerned(ticket, worker)
    elif name in AT_DESK or (name == "take_over" and ticket.state == Ticket.State.WAITING):
        must_be_at_desk(ticket, worker)
    elif name in BY_ANYBODY_CONCERNED:
        must_be_concerned(ticket, worker)
    else:
        must_answer_for(ticket, worker)


def back(request: HttpRequest, worker: Worker, ticket: Ticket, name: str) -> HttpResponse:
    """To the board (or the line's own page) if the step ``name`` was made there; else to the sheet, while it may
    still be seen."""
    if page := PAGES.get(request.POST.get("from", "")):
        slip = f"?{urlencode({'undo': ticket.reference})}" if name != "undo" else ""
        return redirect(reverse(page) + slip)
    if Ticket.objects.in_scope_of(worker).filter(pk=ticket.pk).exists():
        return redirect(ticket)
    return redirect("desk:ticket_list")


def show(
    request: HttpRequest,
    ticket: Ticket,
    *,
    failed: tuple[str, forms.Form] | None = None,
    reveal_form: forms.Form | None = None,
    contact: bool = False,
    status: int = 200,
    **papers: forms.Form,
) -> HttpResponse:
    """The sheet. ``failed`` is a step whose form stands there again with its errors; ``contact`` shows
    name and phone in full, on this one answer; ``papers`` are forms of `ticket_papers` with their errors."""
    worker: Any = request.user
    now = timezone.now()
    offers = ticket.hand_overs.select_related("to_worker", "to_body__estate", "to_division", "giver")
    hand_overs = list(with_links(offers, now))
    events, notes = list(ticket.events.select_related("actor")), list(ticket.notes.select_related("author"))
    party = party_of(ticket, hand_overs, events, notes) if answers_for(ticket, worker) else None
    offer = next((one for one in hand_overs if one.outcome == HandOver.Outcome.OFFERED), None)
    tried = failed is not None and failed[0] == "undo"
    said = passed_on(party, request.GET.get("word", ""))
    choices = _choices(ticket, worker, offer, failed, request.GET.get("step", ""), said)
    leads = int(bool(choices) and (choices[0].name in FORWARD or choices[0].open))
    page = {
        "section": "tickets", "place": ticket.station, "ticket": ticket, "offer": offer, "now": now,
        "late": ticket.is_overdue(now), "clocks": clocks(ticket, now, Holiday.objects.calendar()),
        "main": choices[:leads],
        "buttons": [choice for choice in choices[leads:] if not choice.form.fields],
        "others": [choice for choice in choices[leads:] if choice.form.fields],
        "suggested": suggested(ticket, events, choices),
        "outside_bodies": outside_bodies(ticket, choices),
        "history": history(events, hand_overs, notes), "opinion": getattr(ticket, "opinion", None),
        "at_desk": ticket.committee_id in worker.scope.desk_committees,
        "undo": step_back(reversed(events), worker, now) if not tried else None,
        "can_answer": who_can(ticket.matter, ticket.committee, timezone.localdate(now)) if ticket.is_open else [],
        "may_see_contact": may_see_contact(ticket, worker),
        "reveal_form": reveal_form or ticket_forms.RevealForm(),
        "contact": contact, "party": party,
        "party_key": new_key("party-link", request, at=now) if party else "",
        "form": failed[1] if failed else reveal_form or next(iter(papers.values()), None),
        **linked_with(ticket, worker, answers=answers_for(ticket, worker)),
        **papers_of(ticket, worker, now, **papers),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/tickets/ticket.html", page, status=status)


def _open_steps(ticket: Ticket, worker: Worker, offer: HandOver | None) -> list[str]:
    """The names of the steps open to the worker. Nothing more is written about a person whose data are gone."""
    if ticket.erased_at:
        return []
    return list(
        steps(
            ticket.state,
            at_desk=ticket.committee_id in worker.scope.desk_committees,
            answers=answers_for(ticket, worker),
            decides=offer is not None and decides(offer, ticket, worker),
            offered=offer is not None,
            double=ticket.merged_into_id is not None,
            turn=turn_of(ticket, worker),
            holds=ticket.responsible_id == worker.pk,
        )
    )


def _choices(
    ticket: Ticket,
    worker: Worker,
    offer: HandOver | None,
    failed: tuple[str, forms.Form] | None,
    asked: str,
    said: dict[str, str],
) -> list[Choice]:
    """Every step open to the worker; the one that failed, or that a link ``asked`` for, stands open. ``said`` is what
    the form of an answer begins with."""
    names = _open_steps(ticket, worker, offer)
    typed = dict([failed]) if failed else {}
    # A step that has just become impossible stays, first, with what was typed into it.
    names = [name for name in typed if name not in names] + names
    return [
        Choice(
            name,
            TITLES[name],
            typed.get(name) or _form(name, ticket, offer, said),
            reverse(f"desk:ticket_{name}", args=[ticket.reference]),
            KEYS.get(name, ""),
            open=name in typed or name == asked,
        )
        for name in names
    ]


def turn_of(ticket: Ticket, worker: Worker) -> Turn:
    """How somebody who waits stands in the line, as ``worker`` sees it."""
    if ticket.aside_at is not None:
        return "aside"
    if ticket.called_by_id is None:
        return "waits"
    return "mine" if ticket.called_by_id == worker.pk else "theirs"


def _form(name: str, ticket: Ticket, offer: HandOver | None, said: dict[str, str]) -> forms.Form:
    """The empty form of a step; ids carry its name, since several stand on one page."""
    if name == "hand_over":
        return hand_over_form(ticket, auto_id=f"{name}_%s")
    if name == "decline":
        return decline_form(ticket, offer, auto_id=f"{name}_%s")
    return form_of(name, offer)(auto_id=f"{name}_%s", initial=said if name == "answer" else None)


def form_of(name: str, offer: HandOver | None) -> type[forms.Form]:
    """The form of a step; those of an answer to an offer ask who said so where nobody signs in."""
    spoken = offer is not None and not offer.signs_in
    by_name: dict[str, type[forms.Form]] = {
        "answer_now": ticket_forms.SpotForm,
        "start": ticket_forms.SpotForm,
        "answer": ticket_forms.AnswerForm,
        "note": ticket_forms.NoteForm,
        "close": ticket_forms.CloseForm,
        "reopen": ticket_forms.ReopenForm,
        "accept": hand_over_forms.SpokenAcceptForm if spoken else hand_over_forms.AcceptForm,
        "take_back": hand_over_forms.TakeBackForm,
    }
    return by_name.get(name, ticket_forms.StepForm)


def hand_over_form(ticket: Ticket, data: Any = None, **kwargs: Any) -> hand_over_forms.HandOverForm:
    """To whom this ticket can go, and nobody else."""
    return hand_over_forms.HandOverForm(data, **addressees(ticket), **kwargs)


def decline_form(
    ticket: Ticket, offer: HandOver | None, data: Any = None, **kwargs: Any
) -> hand_over_forms.DeclineForm:
    """Why not, and to whom next: anybody it could have been offered to, but whoever declines."""
    whom = addressees(ticket)
    if offer is not None:
        declining = (offer.to_worker, offer.to_body, offer.to_division)
        whom = {word: [row for row in rows if row not in declining] for word, rows in whom.items()}
    spoken = offer is not None and not offer.signs_in
    form = hand_over_forms.SpokenDeclineForm if spoken else hand_over_forms.DeclineForm
    return form(data, **whom, **kwargs)


def addressees(ticket: Ticket) -> dict[str, list[Any]]:
    """Colleagues, the bodies of its estate (or of all), the subdistrict."""
    colleagues = Worker.objects.serving(ticket.committee, timezone.localdate()).exclude(
        pk=ticket.responsible_id
    )
    bodies = EstateBody.objects.filter(estate__committee=ticket.committee_id).select_related("estate")
    if ticket.estate_id:
        bodies = bodies.filter(estate=ticket.estate_id)
    return {
        "colleagues": list(colleagues),
        "bodies": list(bodies),
        "offices": [ticket.committee.subdistrict],
    }


def outside_bodies(ticket: Ticket, choices: list[Choice]) -> list[str]:
    """Bodies outside to whom the committee has handed something before, the latest first; read where one can be named
    now. A body is named once, however often it was asked."""
    if not any(choice.name == "hand_over" for choice in choices):
        return []
    rows = HandOver.objects.filter(ticket__committee=ticket.committee_id).exclude(to_outside="")
    named = rows.order_by().values("to_outside").annotate(latest=Max("pk")).order_by("-latest")
    return list(named.values_list("to_outside", flat=True)[:MOST_BODIES])


def suggested(ticket: Ticket, events: list[TicketEvent], choices: list[Choice]) -> Suggestion | None:
    """To whom the last to decline has pointed, if it can be offered to them now."""
    form = next((choice.form for choice in choices if choice.name == "hand_over"), None)
    if not isinstance(form, hand_over_forms.HandOverForm):
        return None
    last = next((event for event in reversed(events) if event.kind in OFFERS), None)
    if last is None or last.kind != TicketEvent.Kind.DECLINED:
        return None
    for word, key in last.data.get("next", {}).items():
        value = f"{word.removeprefix('to_')}-{key}"
        if value in form.known:
            why = ticket.notes.filter(kind=TicketNote.Kind.REASON, pk__lt=last.data["note"]).last()
            if why is not None and why.text:
                return Suggestion(value, hand_over_forms.label_of(form.known[value][1]), why.text)
    return None
