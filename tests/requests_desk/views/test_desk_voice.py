"""Residents' voice at the desk: from the unread one to the closed project, by its buttons alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import projects, proposals
from requests_desk.actions.projects import NoHearing, add_fund
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
    assert Project.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("name", "said", "status"),
    [
        ("project_fund", {"source": "residents", "yuan": "-5"}, 200),
        ("project_decide", {"meeting": "1", "words": "做"}, 409),
        ("project_close", {"meeting": "1"}, 409),
        ("project_begin", {}, 409),
    ],
)
def test_a_refused_form_offers_only_what_is_possible(
    place: Place, desk: Worker, as_: As, name: str, said: dict[str, str], status: int
) -> None:
    project = make.project(place.committee, desk)
    answer = press(as_(desk), name, project.pk, **said)
    assert answer.status_code == status
    assert answer.context["form"].errors
    offered = [choice.name for choice in (*answer.context["main"], *answer.context["others"])]
    assert offered == ["meeting", "step_add", "fund", "drop"]
    assert str(NoHearing.sentence) in answer.content.decode()
    assert Project.objects.get().state == "proposed"


def test_only_a_review_held_after_the_decision_is_offered(place: Place, desk: Worker, as_: As) -> None:
    project = make.project(place.committee, desk)
    make.meeting(project, desk, "review", make.at(0, 8))
    hearing = make.meeting(project, desk, "hearing")
    at = make.at(0, 9, 30)
    project = projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=at)
    projects.begin(project=project, worker=desk, at=at)
    page = as_(desk).get(reverse("desk:project", args=[project.pk]))
    assert (page.context["barred"], page.context["main"][0].name) == (projects.NoReview, "meeting")
    late = make.meeting(project, desk, "review", make.at(0, 9, 45))
    page = as_(desk).get(reverse("desk:project", args=[project.pk]))
    assert list(page.context["main"][0].form.meetings.values()) == [late]


def test_a_meeting_before_its_project_is_refused_and_what_was_typed_stays(
    place: Place, desk: Worker, as_: As
) -> None:
    project, ticket = make.project(place.committee, desk), make.ticket(desk, place.station, place.service)
    said = {"kind": "hearing", "on": "2020-01-02", "time": "10:00", "place": "议事厅一楼"}
    for name, row in (("project_meeting", project.pk), ("ticket_coordinate", ticket.reference)):
        answer = press(as_(desk), name, row, **said)
        assert answer.status_code == 400
        assert "2026年11月18日" in answer.content.decode()
        assert "议事厅一楼" in answer.content.decode()
    assert Meeting.objects.count() == 0


def test_a_meeting_to_come_offers_no_minutes(place: Place, desk: Worker, as_: As) -> None:
    row = make.meeting(make.project(place.committee, desk), desk, "hearing", make.at(2), published=False)
    page = as_(desk).get(reverse("desk:meeting", args=[row.pk]))
    assert [one.name for one in (*page.context["main"], *page.context["others"])] == ["move"]
    answer = press(as_(desk), "meeting_minutes", row.pk, attended="12", minutes="好极了")
    assert answer.status_code == 409
    assert "好极了" in answer.content.decode()
    assert Meeting.objects.get().minutes == ""


def test_a_day_of_another_year_shows_its_year(place: Place, desk: Worker, as_: As) -> None:
    project = make.project(place.committee, desk, began_on=date(2020, 1, 1), at=make.at(-2500))
    make.meeting(project, desk, "hearing", make.at(-2490), published=False)
    make.meeting(project, desk, "coordination", published=False)
    for found in (text(as_(desk), "project", project.pk), text(as_(desk), "voice")):
        assert "2020年1月24日 星期五" in found
        assert "2026年11月18日" not in found
    assert "2020年1月14日" in text(as_(desk), "project", project.pk)


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


def test_a_mistyped_source_of_money_is_struck_out(
    place: Place, desk: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    project = make.project(place.committee, desk)
    other = make.project(place.committee, desk)
    fund = add_fund(project=project, source="district", worker=desk, percent=90)
    foreign = add_fund(project=other, source="district", worker=desk, percent=9)
    url = reverse("desk:project_fund_strike", args=[project.pk])
    assert f'name="fund" value="{fund.pk}"' in text(as_(desk), "project", project.pk)
    codes = [as_(who).post(url, {"fund": fund.pk}).status_code for who in (stranger, street)]
    assert codes == [404, 403]
    for key in (foreign.pk, "x", ""):
        as_(desk).post(url, {"fund": key})
    assert (project.funds.count(), other.funds.count()) == (1, 1)
    for _twice in range(2):
        assert as_(desk).post(url, {"fund": fund.pk}).status_code == 302
    assert not project.funds.exists()
    add_fund(project=project, source="district", worker=desk, percent=100)


def test_a_meeting_to_come_is_moved_on_its_page(place: Place, desk: Worker, as_: As) -> None:
    row = make.meeting(make.project(place.committee, desk), desk, "hearing", make.at(1, 9), published=False)
    url = reverse("desk:meeting_move", args=[row.pk])
    assert f'action="{url}"' in text(as_(desk), "meeting", row.pk)
    assert as_(desk).post(url, {"on": "2026-11-25", "time": "14:30", "place": "三楼"}).status_code == 302
    row.refresh_from_db()
    assert (row.starts_at, row.place) == (make.at(7, 14, 30), "三楼")


def test_minutes_are_written_in_english_too(place: Place, desk: Worker, as_: As) -> None:
    row = make.meeting(make.project(place.committee, desk), desk, "hearing", published=False)
    said = {"attended": "12", "minutes": "谈了", "minutes_en": "We talked."}
    assert as_(desk).post(reverse("desk:meeting_minutes", args=[row.pk]), said).status_code == 302
    row.refresh_from_db()
    assert row.minutes_en == "We talked."
    assert "We talked." in text(as_(desk), "meeting", row.pk)  # the form is filled in
