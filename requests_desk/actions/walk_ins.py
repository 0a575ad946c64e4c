"""Walk-ins, calls and rounds: logged in seconds while the person stands there."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.common.errors import NotAllowed
from requests_desk.actions.afterwards import enter_afterwards
from requests_desk.actions.line import LineClosed, next_number
from requests_desk.actions.responsibility import head_of
from requests_desk.actions.tickets import (
    NothingSaid,
    Slip,
    Stamps,
    answer_on_the_spot,
    locked,
    must_be_at_desk,
    new_stamps,
    new_ticket,
    note,
    receive,
    slip_of,
    write,
)
from requests_desk.models import Ticket, TicketEvent, TicketNote
from stations.models import Estate, Service, Station, Worker

AGAIN = timedelta(minutes=10)  # a second press within it is the same press


def log_ticket(
    *,
    station: Station,
    matter: Service,
    worker: Worker,
    at: datetime,
    words: str = "",
    name: str = "",
    phone: str = "",
    estate: Estate | None = None,
    green: bool = False,
    on_behalf: bool = False,
    channel: Ticket.Channel = Ticket.Channel.WALK_IN,
    to_line: bool = False,
    answered: bool = False,
    answer: str = "",
    came: datetime | None = None,
    receiver: Worker | None = None,
    key: str = "",
) -> Slip:
    """Log one enquiry at ``station`` (which carries its committee). Name and phone may stay empty.

    ``to_line``: the person takes a number and waits, and the head answers for the ticket until
    somebody receives them. Otherwise ``worker`` receives them here and now. Only people who stand
    here get a number; calls and rounds have none. ``answer``: what they were told, when ``answered``; else a
    note for colleagues. ``came``: they came before now and were received by ``receiver`` (else ``worker``); see
    `enter_afterwards`. The same ``key`` with the same content gives the same slip back.

    Raises NotAllowed away from one's own desk, NotThen, LineClosed.
    """
    if station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    person = {"name": name, "phone": phone, "on_behalf": on_behalf, "estate": estate}
    said = [
        station.pk,
        matter.pk,
        worker.pk,
        words,
        green,
        str(channel),
        to_line,
        answered,
        answer,
        str(came),
        receiver.pk if receiver else None,
        *map(str, person.values()),
    ]
    stamps = new_stamps(seed=json.dumps([key, said]) if key else "")
    lane = Ticket.Lane.GREEN if green else Ticket.Lane.WALK_IN
    said_so: dict[str, Any] = {
        "matter": matter,
        "channel": Ticket.Channel(channel),
        "lane": lane,
        "stamps": stamps,
    }
    said_so |= {"words": words, "answered": answered, "answer": answer, **person}
    try:
        if came is not None:
            return enter_afterwards(
                station=station, typist=worker, receiver=receiver or worker, at=at, came=came, **said_so
            )
        return _log(station=station, worker=worker, at=at, to_line=to_line, **said_so)
    except IntegrityError:
        if (before := slip_of(stamps)) is None:
            raise
        return before


@transaction.atomic
def _log(
    *,
    station: Station,
    matter: Service,
    worker: Worker,
    at: datetime,
    words: str,
    channel: Ticket.Channel,
    lane: Ticket.Lane,
    to_line: bool,
    answered: bool,
    answer: str,
    stamps: Stamps,
    **person: Any,
) -> Slip:
    today = timezone.localtime(at).date()
    slip = new_ticket(
        station=station,
        matter=matter,
        channel=channel,
        lane=lane,
        number=_number(station, today, to_line) if channel == Ticket.Channel.WALK_IN else None,
        responsible=head_of(station.committee, today) if to_line else worker,
        actor=worker,
        at=at,
        stamps=stamps,
        **person,
    )
    if words.strip():
        note(slip.ticket, TicketNote.Kind.QUESTION, words, at=at, author=worker)
    if answer.strip() and not answered:
        note(slip.ticket, TicketNote.Kind.INTERNAL, answer, at=at, author=worker)
    if to_line:
        return slip
    ticket = receive(ticket=slip.ticket, worker=worker, at=at, logged=True)
    if answered:
        ticket = answer_on_the_spot(ticket=ticket, worker=worker, at=at, text=answer)
    return Slip(ticket, slip.code)


def _number(station: Station, today: date, to_line: bool) -> int | None:
    """Whoever sits down at once is served after the line has closed, too: without a number. Raises LineClosed."""
    try:
        return next_number(station, today)
    except LineClosed:
        if to_line:
            raise
        return None


@transaction.atomic
def came_again(*, ticket: Ticket, worker: Worker, at: datetime, text: str) -> TicketNote:
    """The resident of an open ticket is back: their new words stand on it, and no second ticket is made. The
    same words pressed twice are written once. Raises NothingSaid, WrongState, NotAllowed."""
    if not text.strip():
        raise NothingSaid
    fresh = locked(ticket, *Ticket.OPEN)
    must_be_at_desk(fresh, worker)
    said = fresh.notes.filter(
        kind=TicketNote.Kind.RESIDENT, author=worker, text=text, at__gt=at - AGAIN
    ).first()
    if said is None:
        said = note(fresh, TicketNote.Kind.RESIDENT, text, at=at, author=worker)
        write(fresh, TicketEvent.Kind.NOTED, at=at, actor=worker, note=said.pk)
    return said
