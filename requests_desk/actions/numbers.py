"""Numbers taken without a worker: at the kiosk, by whoever stands there."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from requests_desk.actions.line import next_number
from requests_desk.actions.responsibility import head_of
from requests_desk.actions.tickets import Slip, Stamps, new_stamps, new_ticket, slip_of
from requests_desk.models import Ticket
from stations.models import Service, Station


def take_number(
    *, station: Station, matter: Service, green: bool, at: datetime, on_behalf: bool = False, key: str = ""
) -> Slip:
    """A number in today's line of ``station`` (which carries its committee) for somebody who stays unnamed. The
    committee's head answers for the ticket until somebody receives them. The same ``key`` with the same
    content gives the same slip back.

    Raises LineClosed, NobodyResponsible.
    """
    said = [station.pk, matter.pk, green, on_behalf]
    stamps = new_stamps(seed=json.dumps(["kiosk", key, said]) if key else "")
    try:
        return _take(station, matter, green, on_behalf, at, stamps)
    except IntegrityError:
        if (before := slip_of(stamps)) is None:
            raise
        return before


@transaction.atomic
def _take(
    station: Station, matter: Service, green: bool, on_behalf: bool, at: datetime, stamps: Stamps
) -> Slip:
    today = timezone.localtime(at).date()
    return new_ticket(
        station=station,
        matter=matter,
        channel=Ticket.Channel.WALK_IN,
        lane=Ticket.Lane.GREEN if green else Ticket.Lane.WALK_IN,
        number=next_number(station, today),
        responsible=head_of(station.committee, today),
        actor=None,
        at=at,
        stamps=stamps,
        on_behalf=on_behalf,
    )
