"""Hand-overs: a ticket is offered to one addressee, and stays with the giver until it is accepted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.before import as_it_was, offer_as_it_was
from requests_desk.actions.responsibility import set_responsible
from requests_desk.actions.tickets import (
    Kind,
    NothingSaid,
    State,
    locked,
    must_answer_for,
    note,
    stands_in_for,
    write,
)
from requests_desk.models import HandOver, Ticket, TicketNote
from requests_desk.rules.due import add_working
from stations.models import Division, EstateBody, Holiday, Worker

Addressee = Worker | EstateBody | Division


class NoAddressee(PortalError):
    """A hand-over needs exactly one addressee, and it cannot be the giver."""

    sentence = _("Choose one person or body to hand this to.")
    status = 400


class AlreadyDecided(PortalError):
    """The offer was accepted, declined or taken back a moment ago."""

    sentence = _("This hand-over is already decided.")
    next_step = _("Look at the ticket's history.")


class WhoSaidSo(PortalError):
    """A body without an account decides through a worker, who names the person who said so."""

    sentence = _("Write who said so.")
    status = 400


@transaction.atomic
def offer(
    *,
    ticket: Ticket,
    worker: Worker,
    at: datetime,
    reason: str,
    to_worker: Worker | None = None,
    to_body: EstateBody | None = None,
    to_division: Division | None = None,
    to_outside: str = "",
) -> HandOver:
    """Offer the ticket to exactly one addressee, with a reason. ``worker`` stays responsible until it
    is accepted. Raises NoAddressee, NothingSaid, WrongState (an offer is open already), NotAllowed."""
    if sum(map(bool, (to_worker, to_body, to_division, to_outside))) != 1:
        raise NoAddressee
    if not reason.strip():
        raise NothingSaid
    fresh = locked(ticket, State.SERVING, State.IN_PROGRESS)
    must_answer_for(fresh, worker)
    if to_worker is not None and to_worker.pk == fresh.responsible_id:
        raise NoAddressee
    hand_over = HandOver.objects.create(
        ticket=fresh, giver=fresh.responsible, to_worker=to_worker, to_body=to_body,
        to_division=to_division, to_outside=to_outside, offered_at=at,
    )  # fmt: skip
    before = as_it_was(fresh)
    words = note(fresh, TicketNote.Kind.REASON, reason, at=at, author=worker)
    _set_state(fresh, State.HANDED_OVER)
    write(fresh, Kind.OFFERED, at=at, actor=worker, before=before, hand_over=hand_over.pk, note=words.pk)
    return hand_over


@transaction.atomic
def accept(*, hand_over: HandOver, worker: Worker, at: datetime, said_by: str = "") -> Ticket:
    """The addressee takes it: the step clock starts. A colleague or an official becomes responsible;
    for a body without an account the giver stays so and rings after it.

    Raises AlreadyDecided, NotAllowed, WhoSaidSo.
    """
    fresh, row = _open_offer(hand_over)
    _must_decide(row, fresh, worker, said_by)
    before, offer_before = as_it_was(fresh), offer_as_it_was(row)
    taken(row, fresh, by=worker, at=at)
    if row.signs_in:
        # A deputy accepts for the absent, who will answer for it.
        set_responsible(fresh, row.to_worker or worker, at=at, actor=worker)
    words = _said(fresh, worker, at, said_by)
    write(
        fresh, Kind.ACCEPTED, at=at, actor=worker, before=before, offer=offer_before, hand_over=row.pk, note=words
    )  # fmt: skip
    return fresh


@transaction.atomic
def decline(
    *,
    hand_over: HandOver,
    worker: Worker,
    at: datetime,
    reason: str,
    next_address: str = "",
    next_to: dict[str, Addressee] | None = None,
    said_by: str = "",
) -> Ticket:
    """The addressee refuses, with a reason and where to turn next, in words or as one to whom it can be offered
    (``next_to``, {"to_worker": …}): it is back with the giver, who was responsible all the time.

    Raises NothingSaid, AlreadyDecided, NotAllowed, WhoSaidSo.
    """
    named = [*map(str, (next_to or {}).values()), next_address.strip()]
    where = " · ".join(filter(None, named))
    if not reason.strip() or not where:
        raise NothingSaid(_("Write a reason and where to turn next."))
    fresh, row = _open_offer(hand_over)
    _must_decide(row, fresh, worker, said_by)
    before, offer_before = as_it_was(fresh), offer_as_it_was(row)
    refused(row, fresh, by=worker, at=at)
    text = why_not(reason, where)
    words = note(fresh, TicketNote.Kind.REASON, text, at=at, author=worker, said_by=said_by)
    write(
        fresh, Kind.DECLINED, at=at, actor=worker, before=before, offer=offer_before, hand_over=row.pk, note=words.pk,
        next={word: one.pk for word, one in (next_to or {}).items()},
    )  # fmt: skip
    return fresh


@transaction.atomic
def withdraw(*, hand_over: HandOver, worker: Worker, at: datetime) -> Ticket:
    """The giver takes the offer back before anybody decided."""
    fresh, row = _open_offer(hand_over)
    must_answer_for(fresh, worker)
    before, offer_before = as_it_was(fresh), offer_as_it_was(row)
    _decide(row, HandOver.Outcome.WITHDRAWN, worker, at)
    _set_state(fresh, State.IN_PROGRESS)
    write(fresh, Kind.WITHDRAWN, at=at, actor=worker, before=before, offer=offer_before, hand_over=row.pk)
    return fresh


@transaction.atomic
def take_back(*, ticket: Ticket, worker: Worker, at: datetime, reason: str) -> Ticket:
    """What a body without an account accepted comes back undone: in progress again, with a reason."""
    if not reason.strip():
        raise NothingSaid
    fresh = locked(ticket, State.HANDED_OVER)
    must_answer_for(fresh, worker)
    if fresh.hand_overs.offered().exists():
        raise AlreadyDecided(_("Nobody has answered this offer yet: take the offer back instead."))
    before = as_it_was(fresh)
    words = note(fresh, TicketNote.Kind.REASON, reason, at=at, author=worker)
    _set_state(fresh, State.IN_PROGRESS)
    write(fresh, Kind.RETURNED, at=at, actor=worker, before=before, note=words.pk)
    return fresh


def _open_offer(hand_over: HandOver) -> tuple[Ticket, HandOver]:
    """The ticket and its offer, both locked, if the offer is still open."""
    fresh = locked(hand_over.ticket)
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("giver", "to_worker")
        .get(pk=hand_over.pk)
    )
    if row.outcome != HandOver.Outcome.OFFERED or fresh.state != State.HANDED_OVER:
        raise AlreadyDecided
    return fresh, row


def taken(row: HandOver, ticket: Ticket, *, by: Worker | None, at: datetime) -> None:
    """What an acceptance changes, by a worker or at the party's own link: the step clock starts."""
    _decide(row, HandOver.Outcome.ACCEPTED, by, at)
    ticket.step_due_at = add_working(at, ticket.limit_minutes, Holiday.objects.calendar(at))
    ticket.state = State.IN_PROGRESS if row.signs_in else State.HANDED_OVER
    ticket.save(update_fields=["step_due_at", "state"])


