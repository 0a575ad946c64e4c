"""Walk-ins, calls and rounds: logged in seconds while the person stands there."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.common.errors import NotAllowed
from requests_desk.actions.line import next_number
from requests_desk.actions.responsibility import head_of
from requests_desk.actions.tickets import Slip, new_ticket, note, receive
from requests_desk.models import Ticket, TicketNote
from stations.models import Estate, Service, Station, Worker


@transaction.atomic
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
) -> Slip:
    """Log one enquiry at ``station`` (which carries its committee). Name and phone may stay empty.

    ``to_line``: the person takes a number and waits, and the head answers for the ticket until
    somebody receives them. Otherwise ``worker`` receives them here and now. Only people who stand
    here get a number; calls and rounds have none. Raises NotAllowed away from one's own desk.
    """
    if station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    today = timezone.localtime(at).date()
    slip = new_ticket(
        station=station,
        matter=matter,
        channel=channel,
        lane=Ticket.Lane.GREEN if green else Ticket.Lane.WALK_IN,
        number=next_number(station, today) if channel == Ticket.Channel.WALK_IN else None,
        responsible=head_of(station.committee, today) if to_line else worker,
        actor=worker,
        at=at,
        name=name,
        phone=phone,
        on_behalf=on_behalf,
        estate=estate,
    )
    if words.strip():
        note(slip.ticket, TicketNote.Kind.QUESTION, words, at=at, author=worker)
    if to_line:
        return slip
    return Slip(receive(ticket=slip.ticket, worker=worker, at=at), slip.code)
