"""Sessions moved: to another day, other hours or another room; the room's use follows, and who is in is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions import attendance, group_places
from requests_desk.actions.activities import HitChanged, keep_start
from requests_desk.actions.messages import tell_signed_up
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.room_uses import must_be_free, use_for_session
from requests_desk.models import ActivitySession, Attendance, Message, SignUp, SignUpEvent
from requests_desk.rules.timetable import MOST_DAYS
from stations.models import Room, Worker


class SessionFixed(PortalError):
    """It has begun, or is called off."""

    sentence = _("This session can no longer be moved: it has begun, or it is called off.")
    next_step = _("Look at the list again.")


class SessionChanged(PortalError):
    """Somebody moved it while the page stood open."""

    sentence = _("Somebody has changed this session since you looked.")
    next_step = _("Look at when it is now, then move it if that is still needed.")


class NotAhead(PortalError):
    """Into the past, or further than anybody plans."""

    sentence = _("A session cannot be moved into the past, or further ahead than a year.")
    next_step = _("Choose a time that has not begun.")


class MeetsThen(PortalError):
    """The group has a session that begins at that moment, be it called off."""

    sentence = _("This group has a session at that time already.")
    next_step = _("Choose another time.")


class NothingMoves(PortalError):
    """The same time, length and room."""

    sentence = _("This is its time and its room already.")
    next_step = _("Choose another day, other hours or another room.")


@dataclass(frozen=True)
class NewTime:
    """Where a session moves: its begin, its length in minutes, its room if it has one."""

    starts_at: datetime
    minutes: int
    room: Room | None

    @property
    def ends_at(self) -> datetime:
        """When it will be over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def told_of_move(session: ActivitySession) -> list[SignUp]:
    """Whom moving ``session`` concerns: who is in its group. Who waits reads it where they look."""
    return list(SignUp.objects.filter(group=session.group_id, state=SignUp.State.IN).order_by("pk"))


def must_be_movable(*, session: ActivitySession, to: NewTime, at: datetime) -> None:
    """Raises SessionFixed, NothingMoves, NotAhead, MeetsThen, RoomTaken; changes nothing."""
    if session.called_off or session.starts_at <= at:
        raise SessionFixed
    if (session.starts_at, session.minutes, session.room) == (to.starts_at, to.minutes, to.room):
        raise NothingMoves
    if not at < to.starts_at <= at + timedelta(days=MOST_DAYS):
        raise NotAhead
    same = ActivitySession.objects.filter(group=session.group_id, starts_at=to.starts_at)
    if same.exclude(pk=session.pk).exists():
        raise MeetsThen
    if to.room is not None:
        must_be_free(to.room, (to.starts_at, to.ends_at), at, but=session)


@transaction.atomic
def move_session(
    *,
    session: ActivitySession,
    to: NewTime,
    worker: Worker,
    at: datetime,
    seen: Iterable[int],
    sequence: int,
) -> list[SignUp]:
    """Move ``session`` as it was when it had changed ``sequence`` times; its room's use moves with it. Who is in
    (``seen``, as they were listed) is told of the old and the new time; returns them.

    Raises NotAllowed, SessionChanged, HitChanged, and what `must_be_movable` raises.
    """
    must_be_own(session.group.activity.station, worker)
    group_places.locked(session.group_id)
    fresh = ActivitySession.objects.select_related("group__activity__station", "room__station").get(
        pk=session.pk
    )
    if fresh.sequence != sequence:
        raise SessionChanged
    must_be_movable(session=fresh, to=to, at=at)
    hit = told_of_move(fresh)
    if {one.pk for one in hit} != set(seen):
        raise HitChanged(next_step=_("Look at the list again, then move the session."))
    was_at = fresh.starts_at
    _write(fresh, to, at)
    for one in hit:
        _note(one, fresh, was_at, at, worker)
        tell_signed_up(sign_up=one, kind=Message.Kind.SESSION_MOVE, at=at, session=fresh, was_at=was_at)
    return hit


def _write(session: ActivitySession, to: NewTime, at: datetime) -> None:
    """Save the new time, and bring what hangs on it into step. Raises MeetsThen, RoomTaken."""
    session.starts_at, session.minutes, session.room = to.starts_at, to.minutes, to.room
    session.sequence += 1
    if to.starts_at - attendance.BEFORE > at:  # who was ticked has come to a time that is no more
        Attendance.objects.filter(session=session).delete()
        session.came = 0
    try:
        with transaction.atomic():
            session.save(update_fields=["starts_at", "minutes", "room", "sequence", "came"])
    except IntegrityError as error:  # a timetable was made in the same moment
        raise MeetsThen from error
    keep_start(group_ids=[session.group_id])
    use_for_session(session=session, at=at)


def _note(row: SignUp, session: ActivitySession, was_at: datetime, at: datetime, worker: Worker) -> None:
    data = {"session": session.pk, "from": was_at.isoformat(), "to": session.starts_at.isoformat()}
    SignUpEvent.objects.create(sign_up=row, kind=SignUpEvent.Kind.NEW_TIME, at=at, actor=worker, data=data)
