"""Steps of somebody who waits or was called: call again, set aside, back into the line, taken over by a colleague."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requests_desk.actions.before import as_it_was
from requests_desk.actions.line import desk_number, must_have_settled, one_call, to_desk
from requests_desk.actions.responsibility import set_responsible
from requests_desk.actions.tickets import (
    WrongState,
    locked,
    must_answer_for,
    must_be_at_desk,
    write,
)
from requests_desk.models import Ticket, TicketEvent
from requests_desk.rules.queue import counts_from
from stations.models import Worker

State = Ticket.State
Kind = TicketEvent.Kind

CALL = ("called_by", "called_at", "called_to", "times_called")


class NotCalled(WrongState):
    """Nobody has called this person, or the call is over."""

    sentence = _("This number is not called at the moment.")
    next_step = _("Look at the board: whoever comes next is called there.")


class CalledByColleague(WrongState):
    """Only who has called calls again."""

    sentence = _("A colleague has called this person.")
    next_step = _("If your colleague is busy, take the person over.")


class IsAside(WrongState):
    """Set aside before."""

    sentence = _("This person is set aside already.")
    next_step = _("Put them back into the line when they are here again.")


class NotAside(WrongState):
    """In the line all the while."""

    sentence = _("This person is not set aside.")
    next_step = _("They are in the line, or were called: look at the board.")


class AlreadyYours(WrongState):
    """Nobody takes over from themselves."""

    sentence = _("This person is with you already.")
    next_step = _("Look at the board: they stand there under your desk.")


def _still_waits(ticket: Ticket, worker: Worker) -> tuple[Ticket, dict[str, Any]]:
    """The row, locked, and how it stood. Raises WrongState, NotAllowed."""
    fresh = locked(ticket, State.WAITING)
    must_be_at_desk(fresh, worker)
    return fresh, as_it_was(fresh)


@transaction.atomic
def call_again(*, ticket: Ticket, worker: Worker, at: datetime, desk: int | None = None) -> Ticket:
    """Nobody has come yet: the number is called once more, to the desk at which ``worker`` sits now.

    Raises NotCalled, CalledByColleague, WhichDesk; WrongState, NotAllowed.
    """
    fresh, before = _still_waits(ticket, worker)
    if fresh.called_by_id is None:
        raise NotCalled
    if fresh.called_by_id != worker.pk:
        raise CalledByColleague
    _call(fresh, worker, at, desk)
    write(fresh, Kind.CALLED_AGAIN, at=at, actor=worker, before=before, **to_desk(fresh.called_to))
    return fresh


def _call(ticket: Ticket, worker: Worker, at: datetime, desk: int | None) -> None:
    """Called at ``at`` to ``worker``'s desk, as screens and slips say from now on."""
    ticket.called_to = desk_number(ticket.station, desk)
    ticket.called_by, ticket.called_at = worker, at
    ticket.times_called += 1
    ticket.save(update_fields=CALL)


@transaction.atomic
def not_here(*, ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
    """Called, and nobody came: set aside with their number, not lost. Raises NotCalled; WrongState, NotAllowed."""
    fresh, before = _still_waits(ticket, worker)
    if fresh.called_by_id is None:
        raise NotCalled
    return _set_aside(fresh, worker, at, before, missed=True)


@transaction.atomic
def park(*, ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
    """They asked to be let go for a while (a paper to fetch): not called meanwhile, and their place is kept.
    Raises IsAside; WrongState, NotAllowed."""
    fresh, before = _still_waits(ticket, worker)
    if fresh.aside_at is not None:
        raise IsAside
    return _set_aside(fresh, worker, at, before, missed=False)


def _set_aside(
    ticket: Ticket, worker: Worker, at: datetime, before: dict[str, Any], *, missed: bool
) -> Ticket:
    ticket.aside_at, ticket.called_by, ticket.called_at, ticket.called_to = at, None, None, None
    ticket.save(update_fields=["aside_at", *CALL])
    write(ticket, Kind.SET_ASIDE, at=at, actor=worker, before=before, missed=missed)
    return ticket


@transaction.atomic
def line_up(*, ticket: Ticket, worker: Worker, at: datetime) -> Ticket:
    """They are here again: back into the line, where `counts_from` puts them. Raises NotAside; WrongState,
    NotAllowed."""
    fresh, before = _still_waits(ticket, worker)
    if fresh.aside_at is None:
        raise NotAside
    why = fresh.events.filter(kind=Kind.SET_ASIDE).latest("pk").data
    fresh.lined_up_at = counts_from(missed=why["missed"], before=fresh.lined_up_at, now=at)
    fresh.aside_at = None
    fresh.save(update_fields=["aside_at", "lined_up_at"])
    write(fresh, Kind.LINED_UP, at=at, actor=worker, before=before)
    return fresh


@transaction.atomic
def take_over(*, ticket: Ticket, worker: Worker, at: datetime, desk: int | None = None) -> Ticket:
    """``worker`` takes somebody over from a colleague: whom the colleague has called, if they are at the desk; who sits
    with the colleague already, only as the committee's head or as the deputy of the absent, and answers for
    them from then on. Who received them first stays.

    Raises NotCalled, AlreadyYours, StillCalling, WhichDesk; WrongState, NotAllowed.
    """
    fresh = locked(ticket, State.WAITING, State.SERVING)
    before = as_it_was(fresh)
    if fresh.state == State.WAITING:
        _take_call(fresh, worker, at, desk)
    else:
        _take_person(fresh, worker, at)
    write(fresh, Kind.TAKEN_OVER, at=at, actor=worker, before=before, **{"from": _with(before)})
    return fresh


def _with(before: dict[str, Any]) -> int:
    """With whom the person was, or to whom called."""
    return int(before["responsible_id"] if before["state"] == State.SERVING else before["called_by_id"])


def _take_call(ticket: Ticket, worker: Worker, at: datetime, desk: int | None) -> None:
    must_be_at_desk(ticket, worker)
    if ticket.called_by_id is None:
        raise NotCalled
    if ticket.called_by_id == worker.pk:
        raise AlreadyYours
    must_have_settled(ticket.station, worker, at)
    with one_call():
        _call(ticket, worker, at, desk)


def _take_person(ticket: Ticket, worker: Worker, at: datetime) -> None:
    if ticket.responsible_id == worker.pk:
        raise AlreadyYours
    must_answer_for(ticket, worker)
    set_responsible(ticket, worker, at=at, actor=worker)
