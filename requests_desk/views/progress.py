"""What became of it: a ticket as the resident may see it, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal.common.templatetags.times import clock, day
from requests_desk.actions.line import waiting_in_order
from requests_desk.actions.waits import wait_of
from requests_desk.models import HandOver, Opinion, Ticket, TicketEvent, TicketNote
from requests_desk.rules.opinion import can_say, changeable_until
from requests_desk.rules.wait import Wait
from stations.models import Worker

State = Ticket.State
Kind = TicketEvent.Kind

# How somebody who waits stands.
WAITS: Mapping[str, Any] = {
    "in_line": gettext_lazy("You are in the line"),
    "called": gettext_lazy("It is your turn"),
    "aside": gettext_lazy("Set aside, your number is kept"),
}

# A state in the resident's words, and the shape that goes with it (templates/components/tag.html).
TAGS: Mapping[str, tuple[str, Any]] = {
    State.WAITING: ("wait", WAITS["in_line"]),
    State.SERVING: ("wait", gettext_lazy("You are being served")),
    State.IN_PROGRESS: ("wait", gettext_lazy("We are working on it")),
    State.HANDED_OVER: ("wait", gettext_lazy("Passed on, and watched by us")),
    State.ANSWERED: ("open", gettext_lazy("Answered")),
    State.CLOSED: ("open", gettext_lazy("Settled")),
    State.LEFT: ("off", gettext_lazy("Ended without a talk")),
}

# The steps a resident may read, in words that name nobody.
STEPS: Mapping[str, Any] = {
    Kind.LOGGED: gettext_lazy("Taken down"),
    Kind.RECEIVED: gettext_lazy("You were received"),
    Kind.STARTED: gettext_lazy("Taken in hand"),
    Kind.OFFERED: gettext_lazy("Asked somebody else to take it on"),
    Kind.ACCEPTED: gettext_lazy("They took it on"),
    Kind.DECLINED: gettext_lazy("They could not take it on; it is back with us"),
    Kind.RETURNED: gettext_lazy("It came back to us"),
    Kind.ANSWERED: gettext_lazy("Answered"),
    Kind.CLOSED: gettext_lazy("Settled"),
    Kind.REOPENED: gettext_lazy("Opened again at your word"),
    Kind.LEFT: gettext_lazy("Ended without a talk"),
    Kind.MERGED: gettext_lazy("Put together with another request about the same"),
    Kind.UNDONE: gettext_lazy("The last step was a mistake and is taken back"),
}

WORDS: Mapping[str, Any] = {
    TicketNote.Kind.QUESTION: pgettext_lazy("on a ticket", "What you asked"),
    TicketNote.Kind.ANSWER: pgettext_lazy("on a ticket", "Our answer"),
    TicketNote.Kind.RESIDENT: pgettext_lazy("on a ticket", "What you said about it"),
}


@dataclass(frozen=True)
class Said:
    """Words about the ticket, or a step of it: when, what it is, and in whose words."""

    at: datetime
    what: str
    text: str = ""
    said_by: str = ""


@dataclass(frozen=True)
class Progress:
    """Everything about a ticket that its resident may know."""

    ticket: Ticket
    due: datetime | None
    tag: str
    state: str
    next: str
    late: bool
    before: int | None
    wait: Wait | None
    renews: bool  # the page may show something else in a moment
    answerable: Worker
    received_by: Worker | None
    phone: str
    words: tuple[Said, ...]
    steps: tuple[Said, ...]
    opinion: Opinion | None
    opinion_until: datetime | None  # None where it cannot be given or changed now

    @property
    def can_close(self) -> bool:
        return self.ticket.state == State.ANSWERED

    @property
    def can_attach(self) -> bool:
        return self.ticket.state not in (State.CLOSED, State.LEFT) and self.ticket.erased_at is None

    @property
    def can_reopen(self) -> bool:
        ended = self.ticket.state in (State.ANSWERED, State.CLOSED) and self.ticket.erased_at is None
        return ended and self.ticket.merged_into_id is None


def progress(ticket: Ticket, *, at: datetime) -> Progress:
    """Read what stands behind ``ticket``: at most five statements, and two more while they wait in the line."""
    row = Ticket.objects.select_related(
        "matter",
        "station",
        "committee",
        "first_receiver",
        "responsible",
        "opinion",
        "merged_into__responsible",
    ).get(pk=ticket.pk)
    goes_on = row.merged_into or row
    tag, state = TAGS[state_of(row)]
    if row.state == State.WAITING:
        state = WAITS["called" if row.called_at else "aside" if row.aside_at else "in_line"]
    before = people_before(row, at)
    phone = row.committee.phone or row.station.phone
    return Progress(
        ticket=row, due=goes_on.due_at, tag=tag, state=str(state), next=what_next(row, before, phone),
        late=goes_on.is_overdue(at), before=before,
        wait=wait_of(station=row.station, before=before, at=at),
        renews=row.state == State.WAITING and row.day == timezone.localdate(at), answerable=goes_on.responsible,
        received_by=row.first_receiver, phone=phone,
        words=tuple(
            Said(note.at, str(WORDS[note.kind]), note.text, note.said_by)
            for note in row.notes.filter(kind__in=TicketNote.PUBLIC).exclude(text="")
        ) + answers_elsewhere(row),
        steps=tuple(
            Said(event.at, str(STEPS[event.kind])) for event in row.events.all() if event.kind in STEPS
        ),
        opinion=getattr(row, "opinion", None), opinion_until=opinion_until(row, at),
    )  # fmt: skip


def state_of(ticket: Ticket) -> str:
    """The state for its resident. That of a double is where the matter goes on, whoever sits at the desk about it."""
    if ticket.merged_into is None:
        return ticket.state
    state = ticket.merged_into.state
    return State.IN_PROGRESS if state in Ticket.OPEN else state


def answers_elsewhere(ticket: Ticket) -> tuple[Said, ...]:
    """The answers to what ``ticket`` is a double of: nothing else that was said there is for its resident, and not
    who has said so, which may be the other resident's own neighbour."""
    if ticket.merged_into is None:
        return ()
    notes = ticket.merged_into.notes.filter(kind=TicketNote.Kind.ANSWER).exclude(text="")
    return tuple(Said(note.at, str(WORDS[note.kind]), note.text) for note in notes)


