"""A project's page: needs, means, steps, money, meetings, decision, every opinion's fate, review."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_desk.actions import meetings, projects
from requests_desk.models import Project, Resource
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def text(project: Project) -> str:
    page = Client().get(project.get_absolute_url())
    assert (page.status_code, page["Cache-Control"]) == (200, "no-cache")
    return page.content.decode()


def test_the_whole_story(place: Place, desk: Worker) -> None:
    need = make.proposal(place.committee, desk, title="楼下没地方坐")
    hands = Resource.objects.create(committee=place.committee, name="木匠老李")
    row = make.project(
        place.committee, desk, name="装长椅", needs=[need], resources=[hands], estate=place.estate
    )
    projects.add_step(project=row, name="量尺寸", worker=desk, due_on=make.TODAY)
    projects.add_fund(project=row, source="residents", percent=70, worker=desk)
    hearing = make.meeting(row, desk, "hearing", published=False)
    meetings.write_minutes(meeting=hearing, attended=23, minutes="大家说装在花坛边", worker=desk)
    assert "大家说装在花坛边" not in text(row), "minutes are public once they are published"
    voiced = [meetings.Voiced("要有靠背", "taken_up"), meetings.Voiced("装六张", "partly", "先装三张")]
    meetings.add_opinions(meeting=hearing, voiced=voiced, worker=desk)
    meetings.publish(meeting=hearing, worker=desk, at=make.NOW)
    projects.decide(project=row, hearing=hearing, decision="装三张带靠背的", worker=desk, at=make.NOW)
    found = text(row)
    assert "装三张带靠背的" in found
    for said in (
        "楼下没地方坐",
        "木匠老李",
        "量尺寸",
        "70",
        "23",
        "大家说装在花坛边",
        "要有靠背",
        "先装三张",
        "装三张带靠背的",
    ):
        assert said in found


def test_dropped_it_says_why(place: Place, desk: Worker) -> None:
    row = make.project(place.committee, desk)
    projects.drop(project=row, why="消防通道不能占", worker=desk, at=make.NOW)
    assert "消防通道不能占" in text(row)


def test_a_need_that_was_never_published_is_not_named(place: Place, desk: Worker) -> None:
    row = make.project(place.committee, desk)
    assert "居民说了什么" not in text(row)


def test_as_many_statements_for_one_as_for_thirty(place: Place, desk: Worker) -> None:
    counts = []
    for rows in (1, 30):
        row = make.project(
            place.committee, desk, needs=[make.proposal(place.committee, desk) for _n in range(rows)]
        )
        for number in range(rows):
            projects.add_step(project=row, name=f"步{number}", worker=desk)
            projects.add_fund(project=row, source="other", yuan=100, worker=desk)
            make.meeting(row, desk, "coordination")
        with CaptureQueriesContext(connection) as queries:
            text(row)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
