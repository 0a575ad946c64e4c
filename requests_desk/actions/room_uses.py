"""Rooms with many uses: ask for one, decide, book, give up; and the uses that sessions make of them.

That two approved uses never overlap is kept by the database (models/no_overlap.py); here its refusal becomes a
sentence that names the free times. Every write first locks the room: without that two uses written at the same
moment would wait for each other's end inside PostgreSQL until it gave one of them up as a deadlock.
"""

import base64
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.errors import PortalError, TooManyTries
from portal.common.templatetags import times
from requests_desk.actions.messages import tell_requester
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.room_times import free_days, free_words, hours_of
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.models import Activity, ActivitySession, Message, RoomUse
from requests_desk.models.no_overlap import NAME as GUARD
from requests_desk.rules.notices import notice_at
from requests_desk.rules.room_uses import Span, lies_within
from stations.models import Room, Worker

FURTHEST = timedelta(days=60)  # as far as opening days are laid
LONGEST = timedelta(hours=14)
MOST_WAITING = 3  # requests of one phone that nobody has decided yet, at one station
MOST_AN_HOUR = 20  # requests from one address of the net
# Where people are received and work is done is not lent.
NOT_LENT = (Room.Kind.RECEPTION, Room.Kind.OFFICE, Room.Kind.JOINT)


class RoomTaken(PortalError):
    """Another approved use stands in that time; ``offers`` are the day's free spans."""

    sentence = _("The room is taken then.")


class NotOpenThen(PortalError):
    """The station is shut for some of the time; ``offers`` are the day's free spans."""

    sentence = _("The station is not open for the whole of that time.")


class TimeOver(PortalError):
    """The time lies in the past, runs backwards, is too long, or lies too far ahead."""

    sentence = _("The room cannot be used at that time.")
    next_step = _("Choose a time that has not begun, within the next 60 days and of at most 14 hours.")


class UseFixed(PortalError):
    """Decided or given up already, or over."""

    sentence = _("This use of the room can no longer be changed.")


class SessionsUse(PortalError):
    """The use is a session's, and follows it."""

    sentence = _("This is the room of an activity's session.")
    next_step = _("Change the session: the room follows it.")


class EnoughAsked(PortalError):
    """Three requests of one phone wait already."""

    sentence = _("Three requests with this phone number are waiting already.")
    next_step = _("Wait for the answer to them, or phone the station.")


class NotLent(PortalError):
    """A room where people are received or work is done, or a station that is not open yet."""

    sentence = _("This room is not lent to groups.")
    next_step = _("Choose another room, or phone the station.")


def is_lent(room: Room) -> bool:
    """Whether residents' groups may ask for ``room`` (which carries its station)."""
    return room.kind not in NOT_LENT and room.station.status == room.station.Status.OPERATING


def free_on(room: Room, day: date, *, at: datetime) -> list[Span]:
    """The free times of ``room`` on that local day that have not begun by ``at``; none where its hours are not
    known."""
    return free_days(room, day, day, at=at).get(day, [])


def _what_is_free(room: Room, day: date, at: datetime) -> dict[str, Any]:
    """What an error tells about that day: its free spans, and the sentence that names them."""
    spans = free_on(room, day, at=at)
    if not spans:
        return {"next_step": _("Nothing is free that day. Choose another day.")}
    words = gettext("Free that day: %(times)s.") % {"times": free_words(spans)}
    return {"offers": tuple(spans), "next_step": words}


