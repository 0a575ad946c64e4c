"""Opinions: the resident's last word about a matter, given and changed on the tracking page."""

from datetime import datetime

from django.db import transaction

from requests_desk.actions.tickets import NothingSaid, WrongState, locked, write
from requests_desk.models import Opinion, Ticket, TicketEvent
from requests_desk.rules.opinion import can_say


@transaction.atomic
def say(*, ticket: Ticket, score: int | None, text: str, at: datetime) -> Opinion:
    """Keep the resident's opinion of a closed ticket in place of an earlier one; the same again is once.

    Raises NothingSaid without score and words, WrongState before its end, after the time of
    rules/opinion.py, once its words are erased, and for a double, which was never answered itself.
    """
    if score is None and not text.strip():
        raise NothingSaid
    fresh = locked(ticket, Ticket.State.CLOSED)
    if fresh.merged_into_id or fresh.erased_at is not None or not can_say(fresh.ended_at, at):
        raise WrongState
    before = Opinion.objects.filter(ticket=fresh).first()
    if before is not None and (before.score, before.text) == (score, text):
        return before
    said = {"score": score, "text": text, "said_at": at}
    opinion, _new = Opinion.objects.update_or_create(ticket=fresh, defaults=said)
    write(fresh, TicketEvent.Kind.RATED, at=at, actor=None, by="resident", score=score)
    return opinion
