"""Timetables and sessions called off: the days, who is told, and the group's first day."""

from datetime import date, time

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.activities import (
    HitChanged,
    Planned,
    SessionOver,
    TimetableEmpty,
    TimetableTooLong,
    Weekly,
    call_off,
    hit_by,
    plan_weekly,
)
from requests_desk.models import ActivityGroup, ActivitySession
from stations.models import Holiday, OpeningException, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

PLAN = Weekly(frozenset({1, 3}), date(2026, 11, 17), date(2026, 12, 3), time(19), 90)


@staged
def group(place: Place) -> ActivityGroup:
    return ActivityGroup.objects.create(activity=make.activity(place.station))


def days(group: ActivityGroup) -> list[str]:
    return [f"{one.starts_at.astimezone(make.SHANGHAI):%m-%d %H:%M}" for one in group.sessions.all()]


def test_weekly_sessions_skip_past_and_shut_days(group: ActivityGroup, place: Place) -> None:
    OpeningException.objects.create(station=place.station, date=date(2026, 11, 24), reason="消毒")
    make.opened(place.station)
    assert plan_weekly(group=group, plan=PLAN, at=make.NOW) == Planned(4, (date(2026, 11, 24),))
    assert days(group) == ["11-19 19:00", "11-26 19:00", "12-01 19:00", "12-03 19:00"]
    group.refresh_from_db()
    assert group.starts_at == make.at(1, 19)
    assert plan_weekly(group=group, plan=PLAN, at=make.NOW).made == 0  # twice is once


def test_holidays_beyond_the_written_days_are_left_out(group: ActivityGroup) -> None:
    Holiday.objects.create(date=date(2027, 2, 9), off=True, name="春节", source="tests")
    plan = Weekly(frozenset({1}), date(2027, 2, 2), date(2027, 2, 16), time(19), 60)
    assert plan_weekly(group=group, plan=plan, at=make.NOW).left_out == (date(2027, 2, 9),)


def test_a_timetable_that_says_nothing_or_too_much(group: ActivityGroup) -> None:
    with pytest.raises(TimetableEmpty):
        plan_weekly(
            group=group,
            plan=Weekly(frozenset({6}), date(2026, 11, 17), date(2026, 11, 18), time(9), 60),
            at=make.NOW,
        )
    with pytest.raises(TimetableTooLong):
        plan_weekly(
            group=group,
            plan=Weekly(frozenset({6}), date(2026, 11, 17), date(2028, 11, 18), time(9), 60),
            at=make.NOW,
        )


class TestCallOff:
    @pytest.fixture
    def group(self, place: Place) -> ActivityGroup:
        return make.group(make.activity(place.station), make.at(2), make.at(9), capacity=1)

    def off(self, session: ActivitySession, worker: Worker, seen: list[int], day: int = 0) -> list[int]:
        gone = call_off(
            session=session, reason="老师生病", reason_en="", worker=worker, at=make.at(day), seen=seen
        )
        return [one.pk for one in gone]

    def test_who_is_in_is_told(self, group: ActivityGroup, desk: Worker, stranger: Worker) -> None:
        inside, waiting = make.sign_up(group, email="w@example.cn"), make.sign_up(group)
        first, second = group.sessions.all()
        assert hit_by(first) == [inside]
        with pytest.raises(NotAllowed):
            self.off(first, stranger, [inside.pk])
        with pytest.raises(HitChanged):
            self.off(first, desk, [inside.pk, waiting.pk])
        assert self.off(first, desk, [inside.pk]) == [inside.pk]
        message = inside.messages.get(kind="session_off")
        assert (message.session, message.channel) == (first, "email")
        first.refresh_from_db()
        group.refresh_from_db()
        assert (first.called_off, first.sequence, first.reason) == (True, 1, "老师生病")
        assert group.starts_at == second.starts_at
        with pytest.raises(SessionOver):
            self.off(first, desk, [inside.pk])
        # With the last session who waits learns of it as well, and the group meets no more.
        assert self.off(second, desk, [inside.pk, waiting.pk]) == [inside.pk, waiting.pk]
        assert waiting.messages.get().channel == "call"
        group.refresh_from_db()
        assert group.starts_at is None

    def test_not_what_has_begun(self, group: ActivityGroup, desk: Worker) -> None:
        session = group.sessions.first()
        assert session is not None
        with pytest.raises(SessionOver):
            self.off(session, desk, [], day=2)
