"""Follow-up calls: what was answered is asked about by phone; the resident's word closes or reopens."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.tickets import close, must_be_at_desk, reopen, write
from requests_desk.models import MOST_TRIES, FollowUp, Ticket, TicketEvent
from requests_desk.rules.due import MINUTES_A_DAY, add_working
from stations.models import Holiday, Worker

State = FollowUp.State


class AlreadyRung(PortalError):
    """A colleague was quicker, or the resident has spoken."""

    sentence = _("Somebody has rung already, or the resident has said how it is.")
    next_step = _("Look at the ticket's history.")


@transaction.atomic
def open_follow_ups(*, at: datetime) -> int:
    """Put every answer with a phone number on the list, once an answer, due some working days after it; take off
    what has been closed or reopened since. Twice is once. Returns how many are new."""
    stale = FollowUp.objects.open().exclude(pk__in=FollowUp.objects.standing().values("pk"))
    stale.update(state=State.DROPPED, ended_at=at)
    listed = FollowUp.objects.filter(ticket=OuterRef("pk"), answered_at=OuterRef("answered_at"))
    answered = Ticket.objects.filter(state=Ticket.State.ANSWERED, erased_at=None).exclude(phone="")
    rows = list(answered.exclude(Exists(listed)).order_by("pk").values_list("pk", "answered_at"))
    if not rows:
        return 0
    is_working = Holiday.objects.calendar(min(answered_at for _pk, answered_at in rows if answered_at))
    wait = settings.PORTAL_FOLLOW_UP_DAYS * MINUTES_A_DAY
    FollowUp.objects.bulk_create(
        [
            FollowUp(ticket_id=pk, answered_at=moment, due_at=add_working(moment, wait, is_working))
            for pk, moment in rows
            if moment is not None
        ],
        ignore_conflicts=True,  # another run beside this one
    )
    return len(rows)


@transaction.atomic
def solved(*, follow_up: FollowUp, worker: Worker, at: datetime, text: str = "") -> Ticket:
    """The resident says that it is solved: closed. Raises AlreadyRung, NotAllowed away from the desk."""
    row = _open(follow_up, worker)
    _end(row, State.SOLVED, worker, at)
    return close(ticket=row.ticket, worker=worker, at=at, text=text, follow_up=row.pk)


@transaction.atomic
def unsolved(*, follow_up: FollowUp, worker: Worker, at: datetime, text: str) -> Ticket:
    """The resident says what is not solved: open again. Raises AlreadyRung, NothingSaid, NotAllowed."""
    row = _open(follow_up, worker)
    _end(row, State.UNSOLVED, worker, at)
    return reopen(ticket=row.ticket, worker=worker, at=at, text=text, follow_up=row.pk)


@transaction.atomic
def unreached(*, follow_up: FollowUp, worker: Worker, at: datetime) -> FollowUp:
    """Nobody took the call: again on the next working day; after the third try not any more. Raises AlreadyRung,
    NotAllowed."""
    row = _open(follow_up, worker)
    row.tries += 1
    if row.tries == MOST_TRIES:
        _end(row, State.UNREACHED, worker, at)
    else:
        tomorrow = timezone.localtime(at).replace(hour=0, minute=0) + timedelta(days=1)
        row.due_at = add_working(tomorrow, 0, Holiday.objects.calendar(at))
        row.save(update_fields=["tries", "due_at"])
    kind = TicketEvent.Kind.FOLLOWED_UP
    write(row.ticket, kind, at=at, actor=worker, follow_up=row.pk, outcome=State.UNREACHED, tries=row.tries)
    return row


def _open(follow_up: FollowUp, worker: Worker) -> FollowUp:
    """The row, locked after its ticket, while it is still to be rung and theirs to ring."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=follow_up.ticket_id)
    must_be_at_desk(ticket, worker)
    row = FollowUp.objects.standing().select_for_update(of=("self",)).filter(pk=follow_up.pk).first()
    if row is None:
        raise AlreadyRung
    row.ticket = follow_up.ticket
    return row


def _end(row: FollowUp, state: FollowUp.State, worker: Worker, at: datetime) -> None:
    row.state, row.ended_at, row.ended_by = state, at, worker
    row.save(update_fields=["state", "ended_at", "ended_by", "tries"])
