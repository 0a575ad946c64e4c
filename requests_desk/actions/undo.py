"""Undo: a worker takes back their own last step of a ticket, by a further event that says so; no line is deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.before import set_back, set_offer_back
from requests_desk.actions.hand_overs import must_be_asked
from requests_desk.actions.line import one_call
from requests_desk.actions.responsibility import write_responsible
from requests_desk.actions.ticket_links import lock_main_of, part
from requests_desk.actions.tickets import locked, must_answer_for, must_be_at_desk, must_be_concerned, write
from requests_desk.actions.undo_papers import must_be_their_paper, take_paper_back
from requests_desk.models import FollowUp, HandOver, Ticket, TicketEvent, TicketNote
from requests_desk.rules.undo import MACHINE, PAPERS, Line, can_undo, last_step
from stations.models import Worker

Kind = TicketEvent.Kind
LINES = 40  # more lines than a ticket gets in ten minutes

# Steps of the line itself: whoever sits at the desk makes them.
OF_THE_LINE = (Kind.CALLED, Kind.CALLED_AGAIN, Kind.SET_ASIDE, Kind.LINED_UP, Kind.RECEIVED, Kind.LEFT)


class NotUndoable(PortalError):
    """Somebody has done something since, or ten minutes have passed, or it was somebody else's step."""

    sentence = _("This can no longer be undone.")
    next_step = _("Look at its history, then choose what to do.")


class OneCallAtATime(PortalError):
    """To take it back would leave somebody with two people called to their desk."""

    sentence = _("%(who)s has called number %(number)s since: nobody has two people on the way at once.")
    next_step = _("Receive that person, or say that they are not here. Then this can be undone.")


def undoable(ticket: Ticket, worker: Worker, at: datetime) -> TicketEvent | None:
    """The last step of ``ticket``, if ``worker`` may take it back now; else None. One statement."""
    return step_back(ticket.events.order_by("-pk")[:LINES], worker, at)


def step_back(newest_first: Iterable[TicketEvent], worker: Worker, at: datetime) -> TicketEvent | None:
    """The step that ``worker`` may take back now, of a ticket's lines; else None."""
    lines = {event.pk: event for event in newest_first}
    found = last_step((line_of(event) for event in lines.values()), worker.pk)
    step = lines.get(found) if found else None
    if step is None or ("before" not in step.data and step.kind not in PAPERS):
        return None
    return step if can_undo(step.kind, own=step.actor_id == worker.pk, age=at - step.at) else None


def line_of(event: TicketEvent) -> Line:
    """The line as rules/undo.py reads it."""
    return Line(event.pk, event.kind, event.actor_id, event.data)


@transaction.atomic
def undo(*, ticket: Ticket, worker: Worker, at: datetime, event: int | None = None) -> Ticket:
    """Take back what ``worker`` did last: ticket and offer stand as before, and the clock has never stopped. Words
    written with the step stay as an internal note; a note alone is hidden. Pressing twice is once: of two steps the
    second goes only where its key is named as ``event``.

    Raises NotUndoable, OneCallAtATime; NotAllowed to somebody who could not do the step itself any more.
    """
    lock_main_of(ticket)
    fresh = locked(ticket)
    last = fresh.events.exclude(kind__in=MACHINE).order_by("-pk").first()
    pressed = last is not None and last.kind == Kind.UNDONE and last.actor_id == worker.pk
    if last is not None and pressed and event in (None, last.data["event"]):
        return fresh
    step = undoable(fresh, worker, at)
    if step is None or event not in (None, step.pk):
        raise NotUndoable
    _must_be_theirs(step, fresh, worker)
    answered_before = fresh.responsible_id
    set_back(fresh, step.data.get("before", {}))
    _must_be_the_only_call(fresh)
    with one_call():
        fresh.save()
    take_paper_back(step, fresh, worker, at)
    _take_words_back(fresh, step)
    _take_call_back(step)
    _take_offer_back(fresh, step, worker, at)
    if step.kind == Kind.MERGED:
        part(step, worker, at)
    if fresh.responsible_id != answered_before:
        write_responsible(fresh, answered_before, at=at, actor=worker)
    write(fresh, Kind.UNDONE, at=at, actor=worker, step=step.kind, event=step.pk)
    return fresh


def _must_be_the_only_call(ticket: Ticket) -> None:
    """Raise OneCallAtATime where whoever had called this person has called somebody else meanwhile."""
    if ticket.state != Ticket.State.WAITING or ticket.called_by is None:
        return
    called = Ticket.objects.of_day(ticket.station, ticket.day).waiting().filter(called_by=ticket.called_by)
    other = called.exclude(pk=ticket.pk).first()
    if other is not None:
        said = {"who": ticket.called_by, "number": other.number}
        raise OneCallAtATime(OneCallAtATime.sentence % said)


def _must_be_theirs(step: TicketEvent, ticket: Ticket, worker: Worker) -> None:
    """Raise NotAllowed unless the step would still be the worker's to make."""
    called = step.kind == Kind.TAKEN_OVER and ticket.state == Ticket.State.WAITING
    if called or step.kind in OF_THE_LINE:
        must_be_at_desk(ticket, worker)
    elif step.kind in (Kind.NOTED, Kind.REOPENED) or "follow_up" in step.data:
        must_be_concerned(ticket, worker)
    elif step.kind == Kind.DECLINED:
        must_be_asked(ticket.hand_overs.get(pk=step.data["hand_over"]), ticket, worker)
    elif step.kind in PAPERS:
        must_be_their_paper(step, ticket, worker)
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
