"""Activities: timetables made, sessions called off, and a group's first day kept in step with them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions import group_places
from requests_desk.actions.messages import tell_signed_up
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.room_uses import free_session, use_for_session
from requests_desk.models import ActivityGroup, ActivitySession, Message, SignUp
from requests_desk.rules.timetable import MOST_DAYS, kept, weekly
from stations.models import Holiday, OpeningDay, Room, Worker


class SessionOver(PortalError):
    """It has begun, or is called off already."""

    sentence = _("This session can no longer be called off.")
    next_step = _("Look at the list again.")


class HitChanged(PortalError):
    """Between looking and saving somebody signed up or withdrew."""

    sentence = _("The list of people has changed since you looked.")
    next_step = _("Look at the list again, then call the session off.")


class TimetableEmpty(PortalError):
    """No day of it is left."""

    sentence = _("No session falls on these days, or the station stays shut on all of them.")
    next_step = _("Choose other weekdays, or a longer time.")


class TimetableTooLong(PortalError):
    """More than a year."""

    sentence = _("A timetable reaches a year at most.")
    next_step = _("Choose an earlier last day.")


@dataclass(frozen=True)
class Weekly:
    """A timetable: on which weekdays (0 is Monday), from which day to which, from when, how long, where."""

    weekdays: frozenset[int]
    first: date
    last: date
    begins: time
    minutes: int
    room: Room | None = None


@dataclass(frozen=True)
class Planned:
    """What came of a timetable: sessions made now, days left out because the station is shut then."""

    made: int
    left_out: tuple[date, ...]


@transaction.atomic
def plan_weekly(*, group: ActivityGroup, plan: Weekly, at: datetime) -> Planned:
    """Make the sessions of ``plan`` that are still to come. Days on which the station stays shut, and holidays,
    are left out; where a session stands already nothing happens, so it can be run twice. Raises TimetableTooLong,
    TimetableEmpty, RoomTaken."""
    if (plan.last - plan.first).days > MOST_DAYS:
        raise TimetableTooLong
    days = list(weekly(plan.first, plan.last, plan.weekdays))
    left = _days_open(group, days, plan.begins)
    starts = [timezone.make_aware(datetime.combine(day, plan.begins)) for day in left]
    rows = [
        ActivitySession(group=group, starts_at=start, minutes=plan.minutes, room=plan.room)
        for start in starts
        if start > at
    ]
    if not rows:
        raise TimetableEmpty
    before = group.sessions.count()
    ActivitySession.objects.bulk_create(rows, ignore_conflicts=True)
    keep_start(group_ids=[group.pk])
    _take_rooms(group, [row.starts_at for row in rows], at)
    return Planned(group.sessions.count() - before, tuple(day for day in days if day not in set(left)))


def _take_rooms(group: ActivityGroup, starts: list[datetime], at: datetime) -> None:
    """Write the group's sessions that begin at ``starts`` into the book of the room they are held in."""
    rows = group.sessions.filter(starts_at__in=starts).exclude(room=None).select_related("room__station")
    for row in rows.order_by("room", "starts_at"):
        row.group = group
        use_for_session(session=row, at=at)


def _days_open(group: ActivityGroup, days: list[date], begins: time) -> list[date]:
    """Those of ``days`` on which the group's station does not stay shut, as far as its opening days are written;
    beyond that, those that are no holiday."""
    if not days:
        return []
    rows = OpeningDay.objects.filter(station=group.activity.station).between(days[0], days[-1])
    hours = rows.hours().get(group.activity.station_id, {})
    off = Holiday.objects.filter(off=True, date__gte=days[0], date__lte=days[-1])
    return kept(
        days,
        shut={day for day, one in hours.items() if one.certain and not one.intervals},
        holidays=set(off.values_list("date", flat=True)),
        opening={day: one.intervals for day, one in hours.items()},
        begins=begins,
    )


def keep_start(*, group_ids: Collection[int]) -> None:
    """Write anew when each group first meets: the begin of its first session that is not called off."""
    first = (
        ActivitySession.objects.standing()
        .filter(group=OuterRef("pk"))
        .order_by()
        .values("group")
        .annotate(first=Min("starts_at"))
        .values("first")
    )
    ActivityGroup.objects.filter(pk__in=group_ids).update(starts_at=Subquery(first))


def hit_by(session: ActivitySession) -> list[SignUp]:
    """Whom calling ``session`` off would hit: who is in its group; and who waits, if the group then meets no more."""
    rows = SignUp.objects.filter(group=session.group_id)
    others = ActivitySession.objects.standing().filter(
        group=session.group_id, starts_at__gt=session.starts_at
    )
    states = (
        [SignUp.State.IN]
        if others.exclude(pk=session.pk).exists()
        else [SignUp.State.IN, SignUp.State.WAITING]
    )
    return list(rows.filter(state__in=states).order_by("pk"))


@transaction.atomic
def call_off(
    *,
    session: ActivitySession,
    reason: str,
    reason_en: str,
    worker: Worker,
    at: datetime,
    seen: Iterable[int],
) -> list[SignUp]:
    """The station calls a session off: whom that hits (``seen``, as they were listed) is told by message or
    stands on the call list, and their calendar file strikes it out. Raises SessionOver, HitChanged, NotAllowed.
    """
    must_be_own(session.group.activity.station, worker)
    group_places.locked(session.group_id)
    rows = ActivitySession.objects.standing().filter(pk=session.pk, starts_at__gt=at)
    hit = hit_by(session)
    if {one.pk for one in hit} != set(seen):
        raise HitChanged
    changed = rows.update(called_off=True, reason=reason, reason_en=reason_en, sequence=F("sequence") + 1)
    if not changed:
        raise SessionOver
    keep_start(group_ids=[session.group_id])
    free_session(session=session)
    for one in hit:
        tell_signed_up(sign_up=one, kind=Message.Kind.SESSION_OFF, at=at, session=session)
    return hit
