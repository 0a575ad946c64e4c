"""The outbox: written beside what happened, in the same transaction; emptied by a command."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.common.sms import NotTaken, gateway
from requests_desk.actions.letters import letter, text_message
from requests_desk.actions.plan_letters import plan_letter
from requests_desk.actions.room_letters import room_letter, room_text
from requests_desk.actions.sign_up_letters import sign_up_letter, sign_up_text
from requests_desk.models import ActivitySession, Message, RoomUse, SignUp, Visit, VisitEvent
from requests_desk.models.message import MessageQuerySet
from stations.models import Worker

log = logging.getLogger("requests_desk.messages")

# Told by phone where there is no address to write to.
MUST_HEAR = (
    Message.Kind.CALLED_OFF, Message.Kind.MOVED_UP, Message.Kind.TAKEN_OUT, Message.Kind.SESSION_OFF,
    Message.Kind.SESSION_MOVE,
)  # fmt: skip
# Pointless once the visit is cancelled.
NEEDS_A_VISIT = (Message.Kind.BOOKED, Message.Kind.MOVED, Message.Kind.LINK, Message.Kind.REMINDER)

# Pointless once the request stands otherwise: another letter says how.
NEEDS_THE_STATE = {
    Message.Kind.ROOM_ASKED: RoomUse.State.ASKED,
    Message.Kind.ROOM_AGREED: RoomUse.State.APPROVED,
}

# How long to wait after each failed try; after the last one the message has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 20, 60, 240))
MOST_TRIES = len(WAITS) + 1


class Outcome(Enum):
    """What became of one message."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Delivery:
    """One message tried. ``in_doubt``: an earlier sender vanished over it, so it may arrive twice."""

    outcome: Outcome
    in_doubt: bool


def tell(
    *, visit: Visit, kind: Message.Kind, at: datetime, not_before: datetime | None = None
) -> Message | None:
    """Queue what the person who booked ``visit`` is to be told: by e-mail where one was given, else by text
    message to a mobile; by the desk's call list where they must hear of it; else not at all, since their
    page says it."""
    channel = Message.Channel(visit.reached_by)
    if channel == Message.Channel.CALL and not (kind in MUST_HEAR and visit.phone):
        return None
    first_try = max(at, not_before) if not_before else at
    return Message.objects.create(
        visit=visit, kind=kind, channel=channel, queued_at=at, next_try_at=first_try
    )


def tell_signed_up(
    *,
    sign_up: SignUp,
    kind: Message.Kind,
    at: datetime,
    session: ActivitySession | None = None,
    was_at: datetime | None = None,
) -> Message | None:
    """The same about a sign-up; ``session``: which of the group's times it is about, ``was_at``: when that was to
    begin before it moved."""
    channel = Message.Channel(sign_up.reached_by)
    if channel == Message.Channel.CALL and not (kind in MUST_HEAR and sign_up.phone):
        return None
    return Message.objects.create(
        sign_up=sign_up,
        session=session,
        was_at=was_at,
        kind=kind,
        channel=channel,
        queued_at=at,
        next_try_at=at,
    )


def tell_requester(*, use: RoomUse, kind: Message.Kind, at: datetime) -> Message | None:
    """The same about a room. Whoever cannot be written to stands on the rooms' own list of people to ring
    (`RoomUse.objects.to_tell`), as does whoever a message did not reach."""
    channel = Message.Channel(use.reached_by)
    if channel == Message.Channel.CALL:
        return None
    return Message.objects.create(room_use=use, kind=kind, channel=channel, queued_at=at, next_try_at=at)


@transaction.atomic
def mark_called(*, message: Message, worker: Worker, at: datetime) -> bool:
    """Take a line off the call list; False when somebody else already did."""
    rows = Message.objects.to_call().filter(pk=message.pk)
    return rows.update(state=Message.State.DONE, done_at=at, done_by=worker) == 1


@transaction.atomic
def resend_sign_up(*, sign_up: SignUp, at: datetime) -> Message | None:
    """The same for a sign-up's link."""
    return tell_signed_up(sign_up=sign_up, kind=Message.Kind.LINK, at=at)


@transaction.atomic
def resend_link(*, visit: Visit, at: datetime) -> Message | None:
    """Send the visit's link again, to the address or phone that was given when it was booked and no other."""
    VisitEvent.objects.create(visit=visit, kind=VisitEvent.Kind.LINK_SENT, at=at)
    return tell(visit=visit, kind=Message.Kind.LINK, at=at)


def send_next(*, at: datetime) -> Delivery | None:
    """Send the message that has waited longest; None when none is due. Whatever goes wrong with one
    message is written down and kept from the others; only the database's own errors come out.

    Not atomic on purpose: that the message is being sent must stand before it is, so that two senders
    never send the same one.
    """
    claimed = _claim(at)
    if claimed is None:
        return None
    message, in_doubt = claimed
    outcome = _try(message, at)
    _settle(message, outcome, at)
    return Delivery(outcome, in_doubt)


