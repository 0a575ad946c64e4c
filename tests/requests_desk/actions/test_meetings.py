"""Meetings: planned, minuted, published once; what is published never changes, not even around the action."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import meetings
from requests_desk.models import Meeting, MeetingOpinion, Project
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def meeting(place: Place, desk: Worker) -> Meeting:
    """A hearing this morning, without minutes as yet."""
    project = make.project(place.committee, desk)
    return make.meeting(project, desk, "hearing", make.at(0, 9), published=False)


def minuted(meeting: Meeting, worker: Worker) -> None:
    meetings.write_minutes(meeting=meeting, attended=12, minutes="谈了两小时", worker=worker, at=make.NOW)


def test_minutes_are_written_until_they_are_published(meeting: Meeting, desk: Worker) -> None:
    minuted(meeting, desk)
    meetings.write_minutes(
        meeting=meeting, attended=13, minutes="谈了三小时", minutes_en="Talked", worker=desk, at=make.NOW
    )
    said = [meetings.Voiced("太吵", "partly", "晚上八点后不开"), meetings.Voiced("要快", "taken_up")]
    meetings.add_opinions(meeting=meeting, voiced=said, worker=desk, at=make.NOW)
    for _twice in range(2):
        row = meetings.publish(meeting=meeting, worker=desk, at=make.NOW)
    assert (row.attended, row.minutes, row.published_at) == (13, "谈了三小时", make.NOW)
    assert [one.words for one in row.opinions.all()] == ["太吵", "要快"]


def test_published_minutes_never_change(meeting: Meeting, desk: Worker) -> None:
    minuted(meeting, desk)
    meetings.publish(meeting=meeting, worker=desk, at=make.NOW)
    with pytest.raises(meetings.MinutesPublished):
        minuted(meeting, desk)
    with pytest.raises(meetings.MinutesPublished):
        meetings.add_opinions(
            meeting=meeting, voiced=[meetings.Voiced("晚了", "not")], worker=desk, at=make.NOW
        )
    for change in ({"minutes": "别的"}, {"published_at": None}, {"attended": 99}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)
    assert MeetingOpinion.objects.count() == 0


def test_there_must_be_something_to_publish(place: Place, meeting: Meeting, desk: Worker) -> None:
    with pytest.raises(meetings.NothingToPublish):
        meetings.publish(meeting=meeting, worker=desk, at=make.NOW)


def test_nothing_is_written_of_a_meeting_to_come(meeting: Meeting, desk: Worker) -> None:
    ahead = make.meeting(meeting.project, desk, "review", make.at(1), published=False)  # type: ignore[arg-type]
    who: dict[str, Any] = {"meeting": ahead, "worker": desk}
    with pytest.raises(meetings.NotBegunYet):
        minuted(ahead, desk)
    with pytest.raises(meetings.NotBegunYet):
        meetings.add_opinions(voiced=[meetings.Voiced("早了", "not")], at=make.NOW, **who)
    with pytest.raises(meetings.NothingToPublish):
        meetings.publish(at=make.NOW, **who)
    meetings.write_minutes(attended=3, minutes="谈了", at=ahead.starts_at, **who)
    assert (Meeting.objects.get(pk=ahead.pk).attended, MeetingOpinion.objects.count()) == (3, 0)


def test_no_meeting_lies_before_its_project_or_ticket(place: Place, desk: Worker) -> None:
    """Written up afterwards it may be: from the day on which its cause began."""
    project = make.project(place.committee, desk, began_on=make.TODAY - timedelta(days=3))
    ticket = make.ticket(desk, place.station, place.service)
    where = {"place": "会客厅", "place_en": "Living room", "worker": desk}
    early = make.at(-4, 23, 59)
    with pytest.raises(meetings.BeforeItBegan, match="2026年11月15日"):
        meetings.plan(project=project, kind="hearing", starts_at=early, **where)
    with pytest.raises(meetings.BeforeItBegan, match="2026年11月18日"):
        meetings.coordinate(ticket=ticket, starts_at=make.at(-1, 23, 59), **where)
    assert Meeting.objects.count() == 0
    first = meetings.plan(project=project, kind="hearing", starts_at=make.at(-3, 0), **where)
    meetings.coordinate(ticket=ticket, starts_at=make.at(0, 8), **where)
    assert (first.place, first.place_en) == ("会客厅", "Living room")


def test_a_coordination_opens_from_a_ticket(place: Place, desk: Worker, stranger: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    when = {"starts_at": make.at(1), "place": "会客厅"}
    row = meetings.coordinate(ticket=ticket, worker=desk, **when)
    assert (row.kind, row.ticket, row.project, row.committee) == (
        "coordination",
        ticket,
        None,
        place.committee,
    )
    with pytest.raises(NotAllowed):
        meetings.coordinate(ticket=ticket, worker=stranger, **when)


def test_only_the_committees_own_desk(meeting: Meeting, stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        for act in (
            lambda who: minuted(meeting, who),
            lambda who: meetings.publish(meeting=meeting, worker=who, at=make.NOW),
            lambda who: meetings.add_opinions(meeting=meeting, voiced=[], worker=who, at=make.NOW),
        ):
            with pytest.raises(NotAllowed):
                act(worker)
    assert Project.objects.get().meetings.filter(published_at=None).count() == 1


class TestMove:
    """Another time or place, until it begins."""

    def move(self, meeting: Meeting, worker: Worker, day: int = 3) -> Meeting:
        return meetings.move(
            meeting=meeting, worker=worker, at=make.NOW, starts_at=make.at(day, 14), place="三楼", place_en=""
        )

    def test_one_to_come(self, place: Place, desk: Worker, stranger: Worker, street: Worker) -> None:
        project = make.project(place.committee, desk)
        row = make.meeting(project, desk, "hearing", make.at(1, 9), published=False)
        for who in (stranger, street):
            with pytest.raises(NotAllowed):
                self.move(row, who)
        moved = self.move(row, desk)
        assert (moved.starts_at, moved.place) == (make.at(3, 14), "三楼")
        with pytest.raises(meetings.BeforeItBegan):
            self.move(row, desk, -1)

    def test_not_one_that_has_begun(self, meeting: Meeting, desk: Worker) -> None:
        with pytest.raises(meetings.BegunAlready):
            self.move(meeting, desk)
        meeting.refresh_from_db()
        assert meeting.starts_at == make.at(0, 9)
