"""Undo: a worker takes back their own last step of a ticket, by a further event that says so; no line is deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.before import set_back, set_offer_back
from requests_desk.actions.hand_overs import must_be_asked
from requests_desk.actions.responsibility import write_responsible
from requests_desk.actions.ticket_links import lock_main_of, part
from requests_desk.actions.tickets import locked, must_answer_for, must_be_at_desk, must_be_concerned, write
from requests_desk.models import FollowUp, HandOver, Ticket, TicketEvent, TicketNote
from requests_desk.rules.undo import can_undo
from stations.models import Worker

Kind = TicketEvent.Kind


# Steps of the line itself: whoever sits at the desk makes them.
OF_THE_LINE = (Kind.CALLED, Kind.CALLED_AGAIN, Kind.SET_ASIDE, Kind.LINED_UP, Kind.RECEIVED, Kind.LEFT)


class NotUndoable(PortalError):
    """Somebody has done something since, or ten minutes have passed, or it was somebody else's step."""

    sentence = _("This can no longer be undone.")
    next_step = _("Look at its history, then choose what to do.")


def undoable(ticket: Ticket, worker: Worker, at: datetime) -> TicketEvent | None:
    """The last step of ``ticket``, if ``worker`` may take it back now; else None. One statement."""
    last = ticket.events.order_by("-pk").first()
    return last if last is not None and can_take_back(last, worker, at) else None


def can_take_back(last: TicketEvent, worker: Worker, at: datetime) -> bool:
    """Whether ``worker`` may take back the step whose line is a ticket's last."""
    if "before" not in last.data:
        return False
    return can_undo(last.kind, own=last.actor_id == worker.pk, age=at - last.at)


@transaction.atomic
def undo(*, ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
    """Take back what ``worker`` did last: ticket and offer stand as before, and the clock has never stopped. Words
    written with the step stay as an internal note; a note alone is hidden. Pressing twice is once.

    Raises NotUndoable; NotAllowed to somebody who could not do the step itself any more.
    """
    lock_main_of(ticket)
    fresh = locked(ticket)
    last = fresh.events.order_by("-pk").first()
    if last is not None and last.kind == Kind.UNDONE and last.actor_id == worker.pk:
        return fresh
    step = undoable(fresh, worker, at)
    if step is None:
        raise NotUndoable
    _must_be_theirs(step, fresh, worker)
    answered_before = fresh.responsible_id
    set_back(fresh, step.data["before"])
    fresh.save()
    _take_words_back(fresh, step)
    _take_call_back(step)
    _take_offer_back(fresh, step, worker, at)
    if step.kind == Kind.MERGED:
        part(step, worker, at)
    if fresh.responsible_id != answered_before:
        write_responsible(fresh, answered_before, at=at, actor=worker)
    write(fresh, Kind.UNDONE, at=at, actor=worker, step=step.kind, event=step.pk)
    return fresh


def _must_be_theirs(step: TicketEvent, ticket: Ticket, worker: Worker) -> None:
    """Raise NotAllowed unless the step would still be the worker's to make."""
    called = step.kind == Kind.TAKEN_OVER and ticket.state == Ticket.State.WAITING
    if called or step.kind in OF_THE_LINE:
        must_be_at_desk(ticket, worker)
    elif step.kind in (Kind.NOTED, Kind.REOPENED) or "follow_up" in step.data:
        must_be_concerned(ticket, worker)
    elif step.kind == Kind.DECLINED:
        must_be_asked(ticket.hand_overs.get(pk=step.data["hand_over"]), ticket, worker)
    else:
        must_answer_for(ticket, worker)


def _take_words_back(ticket: Ticket, step: TicketEvent) -> None:
    """The resident reads answers, and this one was none: a colleague's note is what it is now."""
    kind = TicketNote.Kind.TAKEN_BACK if step.kind == Kind.NOTED else TicketNote.Kind.INTERNAL
    if words := step.data.get("note"):
        ticket.notes.filter(pk=words).update(kind=kind)


def _take_call_back(step: TicketEvent) -> None:
    """Whoever was rung up is still to be rung."""
    calls = FollowUp.objects.filter(pk=step.data.get("follow_up"))
    calls.update(state=FollowUp.State.OPEN, ended_at=None, ended_by=None)


def _take_offer_back(ticket: Ticket, step: TicketEvent, worker: Worker, at: datetime) -> None:
    """What became of an offer is open again; an offer just made never was one."""
    if before := step.data.get("offer"):
        set_offer_back(ticket, before)
    elif step.kind == Kind.OFFERED:
        offers = ticket.hand_overs.filter(pk=step.data["hand_over"])
        offers.update(outcome=HandOver.Outcome.WITHDRAWN, decided_at=at, decided_by=worker)
