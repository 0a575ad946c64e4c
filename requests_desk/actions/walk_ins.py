"""Walk-ins, calls and rounds: logged in seconds while the person stands there."""

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.common.errors import NotAllowed
from requests_desk.actions.line import next_number
from requests_desk.actions.responsibility import head_of
from requests_desk.actions.tickets import (
    Slip,
    Stamps,
    answer_on_the_spot,
    new_stamps,
    new_ticket,
    note,
    receive,
)
from requests_desk.models import Ticket, TicketNote
from stations.models import Estate, Service, Station, Worker


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
    key: str = "",
) -> Slip:
    """Log one enquiry at ``station`` (which carries its committee). Name and phone may stay empty.

    ``to_line``: the person takes a number and waits, and the head answers for the ticket until
    somebody receives them. Otherwise ``worker`` receives them here and now. Only people who stand
    here get a number; calls and rounds have none. The same ``key`` with the same content gives the
    same slip back. Raises NotAllowed away from one's own desk.
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
        *map(str, person.values()),
    ]
    stamps = new_stamps(seed=json.dumps([key, said]) if key else "")
    lane = Ticket.Lane.GREEN if green else Ticket.Lane.WALK_IN
    try:
        return _log(
            station,
            matter,
            worker,
            at,
            words,
            Ticket.Channel(channel),
            lane,
            to_line,
            answered,
            stamps,
            person,
        )
    except IntegrityError:
        before = Ticket.objects.filter(token=stamps.token).select_related("matter").first()
        if before is None:
            raise
        return Slip(before, stamps.code)


@transaction.atomic
def _log(
    station: Station,
    matter: Service,
    worker: Worker,
    at: datetime,
    words: str,
    channel: Ticket.Channel,
    lane: Ticket.Lane,
    to_line: bool,
    answered: bool,
    stamps: Stamps,
    person: dict[str, Any],
) -> Slip:
    today = timezone.localtime(at).date()
    slip = new_ticket(
        station=station,
        matter=matter,
        channel=channel,
        lane=lane,
        number=next_number(station, today) if channel == Ticket.Channel.WALK_IN else None,
        responsible=head_of(station.committee, today) if to_line else worker,
        actor=worker,
        at=at,
        stamps=stamps,
        **person,
    )
    if words.strip():
        note(slip.ticket, TicketNote.Kind.QUESTION, words, at=at, author=worker)
    if to_line:
        return slip
    ticket = receive(ticket=slip.ticket, worker=worker, at=at, logged=True)
    if answered:
        ticket = answer_on_the_spot(ticket=ticket, worker=worker, at=at)
    return Slip(ticket, slip.code)