def refused(row: HandOver, ticket: Ticket, *, by: Worker | None, at: datetime) -> None:
    """What a refusal changes: it is back with the giver."""
    _decide(row, HandOver.Outcome.DECLINED, by, at)
    _set_state(ticket, State.IN_PROGRESS)


def why_not(reason: str, where: str) -> str:
    """A refusal as it is kept: why, and where to turn next."""
    return f"{reason.strip()}\n→ {where}"


def must_be_asked(row: HandOver, ticket: Ticket, worker: Worker) -> None:
    """Who may accept or decline: the addressee or their deputy of today; for one without an account whoever
    answers for the ticket."""
    if not row.signs_in:
        must_answer_for(ticket, worker)
    elif not (
        row.to_worker_id == worker.pk
        or row.to_division_id in worker.scope.division_ids
        or stands_in_for(worker, row.to_worker_id)
    ):
        raise NotAllowed


def _must_decide(row: HandOver, ticket: Ticket, worker: Worker, said_by: str) -> None:
    """The same; and for a body without an account it is said who spoke."""
    must_be_asked(row, ticket, worker)
    if not row.signs_in and not said_by.strip():
        raise WhoSaidSo


def _decide(row: HandOver, outcome: str, worker: Worker | None, at: datetime) -> None:
    row.outcome, row.decided_at, row.decided_by = outcome, at, worker
    row.save(update_fields=["outcome", "decided_at", "decided_by"])


def _said(ticket: Ticket, worker: Worker, at: datetime, said_by: str) -> int | None:
    """Keep who said so, where somebody spoke for a body."""
    if not said_by.strip():
        return None
    return note(ticket, TicketNote.Kind.REASON, str(_("Accepted.")), at=at, author=worker, said_by=said_by).pk


def _set_state(ticket: Ticket, state: str) -> None:
    ticket.state = state
    ticket.save(update_fields=["state"])
