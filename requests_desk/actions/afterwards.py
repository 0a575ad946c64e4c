"""Entered afterwards: somebody was received when nobody could type. The clocks run from then, not from now."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.tickets import Slip, Stamps, begin_clocks, new_ticket, note, write
from requests_desk.models import Ticket, TicketEvent, TicketNote
from requests_desk.rules.afterwards import why_not
from stations.models import Service, Station, Worker

Kind = TicketEvent.Kind


class NotThen(PortalError):
    """Somebody cannot have come at that moment, or it is too long ago to be written down as their receipt."""

    status = 400
    sentence = _("This cannot be entered for that time.")
    next_step = _("Enter a time of the last 14 days that has passed.")


def must_serve_here(receiver: Worker, station: Station, at: datetime) -> None:
    """Raise NotAllowed unless ``receiver`` holds a desk post at the station's committee now."""
    today = timezone.localtime(at).date()
    if not Worker.objects.serving(station.committee, today).filter(pk=receiver.pk).exists():
        raise NotAllowed


@transaction.atomic
def enter_afterwards(
    *,
    station: Station,
    matter: Service,
    typist: Worker,
    receiver: Worker,
    at: datetime,
    came: datetime,
    channel: Ticket.Channel,
    lane: Ticket.Lane,
    stamps: Stamps,
    words: str,
    answered: bool,
    answer: str,
    **person: Any,
) -> Slip:
    """Write down at ``at`` that ``receiver`` received somebody at ``came``: first receiver and responsible are
    theirs, the promise runs from then, and no number of any line is used. Every line of the history bears the
    time of the receipt and, beside it, who typed it and when. Nobody stands here, so that what is not
    ``answered`` is in progress.

    Raises NotThen; NotAllowed where ``receiver`` does not serve here.
    """
    if why_not(came, at):
        raise NotThen
    if receiver != typist:
        must_serve_here(receiver, station, at)
    slip = new_ticket(
        station=station, matter=matter, channel=channel, lane=lane, number=None, responsible=receiver,
        actor=typist, at=came, entered_at=at, stamps=stamps, **person,
    )  # fmt: skip
    ticket = slip.ticket
    typed: dict[str, Any] = {"typed": at.isoformat()}
    if words.strip():
        note(ticket, TicketNote.Kind.QUESTION, words, at=came, author=receiver)
    _receive(ticket, receiver, came)
    write(ticket, Kind.RECEIVED, at=came, actor=typist, receiver=receiver.pk, **typed)
    if not answered:
        if answer.strip():
            note(ticket, TicketNote.Kind.INTERNAL, answer, at=came, author=receiver)
        write(ticket, Kind.STARTED, at=came, actor=typist, **typed)
        return slip
    if answer.strip():
        note(ticket, TicketNote.Kind.ANSWER, answer, at=came, author=receiver)
    _answer(ticket, came)
    write(ticket, Kind.ANSWERED, at=came, actor=typist, on_the_spot=True, **typed)
    write(ticket, Kind.CLOSED, at=came, actor=typist, by="desk", **typed)
    return slip


def _receive(ticket: Ticket, receiver: Worker, came: datetime) -> None:
    begin_clocks(ticket, receiver, came)
    ticket.state = Ticket.State.IN_PROGRESS
    ticket.save()


def _answer(ticket: Ticket, came: datetime) -> None:
    """In one stroke, so that no working time has passed."""
    ticket.state, ticket.on_the_spot, ticket.running_since = Ticket.State.CLOSED, True, None
    ticket.answered_at = ticket.ended_at = came
    ticket.save()
