"""Attendance: ticked once, taken back, only for who is in the group and only around the session."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.attendance import NotNow, NotOnTheList, count_heads, tick, untick
from requests_desk.actions.sign_ups import withdraw
from requests_desk.models import ActivityGroup, ActivitySession, Attendance
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

THEN = make.at(2)


@staged
def group(place: Place) -> ActivityGroup:
    return make.group(make.activity(place.station), THEN, make.at(9), capacity=1)


@staged
def session(group: ActivityGroup) -> ActivitySession:
    return group.sessions.select_related("group__activity__station").order_by("starts_at")[0]


def test_a_tick_counts_once_and_can_be_taken_back(session: ActivitySession, desk: Worker) -> None:
    row = make.sign_up(session.group)
    first = tick(session=session, sign_up=row, worker=desk, at=THEN)
    assert tick(session=session, sign_up=row, worker=desk, at=THEN + timedelta(minutes=1)) == first
    assert (first.by, first.at) == (desk, THEN)
    untick(session=session, sign_up=row, worker=desk, at=THEN)
    assert not Attendance.objects.exists()


def test_only_who_is_in_the_group(session: ActivitySession, desk: Worker, place: Place) -> None:
    inside, waiting = make.sign_up(session.group), make.sign_up(session.group)
    elsewhere = make.sign_up(make.group(make.activity(place.station)))
    withdraw(sign_up=inside, at=make.NOW)  # and the one who waited moves up
    tick(session=session, sign_up=waiting, worker=desk, at=THEN)
    for row in (inside, elsewhere):
        with pytest.raises(NotOnTheList):
            tick(session=session, sign_up=row, worker=desk, at=THEN)


@pytest.mark.parametrize("hours", [-2.1, 73.6])
def test_only_around_the_session(session: ActivitySession, desk: Worker, hours: float) -> None:
    with pytest.raises(NotNow):
        count_heads(session=session, by=1, worker=desk, at=THEN + timedelta(hours=hours))


def test_heads_are_counted_and_never_fall_below_none(
    session: ActivitySession, desk: Worker, stranger: Worker
) -> None:
    for by in (1, 1, -1, -1, -1, 1):
        count_heads(session=session, by=by, worker=desk, at=THEN)
    session.refresh_from_db()
    assert session.came == 1
    with pytest.raises(NotAllowed):
        count_heads(session=session, by=1, worker=stranger, at=THEN)
    ActivitySession.objects.update(called_off=True)
    session.refresh_from_db()
    with pytest.raises(NotNow):
        count_heads(session=session, by=1, worker=desk, at=THEN)