def _claim(at: datetime) -> tuple[Message, bool] | None:
    """The next message, taken by one guarded update: exactly one of all senders gets it."""
    sending = {"state": Message.State.SENDING, "next_try_at": at}
    while (due := Message.objects.due(at).first()) is not None:
        if _same(due).update(**sending, tries=F("tries") + 1):
            return _loaded(due), False
    while (lost := Message.objects.doubtful(at).first()) is not None:
        # Sent once more and never again: this try counts as the last one.
        if lost.tries >= MOST_TRIES:
            if _same(lost).update(**sending):
                _settle(lost, Outcome.FAILED, at)
        elif _same(lost).update(**sending, tries=MOST_TRIES):
            return _loaded(lost), True
    return None


def _same(message: Message) -> MessageQuerySet:
    """The row, if nobody has touched it since it was read."""
    return Message.objects.filter(pk=message.pk, state=message.state, next_try_at=message.next_try_at)


def _loaded(message: Message) -> Message:
    return Message.objects.select_related(
        "visit__station",
        "visit__service",
        "visit__slot",
        "sign_up__group__activity__station",
        "session__room",
        "room_use__room__station",
        "worker",
    ).get(pk=message.pk)


def _try(message: Message, at: datetime) -> Outcome:
    if _pointless(message, at):
        return Outcome.DROPPED
    try:
        if message.channel == Message.Channel.SMS:
            page(message)
        else:
            written(message, at=at).send()
    except Exception as error:  # a mail server can fail in any way, and one letter must not stop the others
        log.warning("message not sent", extra={"portal": {"row": message.pk, "error": type(error).__name__}})
        return Outcome.LATER if message.tries < MOST_TRIES else Outcome.FAILED
    return Outcome.SENT


def written(message: Message, *, at: datetime) -> EmailMessage:
    """The e-mail for ``message``, by what it is about."""
    if message.worker_id is not None:
        return plan_letter(message, at=at)
    if message.room_use_id is not None:
        return room_letter(message)
    return (letter if message.visit_id is not None else sign_up_letter)(message, at=at)


def _pointless(message: Message, at: datetime) -> bool:
    """Whether what it says is no longer so, or the address was erased in the meantime."""
    if message.worker_id is not None:
        return not (message.of_worker.email and message.of_worker.is_active)
    about = message.about
    if not (about.phone if message.channel == Message.Channel.SMS else about.email):
        return True
    if isinstance(about, SignUp):
        return _pointless_to_who_signed_up(message, about)
    if isinstance(about, RoomUse):
        return about.state != NEEDS_THE_STATE.get(Message.Kind(message.kind), about.state)
    if about.state == Visit.State.CANCELLED and message.kind in NEEDS_A_VISIT:
        return True
    if about.state == Visit.State.BOOKED and message.kind == Message.Kind.CANCELLED:
        return True  # undone before the letter went out
    return message.kind == Message.Kind.REMINDER and not _is_tomorrow(about, at)


def _pointless_to_who_signed_up(message: Message, sign_up: SignUp) -> bool:
    if message.kind == Message.Kind.WAITS:  # moved up since, and another letter says so
        return sign_up.state != SignUp.State.WAITING
    if message.kind == Message.Kind.SESSION_MOVE and (message.session is None or message.session.called_off):
        return True
    return message.kind != Message.Kind.TAKEN_OUT and sign_up.state == SignUp.State.WITHDRAWN


def page(message: Message) -> None:
    """Hand ``message`` to the gateway as a text message; raises NotTaken."""
    carrier = gateway()
    if carrier is None:  # taken away since it was queued
        raise NotTaken("no gateway")
    if message.room_use_id is not None:
        text = room_text(message)
    else:
        text = text_message(message) if message.visit_id is not None else sign_up_text(message)
    carrier.send(to=message.about.phone, text=text, key=f"message-{message.pk}")


def _is_tomorrow(visit: Visit, at: datetime) -> bool:
    """A visit moved to another day is reminded of before that day."""
    return timezone.localtime(visit.starts_at).date() == timezone.localtime(at).date() + timedelta(days=1)


@transaction.atomic
def _settle(message: Message, outcome: Outcome, at: datetime) -> None:
    rows = Message.objects.filter(pk=message.pk)
    if outcome == Outcome.LATER:
        rows.update(state=Message.State.QUEUED, next_try_at=at + WAITS[message.tries - 1])
    elif outcome == Outcome.FAILED:
        rows.update(state=Message.State.FAILED, done_at=at)
        _call_instead(message, at)
    else:
        rows.update(state=Message.State.DONE, done_at=at)


def _call_instead(message: Message, at: datetime) -> None:
    """Who must hear of it and cannot be written to stands on the call list."""
    if message.kind in MUST_HEAR and message.about.phone:
        Message.objects.create(
            visit=message.visit,
            sign_up=message.sign_up,
            session=message.session,
            was_at=message.was_at,
            kind=message.kind,
            channel=Message.Channel.CALL,
            queued_at=at,
            next_try_at=at,
        )
