"""The party whose week it is: what its people take in at the desk becomes its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from requests_desk.actions.hand_overs import NoAddressee, accept, offer
from requests_desk.models import RotaParty, Ticket
from stations.models import Worker


@transaction.atomic
def taken_in_by(*, ticket: Ticket, party: RotaParty, worker: Worker, at: datetime, said_by: str) -> Ticket:
    """Give the ticket, just received by ``worker``, to ``party``'s body: offered and accepted in one stroke, in
    the words of ``said_by``, who sits there for it. ``worker`` stays responsible, as for every body without an
    account. Raises NoAddressee for the committee's own turn, WrongState, NotAllowed, WhoSaidSo."""
    if party.body is None:
        raise NoAddressee
    reason = _("Taken in by them at the desk, in their week.")
    hand_over = offer(ticket=ticket, worker=worker, at=at, reason=reason, to_body=party.body)
    return accept(hand_over=hand_over, worker=worker, at=at, said_by=said_by)
