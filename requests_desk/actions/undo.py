"""Undo: a worker takes back their own last step of a ticket, by a further event that says so; no line is deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.tickets import locked, must_answer_for, must_be_at_desk, write
from requests_desk.models import HandOver, Ticket, TicketEvent, TicketNote
from requests_desk.rules.undo import can_undo
from stations.models import Worker

Kind = TicketEvent.Kind


class NotUndoable(PortalError):
    """Somebody has done something since, or ten minutes have passed, or it was somebody else's step."""

    sentence = _("This can no longer be undone.")
    next_step = _("Look at its history, then choose what to do.")


def undoable(ticket: Ticket, worker: Worker, at: datetime) -> TicketEvent | None:
    """The last step of ``ticket``, if ``worker`` may take it back now; else None. One statement."""
    last = ticket.events.order_by("-pk").first()
    if last is None or "was" not in last.data:
        return None
    return last if can_undo(last.kind, own=last.actor_id == worker.pk, age=at - last.at) else None


@transaction.atomic
def undo(*, ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
    """Take back what ``worker`` did last: the person waits again, is served again, the answer is owed again, and
    the clock has never stopped. Words written with it stay as an internal note. Pressing twice is once.

    Raises NotUndoable; NotAllowed to somebody who could not do the step itself any more.
    """
    fresh = locked(ticket)
    last = fresh.events.order_by("-pk").first()
    if last is not None and last.kind == Kind.UNDONE and last.actor_id == worker.pk:
        return fresh
    step = undoable(fresh, worker, at)
    if step is None:
        raise NotUndoable
    (must_be_at_desk if step.kind == Kind.LEFT else must_answer_for)(fresh, worker)
    _restore(fresh, step)
    if answered := step.data.get("answered"):  # on the spot: answered and closed in one stroke
        _restore(fresh, fresh.events.get(pk=answered))
    fresh.save()
    write(fresh, Kind.UNDONE, at=at, actor=worker, step=step.kind, event=step.pk)
    return fresh


def _restore(ticket: Ticket, event: TicketEvent) -> None:
    """Set ``ticket`` back to what it was before ``event``; the caller saves it."""
    before = event.data
    ticket.state, ticket.ended_at = before["was"], None
    if event.kind == Kind.ANSWERED:
        ticket.answered_at, ticket.on_the_spot = None, False
        ticket.spent_minutes, ticket.running_since = before["spent"], parse_datetime(before["since"])
    if offer := before.get("withdrawn"):
        stands_again = {"outcome": HandOver.Outcome.OFFERED, "decided_at": None, "decided_by": None}
        ticket.hand_overs.filter(pk=offer).update(**stands_again)
    if note := before.get("note"):
        # The resident reads answers; this one was none.
        ticket.notes.filter(pk=note).update(kind=TicketNote.Kind.INTERNAL)
