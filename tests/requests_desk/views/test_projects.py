"""A project's page: needs, means, steps, money, meetings, decision, every opinion's fate, review."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import meetings, projects
from requests_desk.models import Project, Proposal, Resource
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
    meetings.write_minutes(meeting=hearing, attended=23, minutes="大家说装在花坛边", worker=desk, at=make.NOW)
    assert "大家说装在花坛边" not in text(row), "minutes are public once they are published"
    voiced = [meetings.Voiced("要有靠背", "taken_up"), meetings.Voiced("装六张", "partly", "先装三张")]
    meetings.add_opinions(meeting=hearing, voiced=voiced, worker=desk, at=make.NOW)
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


def test_dropped_it_says_why_and_so_does_what_it_had_taken_up(place: Place, desk: Worker) -> None:
    need = make.proposal(place.committee, desk, title="画停车位")
    row = make.project(place.committee, desk, name="停车位", needs=[need])
    projects.drop(project=row, why="消防通道不能占", worker=desk, at=make.NOW)
    assert "消防通道不能占" in text(row)
    for page in (
        Client().get(need.get_absolute_url()),
        Client().get(reverse("proposal_mine", args=[need.token])),
    ):
        found = page.content.decode()
        assert "停车位</a>" in found
        assert "消防通道不能占" in found
        assert str(Proposal.State.IN_PROJECT.label) not in found
    make.project(place.committee, desk, name="别处的停车位", needs=[need])
    assert "画停车位" in text(row), "what led to a dropped one stays on its page"
    assert "消防通道不能占" not in Client().get(need.get_absolute_url()).content.decode()


def test_a_meetings_place_in_both_languages(place: Place, desk: Worker) -> None:
    row = make.project(place.committee, desk)
    meetings.plan(
        project=row,
        kind="hearing",
        starts_at=make.at(3),
        place="花坛边",
        place_en="By the flower beds",
        worker=desk,
    )
    assert "花坛边" in text(row)
    english = Client().get(f"/en{row.get_absolute_url()}").content.decode()
    assert "By the flower beds" in english
    assert "花坛边" not in english


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