def opinion_until(ticket: Ticket, at: datetime) -> datetime | None:
    """Until when the resident may say how it was; None where they may not (any more, or yet)."""
    closed = ticket.state == State.CLOSED and ticket.erased_at is None and ticket.merged_into_id is None
    return changeable_until(ticket.ended_at) if closed and can_say(ticket.ended_at, at) else None


def people_before(ticket: Ticket, at: datetime) -> int | None:
    """How many will be called before the person who waits; None when they do not wait any more."""
    if ticket.state != State.WAITING or ticket.called_at is not None or ticket.aside_at is not None:
        return None
    line = [one.pk for one in waiting_in_order(ticket.station, at)]
    return line.index(ticket.pk) if ticket.pk in line else None


def what_next(ticket: Ticket, before: int | None, phone: str) -> str:
    """One sentence: what happens now, and by when."""
    if ticket.merged_into is not None:
        return joined_words(ticket.merged_into, phone)
    due = {"day": day(ticket.due_at), "time": clock(ticket.due_at)} if ticket.due_at else {}
    if ticket.state == State.WAITING:
        return waiting_words(ticket, before)
    if ticket.state == State.SERVING:
        return _("Somebody is with you. What is found out will be written here.")
    if ticket.state == State.IN_PROGRESS:
        return _("You will have an answer by %(day)s, %(time)s. It will stand on this page.") % due
    if ticket.state == State.HANDED_OVER:
        return handed_over_words(ticket, due)
    if ticket.state == State.ANSWERED:
        until = ticket.silent_until()
        assert until is not None  # an answered ticket has the moment of its answer
        return _("Is it solved? If we hear nothing, we take it as settled on %(day)s.") % {"day": day(until)}
    if ticket.state == State.LEFT:
        return _("You left before somebody could talk to you. Come in again any time, or book a visit.")
    said = {"phone": phone}
    if ticket.erased_at is not None:
        return _("Nothing more is to be done. If it comes up again, come in or phone %(phone)s.") % said
    return _("Nothing more is to be done. If it comes up again, tell us here or phone %(phone)s.") % said


def joined_words(main: Ticket, phone: str) -> str:
    """For the resident of a double: how the matter stands, without a word about whose it was before."""
    if main.state in Ticket.OPEN and main.due_at is not None:
        due = {"day": day(main.due_at), "time": clock(main.due_at)}
        return _(
            "Somebody else has asked the same, and we look after both together. You will have an answer by %(day)s,"
            " %(time)s. It will stand on this page."
        ) % due  # fmt: skip
    return _(
        "It was settled together with another request. If it is not solved for you, phone %(phone)s."
    ) % {"phone": phone}


def waiting_words(ticket: Ticket, before: int | None) -> str:
    if ticket.called_at is not None:
        return called_words(ticket)
    if ticket.aside_at is not None:
        return _("You are set aside and keep your number. Please come to the desk as soon as you are here.")
    if before is None:
        return _("Please ask at the desk.")
    if before == 0:
        return _("You are next.")
    return ngettext("One person is before you.", "%(n)d people are before you.", before) % {"n": before}


def called_words(ticket: Ticket) -> str:
    """Where to go, now."""
    if ticket.called_to is None:
        return _("It is your turn. Please come to the desk.")
    said = {"number": ticket.number, "desk": ticket.called_to}
    return _("It is your turn: number %(number)s is called to desk %(desk)s.") % said


def handed_over_words(ticket: Ticket, due: dict[str, str]) -> str:
    """Whom it was offered to, or who took it on; who answers for it stands beside it."""
    standing = ticket.hand_overs.filter(outcome__in=HandOver.GIVES_SCOPE)
    last = standing.select_related("to_worker", "to_body", "to_division").last()
    said = {"whom": last.addressee if last else "", **due}
    if last is not None and last.outcome == HandOver.Outcome.ACCEPTED:
        return _("%(whom)s has taken it on. You will have an answer by %(day)s, %(time)s.") % said
    return _("We have asked %(whom)s to take it on. You will have an answer by %(day)s, %(time)s.") % said
