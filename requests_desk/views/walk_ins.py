"""Walk-ins: logged on one page while the person stands there, and the slip they take along."""

import secrets
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
from portal.common.keeping import days_kept
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.actions.line import LineClosed
from requests_desk.actions.party_turns import taken_in_by
from requests_desk.actions.tickets import Slip, must_be_at_desk
from requests_desk.actions.waits import wait_of
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.forms.visits import both
from requests_desk.forms.walk_ins import WalkInForm
from requests_desk.models import Ticket
from requests_desk.rules.lookup import Card
from requests_desk.views.at_desk import sit_down
from requests_desk.views.former import came_before, note_on
from requests_desk.views.progress import people_before
from requests_desk.views.quick import asked_most
from requests_desk.views.rota import on_duty
from requests_desk.views.ticket_page import load
from stations.models import Estate, Service, Station, Worker
from stations.rules.search import search_text

SLIP_COOKIE = "slip"
SENT_COOKIE = "sent"
SLIP_SECONDS = 600  # the code is shown as long as it takes to print or read it out


def matter_cards(station: Station) -> dict[int, Service]:
    """Every matter that can be logged at the station's committee, by key, in the order of numbers."""
    rows = Service.objects.asked_at(station.committee.code).only(
        "name", "name_en", "number", "search_text", "limit_hours"
    )
    return {row.pk: row for row in rows}


def cards(matters: dict[int, Service], estates: dict[int, Estate]) -> dict[str, list[Card]]:
    """What can be meant, for the form: services by their stored words, estates by theirs made here."""
    return {
        "matters": [Card(row.pk, row.label, row.search_text, row.number or None) for row in matters.values()],
        "estates": [
            Card(row.pk, row.label, search_text([row.name, row.name_en])) for row in estates.values()
        ],
    }


@worker_required
def ticket_new(request: HttpRequest) -> HttpResponse:
    """Log who stands here, phones, or was met on a round; or look first whether they came before."""
    worker, station, stations = sit_down(request)
    now, posted, status = timezone.now(), request.method == "POST", 200
    matters = matter_cards(station)
    ours = Estate.objects.filter(committee=station.committee).only("name", "name_en")
    estates = {row.pk: row for row in ours}
    known = cards(matters, estates)
    looking = posted and ("look" in request.POST or "note_on" in request.POST)
    form = WalkInForm(
        request.POST if posted and not looking else None,
        initial=request.POST.dict() if looking else {"key": secrets.token_urlsafe(24)},
        quick=asked_most(station, timezone.localdate(now)), colleagues=colleagues(worker, station, now), now=now,
        on_duty=on_duty(station, timezone.localdate(now)), **known,
    )  # fmt: skip
    page: dict[str, Any] = {
        "section": "new", "place": station, "station": station, "stations": stations,
        "form": form, "keep_days": days_kept("tickets"), **known,
    }  # fmt: skip
    if "note_on" in request.POST:
        answer = note_on(request, worker, request.POST["note_on"])
        if not isinstance(answer, str):
            return sent(answer, request)
        page["trouble"] = answer
    elif form.is_valid():
        data = form.cleaned_data
        data |= {"matter": matters[data["matter"]], "estate": estates.get(data["estate"])}
        try:
            return sent(logged(request, worker, station, data), request)
        except LineClosed as error:
            form.add_error(None, both(error))
            status = error.status
    if posted:
        page |= came_before(request, worker)
    return TemplateResponse(request, "requests_desk/tickets/new.html", page, status=status)


def colleagues(worker: Worker, station: Station, now: datetime) -> list[Worker]:
    """Who else may have received somebody at this desk."""
    serving = Worker.objects.serving(station.committee, timezone.localdate(now)).exclude(pk=worker.pk)
    return list(serving.only("username", "name"))


def logged(request: HttpRequest, worker: Worker, station: Station, data: dict[str, Any]) -> HttpResponse:
    """Log it and go on: to the slip for somebody who waits, else back to the board."""
    kept = (
        "matter", "words", "estate", "name", "phone", "green", "on_behalf", "key", "answer", "came", "receiver",
    )  # fmt: skip
    slip = log_ticket(
        station=station, worker=worker, at=timezone.now(), channel=Ticket.Channel(data["channel"]),
        to_line=data["then"] == "number", answered=data["then"] == "answered", **{name: data[name] for name in kept},
    )  # fmt: skip
    if data.get("taken_in_by"):
        return with_slip(theirs(request, slip.ticket, worker, station, data["taken_in_by"]), slip, request)
    if data["then"] == "number":
        return with_slip(redirect("desk:ticket_slip", slip.ticket.reference), slip, request)
    messages.success(request, said(slip.ticket, worker, answered=data["then"] == "answered"))
    # What has ended stands on no pane of the board: there it can be taken back, and its slip printed.
    ended = f"?{urlencode({'undo': slip.ticket.reference})}" if data["then"] == "answered" else ""
    return with_slip(redirect(reverse("desk:board") + ended), slip, request)


def theirs(
    request: HttpRequest, ticket: Ticket, worker: Worker, station: Station, said_by: str
) -> HttpResponse:
    """What the party on duty took in becomes its own; sent twice, it is theirs already."""
    party = on_duty(station, timezone.localdate())
    if party is not None and ticket.state == Ticket.State.SERVING:
        taken_in_by(ticket=ticket, party=party, worker=worker, at=timezone.now(), said_by=said_by)
    said_so = _("%(ticket)s: with %(party)s now. You keep an eye on it.")
    messages.success(request, said_so % {"ticket": ticket.reference, "party": party})
    return redirect("desk:board")


def said(ticket: Ticket, worker: Worker, *, answered: bool) -> str:
    """What became of it, in one sentence."""
    words = _("%(ticket)s: answered and closed.") if answered else _("%(ticket)s: yours now.")
    if not answered and ticket.responsible_id != worker.pk:
        words = _("%(ticket)s: entered, and %(name)s answers for it.")
    return words % {"ticket": ticket.reference, "name": ticket.responsible}


def sent(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Tell the browser that the form with this key has arrived, so that its draft can be forgotten there."""
    response.set_cookie(
        SENT_COOKIE, request.POST.get("key", "")[:43], max_age=SLIP_SECONDS, samesite="Strict",
        secure=request.is_secure(), path=reverse("desk:board"),
    )  # fmt: skip
    return response


def with_slip(response: HttpResponse, slip: Slip, request: HttpRequest) -> HttpResponse:
    """Lay the slip's code beside the answer: it is kept nowhere but, for ten minutes, in this browser."""
    response.set_signed_cookie(
        SLIP_COOKIE, slip.code, salt=slip.ticket.reference, max_age=SLIP_SECONDS, httponly=True, samesite="Strict",
        secure=request.is_secure(), path=reverse("desk:ticket_slip", args=[slip.ticket.reference]),
    )  # fmt: skip
    return response


@worker_required
def ticket_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person takes along: number, reference, the code while it is fresh, a link to follow it."""
    worker: Any = request.user
    ticket = load(worker, reference)
    must_be_at_desk(ticket, worker)
    now = timezone.now()
    link = absolute(reverse("ticket_track", args=[ticket.token]))
    page = {
        "section": "tickets", "place": ticket.station, "ticket": ticket,
        "code": request.get_signed_cookie(SLIP_COOKIE, "", salt=reference, max_age=SLIP_SECONDS),
        "track_url": absolute(reverse("track")),
        "qr": qr_svg(link, title=_("Link to follow this matter")),
        "wait": wait_of(station=ticket.station, before=people_before(ticket, now), at=now),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/tickets/slip.html", page)