def token_of(key: str) -> str:
    """The secret link of what the form with this key asks for: the same form, the same link."""
    digest = salted_hmac("room-use-token", key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def ask(
    *,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    what_for: str,
    name: str,
    phone: str,
    key: str,
    at: datetime,
    email: str = "",
    language: str = "zh-hans",
    client: str = "",
    shown_at: datetime | None = None,
) -> RoomUse:
    """A residents' group asks for ``room`` (which carries its station), and is sent the link if it can be written
    to. The same ``key`` with the same content gives the same request back; ``client`` is the address of the net it
    comes from, if that is to be counted; ``shown_at`` is when the form was handed out, whose privacy notice is kept.

    Raises NotLent, TimeOver, NotOpenThen, RoomTaken, EnoughAsked, FormUsed, TooManyTries.
    """
    said = {
        "room": room, "kind": RoomUse.Kind.RESIDENTS, "starts_at": starts_at, "ends_at": ends_at,
        "what_for": what_for, "name": name, "phone": phone, "email": email,
    }  # fmt: skip
    before = asked_before(key, said)
    if before is not None:
        return before
    if not is_lent(room):
        raise NotLent
    _must_be_ahead(starts_at, ends_at, at)
    _must_be_open(room, (starts_at, ends_at), at)
    must_be_free(room, (starts_at, ends_at), at)
    with transaction.atomic():
        _lock(room)
        before = asked_before(key, said)
        if before is not None:
            return before
        _must_not_have_asked_enough(room, phone, client, at)
        stamps = {"token": token_of(key), "asked_at": at, "notice": notice_at(shown_at or at)}
        use = RoomUse.objects.create(language=language, **stamps, **said)
        tell_requester(use=use, kind=Message.Kind.ROOM_ASKED, at=at)
        return use


def asked_before(key: str, said: dict[str, Any]) -> RoomUse | None:
    """What the form with this key has asked for before. Raises FormUsed where that was something else."""
    before = RoomUse.objects.filter(token=token_of(key)).first()
    if before is not None and any(getattr(before, name) != value for name, value in said.items()):
        raise FormUsed(next_step=_("Open the page again to ask for another time."))
    return before


def _must_not_have_asked_enough(room: Room, phone: str, client: str, at: datetime) -> None:
    waiting = RoomUse.objects.filter(state=RoomUse.State.ASKED, phone=phone, starts_at__gt=at)
    if waiting.filter(room__station=room.station_id).count() >= MOST_WAITING:
        raise EnoughAsked
    hour = timedelta(hours=1)
    if client and limits.count(f"room-use:{client}", at=at, window=hour) > MOST_AN_HOUR:
        raise TooManyTries


def _must_be_ahead(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Raises TimeOver."""
    if not at < starts_at < ends_at or ends_at - starts_at > LONGEST or starts_at > at + FURTHEST:
        raise TimeOver


def _must_be_open(room: Room, span: Span, at: datetime) -> None:
    """Where the hours are known, the use lies inside them. Raises NotOpenThen."""
    day = times.local_day(span[0])
    hours = hours_of(room.station_id, day, day).get(day)
    if hours is not None and not lies_within(span, hours):
        raise NotOpenThen(**_what_is_free(room, day, at))


def must_be_free(room: Room, span: Span, at: datetime, *, but: ActivitySession | None = None) -> None:
    """Whether no approved use stands in ``span``, other than that of the session ``but``. Raises RoomTaken."""
    others = RoomUse.objects.standing().filter(room=room).overlapping(*span)
    if but is not None:
        others = others.exclude(session=but)
    if others.exists():
        raise RoomTaken(**_what_is_free(room, times.local_day(span[0]), at))


def _lock(room: Room) -> None:
    Room.objects.select_for_update(of=("self",)).get(pk=room.pk)


def _locked(use: RoomUse) -> RoomUse:
    """``use`` as it stands now, its room locked before it; with room and station."""
    _lock(use.room)
    rows = RoomUse.objects.select_for_update(of=("self",)).select_related("room__station", "session")
    return rows.get(pk=use.pk)


def _write(use: RoomUse, at: datetime) -> RoomUse:
    """Save ``use``. Raises RoomTaken where the database refuses it for another one's sake."""
    try:
        with transaction.atomic():
            use.save()
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        raise RoomTaken(**_what_is_free(use.room, times.local_day(use.starts_at), at)) from error
    return use


@transaction.atomic
def approve(*, use: RoomUse, worker: Worker, at: datetime, outside_hours: bool = False) -> RoomUse:
    """Say yes to a request, and tell the requester; twice is once. ``outside_hours``: staff will be there though
    the station is shut.

    Raises NotAllowed, UseFixed, TimeOver, NotOpenThen, RoomTaken.
    """
    fresh = _locked(use)
    must_be_own(fresh.room.station, worker)
    if fresh.state == RoomUse.State.APPROVED:
        return fresh
    if fresh.state != RoomUse.State.ASKED:
        raise UseFixed
    if fresh.starts_at <= at:
        raise TimeOver(next_step=_("It has begun already: decline it."))
    if not outside_hours:
        _must_be_open(fresh.room, (fresh.starts_at, fresh.ends_at), at)
    fresh.state, fresh.decided_by, fresh.decided_at = RoomUse.State.APPROVED, worker, at
    _write(fresh, at)
    tell_requester(use=fresh, kind=Message.Kind.ROOM_AGREED, at=at)
    return fresh


@transaction.atomic
def decline(*, use: RoomUse, worker: Worker, reason: str, at: datetime) -> RoomUse:
    """Say no, and why: the requester reads ``reason``. Raises NotAllowed, UseFixed."""
    fresh = _locked(use)
    must_be_own(fresh.room.station, worker)
    if fresh.state != RoomUse.State.ASKED:
        raise UseFixed
    fresh.state, fresh.reason, fresh.decided_by, fresh.decided_at = RoomUse.State.DECLINED, reason, worker, at
    fresh.save()
    tell_requester(use=fresh, kind=Message.Kind.ROOM_DENIED, at=at)
    return fresh


@transaction.atomic
def give_up(*, use: RoomUse, at: datetime, worker: Worker | None = None, reason: str = "") -> RoomUse:
    """The requester (no ``worker``) no longer needs the room, or staff take the use back; twice is once. The time
    is free again. Raises NotAllowed, SessionsUse, UseFixed."""
    fresh = _locked(use)
    must_be_own(fresh.room.station, worker)
    if fresh.session is not None:
        raise SessionsUse
    if fresh.state == RoomUse.State.GIVEN_UP:
        return fresh
    if fresh.state == RoomUse.State.DECLINED or fresh.ends_at <= at:
        raise UseFixed
    fresh.state, fresh.reason = RoomUse.State.GIVEN_UP, reason
    if worker is not None:
        fresh.decided_by, fresh.decided_at, fresh.told_at = worker, at, None
    fresh.save()
    if worker is not None:
        tell_requester(use=fresh, kind=Message.Kind.ROOM_BACK, at=at)
    return fresh


@transaction.atomic
def told(*, use: RoomUse, worker: Worker, at: datetime) -> RoomUse:
    """The requester has heard the answer on the phone; twice is once. Raises NotAllowed."""
    fresh = _locked(use)
    must_be_own(fresh.room.station, worker)
    if fresh.told_at is None:
        fresh.told_at = at
        fresh.save(update_fields=["told_at"])
    return fresh


def book(
    *,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    what_for: str,
    worker: Worker,
    at: datetime,
    kind: str = RoomUse.Kind.RESIDENTS,
    what_for_en: str = "",
    name: str = "",
    phone: str = "",
    outside_hours: bool = False,
    key: str = "",
) -> RoomUse:
    """Staff write a use down, approved at once. The same ``key`` with the same content gives the same use back.

    Raises NotAllowed, TimeOver, NotOpenThen (unless ``outside_hours``), RoomTaken, FormUsed.
    """
    must_be_own(room.station, worker)
    said = {
        "room": room, "kind": kind, "starts_at": starts_at, "ends_at": ends_at, "what_for": what_for,
        "what_for_en": what_for_en, "name": name, "phone": phone,
    }  # fmt: skip
    _must_be_ahead(starts_at, ends_at, at)
    if not outside_hours:
        _must_be_open(room, (starts_at, ends_at), at)
    decided = {"state": RoomUse.State.APPROVED, "asked_at": at, "decided_by": worker, "decided_at": at}
    with transaction.atomic():
        _lock(room)
        before = asked_before(key, said) if key else None
        if before is not None:
            return before
        stamp = {"token": token_of(key)} if key else {}
        return _write(RoomUse(notice=notice_at(at), **said, **decided, **stamp), at)


@transaction.atomic
def use_for_session(*, session: ActivitySession, at: datetime) -> RoomUse | None:
    """Bring the use of its room into step with ``session`` as it is now: made, moved, renamed, or, where it has
    no room or is called off, given up (None then). To be called inside the transaction that saves the session;
    whoever writes several sessions does so in the order of their rooms. Staff say when a session is: it need not
    lie within the opening hours. Raises RoomTaken."""
    if session.room is None or session.called_off:
        free_session(session=session)
        return None
    activity = session.group.activity
    meeting = activity.theme == Activity.Theme.MEETING
    _lock(session.room)
    use = RoomUse.objects.filter(session=session).first() or RoomUse(session=session, asked_at=at)
    use.room, use.state, use.decided_at = session.room, RoomUse.State.APPROVED, at
    use.kind = RoomUse.Kind.MEETING if meeting else RoomUse.Kind.ACTIVITY
    use.starts_at, use.ends_at = session.starts_at, session.ends_at
    use.what_for, use.what_for_en = activity.name, activity.name_en
    return _write(use, at)


@transaction.atomic
def free_session(*, session: ActivitySession) -> None:
    """The session needs its room no more: called off, or moved elsewhere. Without a use nothing happens."""
    RoomUse.objects.filter(session=session).exclude(state=RoomUse.State.GIVEN_UP).update(
        state=RoomUse.State.GIVEN_UP
    )
