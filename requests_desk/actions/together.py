"""Several tickets at once: the step of one, done to each in turn. What one refuses leaves the others as they were
going to be: each is locked, asked and written by itself.

Only what nobody is hurt by goes this way: a note, and an offer that a colleague may still decline. Nothing is answered
or closed for many people in one stroke.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.hand_overs import NoAddressee, offer
from requests_desk.actions.tickets import add_note
from requests_desk.actions.walk_ins import AGAIN
from requests_desk.models import Ticket, TicketNote
from stations.models import Post, Worker

MOST = 50  # tickets at once


class NotReceivedYet(PortalError):
    """There is nobody yet who could hand it over."""

    sentence = _("Nobody has received this person yet.")
    next_step = _("Receive them first.")


class NotAtThisDesk(NoAddressee):
    """The colleague does not serve at the committee of this ticket."""

    sentence = _("This colleague does not work at the desk of this ticket.")


@dataclass(frozen=True)
class Outcome:
    """What became of one ticket: done, or why not."""

    ticket: Ticket
    error: PortalError | None = None


def note_all(*, tickets: Sequence[Ticket], worker: Worker, at: datetime, text: str) -> list[Outcome]:
    """The same internal note on each of ``tickets``. Sent again (its answer's page loaded anew) it is written once."""
    said = TicketNote.objects.filter(
        kind=TicketNote.Kind.INTERNAL, author=worker, text=text, at__gt=at - AGAIN
    )
    there = set(said.filter(ticket__in=tickets).values_list("ticket", flat=True))
    found = []
    for ticket in tickets:
        try:
            if ticket.pk not in there:
                add_note(ticket=ticket, worker=worker, at=at, text=text)
        except PortalError as error:
            found.append(Outcome(ticket, error))
        else:
            found.append(Outcome(ticket))
    return found


def offer_all(
    *, tickets: Sequence[Ticket], worker: Worker, at: datetime, to_worker: Worker, reason: str
) -> list[Outcome]:
    """Each of ``tickets`` offered to one colleague, for one reason; whoever answered for it does so until it is
    accepted, one by one."""
    today = timezone.localtime(at).date()
    posts = Post.objects.current(today).filter(worker=to_worker, worker__is_active=True)
    desks = set(posts.values_list("committee", flat=True))
    found = []
    for ticket in tickets:
        try:
            if ticket.committee_id not in desks:
                raise NotAtThisDesk
            if ticket.state == Ticket.State.WAITING:
                raise NotReceivedYet
            offer(ticket=ticket, worker=worker, at=at, reason=reason, to_worker=to_worker)
        except PortalError as error:
            found.append(Outcome(ticket, error))
        else:
            found.append(Outcome(ticket))
    return found
