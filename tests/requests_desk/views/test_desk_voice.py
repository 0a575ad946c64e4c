"""Residents' voice at the desk: from the unread one to the closed project, by its buttons alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import proposals
from requests_desk.models import Meeting, Poll, Project, Proposal, Resource, Reveal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]


def text(client: Client, name: str, *args: Any) -> str:
    page = client.get(reverse(f"desk:{name}", args=args))
    assert page.status_code == 200
    return page.content.decode()


def press(client: Client, name: str, /, *args: Any, **said: Any) -> Any:
    return client.post(reverse(f"desk:{name}", args=args), said)


def done(client: Client, name: str, /, *args: Any, **said: Any) -> None:
    assert press(client, name, *args, **said).status_code == 302


def test_the_whole_way_by_buttons(place: Place, desk: Worker, as_: As, clock: time_machine.Traveller) -> None:
    """The control of the matrix: what it forbids to others works for the desk."""
    client = as_(desk)
    row = make.proposal(
        place.committee, desk, new=True, title="楼下没地方坐", name="王小明", phone="13812341234"
    )
    twin = make.proposal(place.committee, desk, title="要长椅")
    assert "楼下没地方坐" in text(client, "voice")
    done(client, "proposal_publish", row.reference, title="楼下没地方坐", words="")
    done(client, "proposal_merge", twin.reference, into=row.pk)
    done(client, "proposal_part", twin.reference)
    done(client, "proposal_answer", row.reference, text="我们来量尺寸")
    done(client, "resource_new", name="木匠老李", about="会做长椅", about_en="Makes benches")
    hands = Resource.objects.get()
    wanted = {"needs": [row.pk], "resources": [hands.pk], "estate": place.estate.pk}
    done(client, "project_new", name="装长椅", name_en="Benches", about_en="In the shade", **wanted)
    project = Project.objects.get()
    assert Proposal.objects.get(pk=row.pk).project == project
    done(client, "project_step_add", project.pk, name="量尺寸", name_en="Measure")
    done(client, "project_fund", project.pk, source="residents", percent="70")
    assert client.get(reverse("desk:project", args=[project.pk])).context["barred"] is not None
    done(client, "project_meeting", project.pk, kind="hearing", on="2026-11-18", time="09:00", place="会客厅")
    hearing = Meeting.objects.get()
    done(client, "meeting_minutes", hearing.pk, attended="12", minutes="都同意")
    done(client, "meeting_opinion", hearing.pk, words="要有靠背", outcome="taken_up", why="")
    done(client, "meeting_publish", hearing.pk)
    done(client, "project_decide", project.pk, meeting=hearing.pk, words="装三张", words_en="Three of them")
    done(client, "project_begin", project.pk)
    done(client, "step_done", project.steps.get().pk)
    clock.shift(timedelta(days=1))
    client = as_(desk)
    done(client, "project_meeting", project.pk, kind="review", on="2026-11-19", time="09:00", place="会客厅")
    review = Meeting.objects.get(kind="review")
    done(client, "meeting_minutes", review.pk, attended="9", minutes="都满意")
    done(client, "meeting_publish", review.pk)
    done(client, "project_close", project.pk, meeting=review.pk)
    project.refresh_from_db()
    assert (project.state, project.hearing, project.review) == ("closed", hearing, review)
    assert project.steps.get().done_on == make.TODAY
    english = (project.name_en, project.about_en, project.decision_en, project.steps.get().name_en)
    assert english == ("Benches", "In the shade", "Three of them", "Measure")
    assert hands.about_en == "Makes benches"


def test_a_gate_that_is_shut_says_what_is_missing(place: Place, desk: Worker, as_: As) -> None:
    project = make.project(place.committee, desk)
    page = as_(desk).get(reverse("desk:project", args=[project.pk]))
    assert page.context["barred"] is not None
    assert "decide" not in [choice.name for choice in (*page.context["main"], *page.context["others"])]
    answer = press(as_(desk), "project_decide", project.pk, meeting="1", words="做")
    assert answer.status_code == 200
    assert Project.objects.get().state == "proposed"


def test_a_reason_is_needed_for_keeping_back_and_for_dropping(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    row, project = make.proposal(place.committee, desk, new=True), make.project(place.committee, desk)
    assert press(client, "proposal_keep_back", row.reference, why="").status_code == 200
    done(client, "proposal_keep_back", row.reference, why="说的是一个人")
    assert press(client, "project_drop", project.pk, words=" ").status_code == 200
    done(client, "project_drop", project.pk, words="不能占消防通道")
    assert (Proposal.objects.get().state, Project.objects.get().dropped_why) == (
        "kept_back",
        "不能占消防通道",
    )


def test_a_colleague_who_was_quicker_is_told(place: Place, desk: Worker, as_: As) -> None:
    row = make.proposal(place.committee, desk, new=True)
    proposals.publish(proposal=row, worker=desk, at=make.NOW)
    answer = press(as_(desk), "proposal_publish", row.reference, title="别的", words="")
    assert answer.status_code == 409
    assert "别的" in answer.content.decode()


def test_the_number_is_masked_until_somebody_says_why(
    place: Place, desk: Worker, street: Worker, as_: As
) -> None:
    row = make.proposal(place.committee, desk, name="王小明", phone="13812341234")
    client = as_(desk)
    assert "王小明" not in text(client, "proposal", row.reference)
    assert press(client, "proposal_reveal", row.reference).status_code == 200
    assert Reveal.objects.count() == 0
    shown = press(client, "proposal_reveal", row.reference, reason="call_back").content.decode()
    assert "王小明" in shown
    assert "13812341234" in shown
    look = Reveal.objects.in_scope_of(desk).get()
    assert (look.kind, look.row, look.actor, look.reason) == ("proposal", row.pk, desk, "call_back")
    official = text(as_(street), "proposal", row.reference)
    assert "王**" not in official
    assert "****1234" not in official


def test_resources_stand_beside_the_needs_they_may_serve(
    place: Place, desk: Worker, other_place: Place, as_: As
) -> None:
    make.proposal(place.committee, desk, title="电动车没有地方充电")
    for name in ("充电桩资金", "书法老师"):
        Resource.objects.create(committee=place.committee, name=name)
    Resource.objects.create(committee=other_place.committee, name="别处的充电桩")
    found = as_(desk).get(reverse("desk:voice")).context["needs"]
    assert [[one.name for one in resources] for _need, resources in found] == [["充电桩资金"]]


def test_a_poll_opens_and_ends_with_the_day(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    said = {"question": "这间房做什么用？", "answers": "看书\n下棋", "most": "1", "until": "2026-11-20"}
    for wrong in ({"answers": "看书"}, {"until": "2026-11-17"}, {"most": "0"}, {"question": ""}):
        assert press(client, "poll_new", **(said | wrong)).status_code == 200
    assert Poll.objects.count() == 0
    done(client, "poll_new", **said)
    poll = Poll.objects.get()
    assert (poll.opens_at, poll.closes_at, poll.options.count()) == (make.NOW, make.at(3, 0), 2)


def test_a_coordination_is_called_from_a_ticket(place: Place, desk: Worker, as_: As) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    client = as_(desk)
    link = reverse("desk:ticket_coordinate", args=[ticket.reference])
    assert link in text(client, "ticket", ticket.reference)
    said = {"on": "2026-11-20", "time": "14:00", "place": "会客厅"}
    assert client.post(link, said | {"on": "0001-01-01"}).status_code == 200
    assert client.post(link, said).status_code == 302
    row = Meeting.objects.get()
    assert (row.ticket, row.kind, row.starts_at) == (ticket, "coordination", make.at(2, 14))
    assert ticket.matter.label in text(client, "meeting", row.pk)


def test_a_stranger_and_an_official(
    place: Place, desk: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    row = make.proposal(place.committee, desk, new=True, title="楼下没地方坐")
    project = make.project(place.committee, desk, name="装长椅")
    assert "楼下没地方坐" not in text(as_(stranger), "voice")
    assert "装长椅" not in text(as_(stranger), "voice")
    assert "楼下没地方坐" in text(as_(street), "voice")
    assert "<form" not in text(as_(street), "project", project.pk).split("<main")[1].split("</main")[0]
    for client, status in ((as_(stranger), 404), (as_(street), 403)):
        for name in ("proposal_publish", "proposal_merge", "proposal_reveal"):
            assert (
                press(client, name, row.reference, title="x", into="1", reason="serve").status_code == status
            )
    row.refresh_from_db()
    assert row.state == "new"


def test_as_many_statements_for_one_as_for_thirty(place: Place, desk: Worker, as_: As) -> None:
    client, counts = as_(desk), []
    for rows in (1, 30):
        for number in range(rows):
            make.proposal(place.committee, desk, new=True)
            make.proposal(place.committee, desk, title="充电")
            make.meeting(make.project(place.committee, desk), desk, "hearing", published=False)
            Resource.objects.create(committee=place.committee, name=f"充电{rows}-{number}")
        with CaptureQueriesContext(connection) as queries:
            text(client, "voice")
        counts.append(len(queries))
    assert counts[0] == counts[1]
