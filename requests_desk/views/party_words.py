"""What a party without an account has said, at the ticket of whoever answers for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from requests_desk.models import HandOver, PartyLink, Ticket, TicketEvent, TicketNote

LONGEST_NAME = 60  # of TicketNote.said_by


@dataclass(frozen=True)
class Party:
    """A body asked that does not sign in here: until when its link opens (None: it has none), and its newest answer
    with the name for the resident's page."""

    who: str
    accepted: bool
    link_until: datetime | None
    answer: TicketNote | None


def with_links(rows: QuerySet[HandOver], now: datetime) -> QuerySet[HandOver]:
    """Adds ``link_until``, without a statement of its own."""
    links = PartyLink.objects.standing().filter(hand_over=OuterRef("pk"), expires_at__gt=now)
    return rows.annotate(link_until=Subquery(links.values("expires_at")[:1]))


def party_of(
    ticket: Ticket, hand_overs: Sequence[Any], events: Iterable[TicketEvent], notes: Iterable[TicketNote]
) -> Party | None:
    """The party that ``ticket`` stands at, if it stands at one. ``hand_overs`` are those of `with_links`, in order."""
    last = hand_overs[-1] if hand_overs else None
    if last is None or last.signs_in or ticket.state != Ticket.State.HANDED_OVER:
        return None
    keys = {
        event.data["note"] for event in events
        if event.kind == TicketEvent.Kind.PARTY_ANSWER and event.data["hand_over"] == last.pk
    }  # fmt: skip
    answers = [note for note in notes if note.pk in keys and note.text]
    accepted = last.outcome == HandOver.Outcome.ACCEPTED
    return Party(last.addressee, accepted, last.link_until, answers[-1] if answers else None)


def passed_on(party: Party | None, asked: str) -> dict[str, str]:
    """What the form of an answer begins with where a party's answer, whose key was ``asked`` for, is passed on."""
    if party is None or party.answer is None or asked != str(party.answer.pk):
        return {}
    name = f"{party.who} {party.answer.said_by}"
    return {"text": party.answer.text, "said_by": name if len(name) <= LONGEST_NAME else party.answer.said_by}
