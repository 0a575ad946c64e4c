"""Tickets: logged, received, answered, closed, reopened. Every step locks the row, checks that it is
allowed now, and writes its event."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.codes import hash_slip_code, new_reference, new_salt, new_slip_code, new_token, seeded
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.before import as_it_was, changed, offer_as_it_was
from requests_desk.actions.responsibility import head_of, set_responsible
from requests_desk.models import HandOver, Ticket, TicketEvent, TicketNote, Visit
from requests_desk.rules.due import add_working, working_minutes
from requests_desk.rules.notices import notice_at
from stations.models import Absence, Estate, Holiday, Post, Service, Station, Worker

State = Ticket.State
Kind = TicketEvent.Kind

AT_ONCE = 60  # minutes: what is promised at once is late when the person has sat here for an hour


class WrongState(PortalError):
    """The ticket is not in a state in which this can be done: a colleague may have been quicker."""

    sentence = _("This ticket has moved on since you opened it.")
    next_step = _("Look at its history, then choose what to do.")


class IsDouble(WrongState):
    """What is said about a double has to be said where the matter goes on. It is not passed on from here: the words of
    one resident would stand on the page of another."""

    next_step = _("Open that one, and reopen it there.")

    def __init__(self, main: Ticket) -> None:
        super().__init__(_("This is a double of %(ticket)s, where the matter goes on.") % {"ticket": main})


class NothingSaid(PortalError):
    """An answer, a note or a reason without words."""

    sentence = _("Please write a few words.")
    status = 400


class HasEnded(PortalError):
    """Nothing is added to what has ended."""

    sentence = _("This matter has ended: nothing can be added to it.")
    next_step = _("Reopen it first, if it is not solved.")


@dataclass(frozen=True)
class Slip:
    """What the person takes along: the ticket and, only now, the code in plain text. Of the code
    nothing but a salted hash is kept."""

    ticket: Ticket
    code: str


@dataclass(frozen=True)
class Stamps:
    """What makes a new ticket unlike all others. Made before the transaction begins: hashing the code
    takes longer than writing the row, and nobody should wait for it in the line of writers."""

    token: str
    code: str
    salt: str
    hash: str


def new_stamps(*, seed: str = "") -> Stamps:
    """Fresh stamps. From the same ``seed`` (a form's key and all it says) come the same token and code,
    so that a form sent twice finds the ticket it made before. Only this installation can tell them."""
    token, code = new_token(), new_slip_code()
    if seed:
        secret = seeded("ticket", seed)
        numbers = iter(secret[24:])
        token = urlsafe_b64encode(secret[:24]).decode()
        code = new_slip_code(lambda symbols: symbols[next(numbers) % len(symbols)])
    salt = new_salt()
    return Stamps(token, code, salt, hash_slip_code(code, salt))


def slip_of(stamps: Stamps) -> Slip | None:
    """The slip that a form with the same stamps has made before; None where there is none."""
    before = Ticket.objects.filter(token=stamps.token).select_related("matter").first()
    return None if before is None else Slip(before, stamps.code)


def write(
    ticket: Ticket,
    kind: TicketEvent.Kind,
    *,
    at: datetime,
    actor: Worker | None,
    before: dict[str, Any] | None = None,
    **data: Any,
) -> TicketEvent:
    """Append one line to the ticket's history: ids and codes, never words.

    ``before`` is what ``as_it_was`` said when the step began: its actor can take the step back. Such a line is
    the last that the step writes, when all it changes is changed.
    """
    if before is not None and actor is not None:  # residents and time take nothing back
        data["before"] = changed(ticket, before)
    return TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, actor=actor, data=data)


def note(
    ticket: Ticket,
    kind: TicketNote.Kind,
    text: str,
    *,
    at: datetime,
    author: Worker | None,
    said_by: str = "",
) -> TicketNote:
    """Keep words about the ticket, where they can be erased later."""
    return TicketNote.objects.create(
        ticket=ticket, kind=kind, text=text, author=author, said_by=said_by, at=at
    )


def new_ticket(
    *,
    station: Station,
    matter: Service,
    channel: Ticket.Channel,
    lane: Ticket.Lane,
    number: int | None,
    responsible: Worker,
    actor: Worker | None,
    at: datetime,
    stamps: Stamps,
    visit: Visit | None = None,
    name: str = "",
    phone: str = "",
    on_behalf: bool = False,
    estate: Estate | None = None,
    entered_at: datetime | None = None,
) -> Slip:
    """Write the ticket and its slip; ``station`` carries its committee. The caller is in a transaction.

    A visit's ticket bears the visit's reference, name and phone. No ``actor``: the resident, at a kiosk.
    ``entered_at``: when it was typed, where that is later than ``at``, when the person came.
    """
    ticket = Ticket.objects.create(
        reference=visit.reference if visit else new_reference(),
        state=State.WAITING,
        channel=channel,
        station=station,
        committee=station.committee,
        visit=visit,
        matter=matter,
        estate=estate,
        day=timezone.localtime(at).date(),
        number=number,
        lane=lane,
        booked_for=visit.starts_at if visit else None,
        arrived_at=at,
        entered_at=entered_at,
        name=visit.name if visit else name,
        phone=visit.phone if visit else phone,
        on_behalf=visit.on_behalf if visit else on_behalf,
        slip_salt=stamps.salt,
        slip_hash=stamps.hash,
        token=stamps.token,
        responsible=responsible,
        limit_minutes=matter.limit_hours * 60 or AT_ONCE,
        notice=visit.notice if visit else notice_at(at),
    )
    typed: dict[str, Any] = {"typed": entered_at.isoformat()} if entered_at else {}
    typed |= {} if actor else {"by": "resident"}
    write(ticket, Kind.LOGGED, at=at, actor=actor, channel=channel, lane=lane, matter=matter.pk, **typed)
    return Slip(ticket, stamps.code)


def locked(ticket: Ticket, *states: str) -> Ticket:
    """The row as it stands now, locked. Raises WrongState unless it is in one of ``states``.

    Station, committee and matter never change: they are taken over from ``ticket`` where it carries them,
    since reading them again costs twice as much as the row.
    """
    fresh = Ticket.objects.select_for_update().get(pk=ticket.pk)
    for name in ("station", "committee", "matter"):
        if ticket._meta.get_field(name).is_cached(ticket):  # type: ignore[union-attr]
            setattr(fresh, name, getattr(ticket, name))
    if states and fresh.state not in states:
        raise WrongState
    return fresh


def _must_not_be_erased(ticket: Ticket) -> None:
    """Nothing more is written about a person whose data were erased: it would never go. Raises WrongState."""
    if ticket.erased_at is not None:
        raise WrongState


def must_not_have_ended(ticket: Ticket) -> None:
    """Nothing is added to what is closed, or was erased. Raises HasEnded."""
    if ticket.erased_at or ticket.state in (State.CLOSED, State.LEFT):
        raise HasEnded


def must_answer_for(ticket: Ticket, worker: Worker) -> None:
    """Only the person responsible moves a ticket, or in their stead the head of its committee, or whoever is their
    deputy today."""
    if ticket.responsible_id == worker.pk or ticket.committee_id in worker.scope.head_committees:
        return
    if not stands_in_for(worker, ticket.responsible_id):
        raise NotAllowed


def stands_in_for(worker: Worker, absent: int | None) -> bool:
    """Whether ``worker`` is today's deputy of the worker with that key."""
    return absent is not None and Absence.objects.stood_in_for_by(worker).filter(worker=absent).exists()


def must_be_at_desk(ticket: Ticket, worker: Worker) -> None:
    """Only the committee's own desk receives people."""
    if ticket.committee_id not in worker.scope.desk_committees:
        raise NotAllowed


def must_be_concerned(ticket: Ticket, worker: Worker) -> None:
    """The committee's desk, and whoever answers for the ticket, write into it; others only read."""
    if ticket.responsible_id != worker.pk and not stands_in_for(worker, ticket.responsible_id):
        must_be_at_desk(ticket, worker)


CLOCKS = ("first_receiver", "received_at", "running_since", "due_at", "step_due_at")


def begin_clocks(ticket: Ticket, receiver: Worker, at: datetime) -> None:
    """``receiver`` received the person at ``at``: both clocks run from then. The caller saves ``CLOCKS``."""
    ticket.first_receiver, ticket.received_at, ticket.running_since = receiver, at, at
    ticket.due_at = add_working(at, ticket.limit_minutes, Holiday.objects.calendar(at))
    ticket.step_due_at = ticket.due_at


@transaction.atomic
def receive(*, ticket: Ticket, worker: Worker, at: datetime, logged: bool = False) -> Ticket:
    """``worker`` receives the person: first receiver for ever, responsible from now on, and both
    clocks begin. ``logged``: in the same stroke, so that there is no line to put the person back into.
    Raises WrongState when a colleague was quicker, NotAllowed away from the desk."""
    fresh = locked(ticket, State.WAITING)
    must_be_at_desk(fresh, worker)
    before = None if logged else as_it_was(fresh)
    begin_clocks(fresh, worker, at)
    fresh.state, fresh.aside_at = State.SERVING, None  # set aside, and here again while nobody else waits
    fresh.save(update_fields=["state", "aside_at", *CLOCKS])
    set_responsible(fresh, worker, at=at, actor=worker)
    write(fresh, Kind.RECEIVED, at=at, actor=worker, before=before)
    return fresh


@transaction.atomic
def leave(*, ticket: Ticket, at: datetime, worker: Worker | None = None) -> Ticket:
    """The person went before being received, or did not come when called."""
    fresh = locked(ticket, State.WAITING)
    if worker is not None:
        must_be_at_desk(fresh, worker)
    before = as_it_was(fresh)
    fresh.state, fresh.ended_at = State.LEFT, at
    fresh.save(update_fields=["state", "ended_at"])
    write(fresh, Kind.LEFT, at=at, actor=worker, before=before)
    return fresh


@transaction.atomic
def start(*, ticket: Ticket, worker: Worker, at: datetime, text: str = "") -> Ticket:
    """It cannot be answered on the spot: taken in hand, the person may go home. ``text`` is kept as
    an internal note."""
    fresh = locked(ticket, State.SERVING)
    must_answer_for(fresh, worker)
    before = as_it_was(fresh)
    words = _words(fresh, TicketNote.Kind.INTERNAL, text, at, worker)
    fresh.state = State.IN_PROGRESS
    fresh.save(update_fields=["state"])
    write(fresh, Kind.STARTED, at=at, actor=worker, before=before, **words)
    return fresh


@transaction.atomic
def answer_on_the_spot(*, ticket: Ticket, worker: Worker, at: datetime, text: str = "") -> Ticket:
    """Answered while the person stands there and says so: answered and closed in one stroke."""
    fresh = locked(ticket, State.SERVING)
    must_answer_for(fresh, worker)
    before = as_it_was(fresh)
    words = _words(fresh, TicketNote.Kind.ANSWER, text, at, worker)
    fresh.on_the_spot = True
    _stop_clock(fresh, at)
    write(fresh, Kind.ANSWERED, at=at, actor=worker, on_the_spot=True)
    return _close(fresh, at, worker, by="desk", before=before, **words)


@transaction.atomic
def answer(*, ticket: Ticket, worker: Worker, at: datetime, text: str, said_by: str = "") -> Ticket:
    """Give the resident the answer: the total clock stops. ``said_by`` names who said so where a body
    without an account answers through ``worker``. An offer nobody took is withdrawn with it."""
    if not text.strip():
        raise NothingSaid
    fresh = locked(ticket, State.SERVING, State.IN_PROGRESS, State.HANDED_OVER)
    must_answer_for(fresh, worker)
    before, withdrawn = as_it_was(fresh), withdraw_offer(fresh, worker, at)
    words = note(fresh, TicketNote.Kind.ANSWER, text, at=at, author=worker, said_by=said_by)
    fresh.state = State.ANSWERED
    _stop_clock(fresh, at)
    write(fresh, Kind.ANSWERED, at=at, actor=worker, before=before, note=words.pk, **withdrawn)
    return fresh


def withdraw_offer(ticket: Ticket, worker: Worker, at: datetime) -> dict[str, Any]:
    """Nobody is asked any more to take ``ticket``, which the caller has locked. What the offer was (one at most is
    open), for the event that the undo reads."""
    was: dict[str, Any] = {}
    for offer in ticket.hand_overs.offered():
        was = {"offer": offer_as_it_was(offer)}
        ticket.hand_overs.filter(pk=offer.pk).update(
            outcome=HandOver.Outcome.WITHDRAWN, decided_at=at, decided_by=worker
        )
        write(ticket, Kind.WITHDRAWN, at=at, actor=worker, hand_over=offer.pk)
    return was


def _words(
    ticket: Ticket, kind: TicketNote.Kind, text: str, at: datetime, worker: Worker | None
) -> dict[str, int]:
    """Keep what was written with a step, if anything was: its key, for the event."""
    return {"note": note(ticket, kind, text, at=at, author=worker).pk} if text.strip() else {}


def stop_clock(ticket: Ticket, at: datetime) -> None:
    """Add the working time since the clock last started to what was spent before. The caller saves it."""
    began = ticket.running_since or at
    ticket.spent_minutes += working_minutes(began, at, Holiday.objects.calendar(began))
    ticket.running_since = None


def _stop_clock(ticket: Ticket, at: datetime) -> None:
    stop_clock(ticket, at)
    ticket.answered_at = at
    ticket.save(update_fields=["state", "spent_minutes", "running_since", "answered_at", "on_the_spot"])


@transaction.atomic
def close(
    *,
    ticket: Ticket,
    at: datetime,
    worker: Worker | None = None,
    text: str = "",
    follow_up: int | None = None,
) -> Ticket:
    """Closed by the resident's word: told to ``worker``, or (without a worker) on the tracking page. ``follow_up`` is
    the key of the call in which it was said: those may be made by anybody at the desk."""
    fresh = locked(ticket, State.ANSWERED)
    if worker is not None:
        (must_answer_for if follow_up is None else must_be_concerned)(fresh, worker)
    before = as_it_was(fresh)
    words = _words(fresh, TicketNote.Kind.RESIDENT, text, at, worker)
    told = {"follow_up": follow_up} if follow_up else {}
    return _close(fresh, at, worker, by="desk" if worker else "resident", before=before, **words, **told)


def _close(ticket: Ticket, at: datetime, worker: Worker | None, **data: Any) -> Ticket:
    ticket.state, ticket.ended_at = State.CLOSED, at
    ticket.save(update_fields=["state", "ended_at"])
    write(ticket, Kind.CLOSED, at=at, actor=worker, **data)
    return ticket


@transaction.atomic
def reopen(
    *, ticket: Ticket, at: datetime, text: str, worker: Worker | None = None, follow_up: int | None = None
) -> Ticket:
    """The resident says it is not solved. The total clock goes on where it stopped; who answered
    before answers again, or the head if they hold no post any more. ``follow_up``: the call in which it was said.

    Raises NothingSaid, WrongState, NotAllowed.
    """
    if not text.strip():
        raise NothingSaid
    fresh = locked(ticket, State.ANSWERED, State.CLOSED)
    _must_not_be_erased(fresh)
    if fresh.merged_into is not None:
        raise IsDouble(fresh.merged_into)
    if worker is not None:
        must_be_concerned(fresh, worker)
    before = as_it_was(fresh)
    left = max(0, fresh.limit_minutes - fresh.spent_minutes)
    words = _words(fresh, TicketNote.Kind.RESIDENT, text, at, worker)
    fresh.state, fresh.running_since, fresh.ended_at = State.IN_PROGRESS, at, None
    fresh.due_at = add_working(at, left, Holiday.objects.calendar(at))
    fresh.step_due_at, fresh.reopened, fresh.on_the_spot = fresh.due_at, fresh.reopened + 1, False
    fresh.answered_at = None
    fresh.save()
    today = timezone.localtime(at).date()
    if not Post.objects.current(today).filter(worker=fresh.responsible_id, worker__is_active=True).exists():
        set_responsible(fresh, head_of(fresh.committee, today), at=at, actor=None)
    by = "desk" if worker else "resident"
    told = {"follow_up": follow_up} if follow_up else {}
    write(fresh, Kind.REOPENED, at=at, actor=worker, by=by, before=before, **words, **told)
    return fresh


@transaction.atomic
def add_note(*, ticket: Ticket, worker: Worker, at: datetime, text: str) -> TicketNote:
    """An internal note, by the committee's desk or whoever answers for the ticket."""
    if not text.strip():
        raise NothingSaid
    fresh = locked(ticket)
    _must_not_be_erased(fresh)
    must_be_concerned(fresh, worker)
    words = note(fresh, TicketNote.Kind.INTERNAL, text, at=at, author=worker)
    write(fresh, Kind.NOTED, at=at, actor=worker, before={}, note=words.pk)
    return words


@transaction.atomic
def close_silent(*, at: datetime) -> int:
    """Close what was answered more than seven days ago without a word since; returns how many."""
    rows = list(Ticket.objects.select_for_update().silent(at).order_by("pk"))
    for ticket in rows:
        _close(ticket, at, None, by="silence")
    return len(rows)


@transaction.atomic
def end_day(*, at: datetime) -> int:
    """Whoever still waits in the line of a past day has left; returns how many."""
    today = timezone.localtime(at).date()
    rows = list(Ticket.objects.select_for_update().waiting().filter(day__lt=today).order_by("pk"))
    for ticket in rows:
        leave(ticket=ticket, at=at)
    return len(rows)
