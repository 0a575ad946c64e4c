"""Projects through their actions: the gates hold on the way and around it, and every step leaves its line."""

from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import meetings, projects
from requests_desk.actions.proposals import ProposalMovedOn, answer, support
from requests_desk.models import Meeting, Project, ProjectEvent, ProjectFund, Proposal, Resource
from requests_desk.rules.meetings import STEPS, opens
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db
State = Project.State


@staged
def project(place: Place, desk: Worker) -> Project:
    return make.project(place.committee, desk)


def test_a_project_takes_up_needs_and_resources(place: Place, desk: Worker) -> None:
    need = make.proposal(place.committee, desk)
    hands = Resource.objects.create(committee=place.committee, name="木匠老李")
    row = make.project(place.committee, desk, needs=[need], resources=[hands], estate=place.estate)
    need.refresh_from_db()
    assert (need.state, need.project) == (Proposal.State.IN_PROJECT, row)
    assert list(row.resources.all()) == [hands]
    event = row.events.get()
    assert (event.kind, event.actor, event.data) == (
        "proposed", desk, {"needs": [need.pk], "resources": [hands.pk]}
    )  # fmt: skip
    with pytest.raises(ProposalMovedOn):
        make.project(place.committee, desk, needs=[need])
    assert Project.objects.count() == 1


def test_nothing_of_another_committee_goes_into_it(place: Place, desk: Worker, other_place: Place) -> None:
    foreign = Resource.objects.create(committee=other_place.committee, name="别处的")
    with pytest.raises(projects.NotOfThisCommittee):
        make.project(place.committee, desk, resources=[foreign])


def test_the_whole_way(project: Project, desk: Worker) -> None:
    hearing = make.meeting(project, desk, "hearing")
    projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=make.at(1))
    projects.begin(project=project, worker=desk, at=make.at(2))
    review = make.meeting(project, desk, "review", make.at(3))
    done = projects.close(project=project, review=review, worker=desk, at=make.at(4))
    done.refresh_from_db()
    assert (done.state, done.hearing, done.review) == (State.CLOSED, hearing, review)
    assert (done.decided_at, done.closed_at) == (make.at(1), make.at(4))
    kinds = ProjectEvent.objects.filter(project=done).values_list("kind", flat=True)
    assert list(kinds) == ["proposed", "decided", "begun", "closed"]
    with pytest.raises(projects.MovedOn):
        projects.drop(project=project, why="晚了", worker=desk, at=make.at(5))


def test_no_decision_without_a_hearing(project: Project, desk: Worker, place: Place) -> None:
    unpublished = meetings.plan(
        project=project, kind="hearing", starts_at=make.at(0, 9), place="会客厅", worker=desk
    )
    others = make.meeting(make.project(place.committee, desk), desk, "hearing")
    wrong_kind = make.meeting(project, desk, "coordination")
    for hearing in (None, unpublished, others, wrong_kind):
        with pytest.raises(projects.NoHearing):
            projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=make.at(1))
    project.refresh_from_db()
    assert project.state == State.PROPOSED


def test_a_hearing_from_before_it_began_opens_nothing(project: Project, desk: Worker) -> None:
    """Also one that has been in the table since before such meetings were refused."""
    hearing = make.meeting(project, desk, "hearing")
    Project.objects.filter(pk=project.pk).update(began_on=make.TODAY + timedelta(days=1))
    with pytest.raises(projects.NoHearing):
        projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=make.at(1))


def test_no_closing_without_a_review(place: Place, desk: Worker) -> None:
    project = make.project(place.committee, desk, began_on=make.TODAY - timedelta(days=1))
    early = make.meeting(project, desk, "review", make.at(-1))
    projects.decide(
        project=project,
        hearing=make.meeting(project, desk, "hearing"),
        decision="做",
        worker=desk,
        at=make.at(1),
    )
    projects.begin(project=project, worker=desk, at=make.at(2))
    for review in (None, early, project.meetings.get(kind="hearing")):
        with pytest.raises(projects.NoReview):
            projects.close(project=project, review=review, worker=desk, at=make.at(3))


def test_dropped_in_public(project: Project, desk: Worker) -> None:
    with pytest.raises(projects.NoWords):
        projects.drop(project=project, why=" ", worker=desk, at=make.NOW)
    row = projects.drop(project=project, why="消防通道不能占", worker=desk, at=make.NOW)
    assert (row.state, row.dropped_why) == (State.DROPPED, "消防通道不能占")
    with pytest.raises(meetings.NoMoreMeetings):
        make.meeting(project, desk, "hearing")


def test_only_the_committees_own_desk(
    project: Project, desk: Worker, stranger: Worker, street: Worker
) -> None:
    hearing = make.meeting(project, desk, "hearing")
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            projects.decide(project=project, hearing=hearing, decision="做", worker=worker, at=make.at(1))
        with pytest.raises(NotAllowed):
            projects.drop(project=project, why="不", worker=worker, at=make.NOW)
        with pytest.raises(NotAllowed):
            make.project(project.committee, worker)
        with pytest.raises(NotAllowed):
            projects.add_fund(project=project, source="residents", percent=70, worker=worker)


def test_steps_and_money(project: Project, desk: Worker) -> None:
    first = projects.add_step(project=project, name="量尺寸", worker=desk, due_on=make.TODAY)
    second = projects.add_step(project=project, name="动工", worker=desk)
    assert (first.position, second.position) == (1, 2)
    with pytest.raises(projects.MovedOn):
        projects.finish_step(step=first, done_on=make.TODAY, worker=desk, at=make.NOW)
    hearing = make.meeting(project, desk, "hearing")
    projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=make.at(1))
    for _twice in range(2):
        done = projects.finish_step(step=first, done_on=make.TODAY, worker=desk, at=make.at(1))
    assert done.done_on == make.TODAY
    assert project.events.filter(kind="step_done").count() == 1
    fund = projects.add_fund(project=project, source=ProjectFund.Source.RESIDENTS, percent=70, worker=desk)
    assert (str(fund), fund.percent) == (str(ProjectFund.Source.RESIDENTS.label), 70)


def test_the_shares_of_money_are_the_whole_at_most(project: Project, desk: Worker) -> None:
    def enter(**how_much: int) -> ProjectFund:
        return projects.add_fund(project=project, source="street", worker=desk, **how_much)

    enter(percent=90)
    with pytest.raises(projects.MoreThanTheWhole, match="10"):
        enter(percent=11)
    enter(percent=10)
    with pytest.raises(projects.MoreThanTheWhole, match="100"):
        enter(percent=1)
    enter(yuan=500)
    assert [fund.percent for fund in project.funds.all()] == [90, 10, None]


def test_what_a_dropped_project_took_up_can_go_into_another(place: Place, desk: Worker) -> None:
    wanted, answered = (make.proposal(place.committee, desk) for _two in range(2))
    answer(proposal=answered, text="已在做", worker=desk, at=make.NOW)
    support(proposal=wanted, mark="a", at=make.NOW)
    row = make.project(place.committee, desk, needs=[wanted, answered])
    projects.drop(project=row, why="没有经费", worker=desk, at=make.NOW)
    wanted.refresh_from_db()
    answered.refresh_from_db()
    assert (wanted.state, answered.state) == (Proposal.State.OPEN, Proposal.State.ANSWERED)
    assert wanted.lost_project
    assert wanted.events.last().data == {"project": row.pk}
    assert support(proposal=wanted, mark="b", at=make.NOW)
    assert not support(proposal=wanted, mark="a", at=make.NOW), "who wanted it goes on being counted, once"
    again = make.project(place.committee, desk, needs=[wanted])
    wanted.refresh_from_db()
    assert (wanted.state, wanted.project, wanted.supports) == (Proposal.State.IN_PROJECT, again, 2)
    assert not wanted.lost_project


def test_what_was_dropped_earlier_lets_go_too(place: Place, desk: Worker) -> None:
    """The migration: needs that stood on as taken up when their project was dropped."""
    needs = [make.proposal(place.committee, desk) for _three in range(3)]
    answer(proposal=needs[1], text="已在做", worker=desk, at=make.NOW)
    going_on = make.project(place.committee, desk, needs=[needs[2]])
    dropped = make.project(place.committee, desk, needs=needs[:2])
    projects.drop(project=dropped, why="没有经费", worker=desk, at=make.NOW)
    Proposal.objects.filter(project=dropped).update(state=Proposal.State.IN_PROJECT)
    import_module("requests_desk.migrations.0016_dropped_projects_let_go").let_go(apps, None)
    stand = Proposal.objects.order_by("pk").values_list("state", "project")
    assert list(stand) == [("open", dropped.pk), ("answered", dropped.pk), ("in_project", going_on.pk)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "decided"},
        {"state": "under_way", "decision": "做", "decided_at": make.NOW},
        {"state": "closed"},
        {"state": "dropped"},
    ],
    ids=lambda wrong: wrong["state"],
)
def test_the_database_refuses_whoever_goes_around(project: Project, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**wrong)


def test_closing_around_the_review_is_refused(project: Project, desk: Worker) -> None:
    hearing = make.meeting(project, desk, "hearing")
    projects.decide(project=project, hearing=hearing, decision="做", worker=desk, at=make.at(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(state="closed", closed_at=make.at(2))


TRIES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(["none", "hearing", "review", "unpublished", "other"])),
    min_size=3, max_size=7,
)  # fmt: skip


def try_steps(desk: Worker, committee: Any, tries: list[tuple[Any, str]]) -> None:
    """Walk with the actions, an hour for each step, and look at the rows whether a gate was gone around."""
    row, other = make.project(committee, desk), make.project(committee, desk)
    for number, (step, which) in enumerate(tries):
        at = make.at(1) + timedelta(hours=2 * number)
        meeting = held(which, row, other, desk, at)
        with suppress(PortalError), transaction.atomic():  # most tries are refused
            take(step, row, meeting, desk, at)
        fresh = Project.objects.select_related("hearing", "review").get(pk=row.pk)
        if fresh.state in ("decided", "under_way", "closed"):
            assert told(fresh.hearing, fresh, "hearing"), "decided without a hearing"
        if fresh.state == "closed":
            assert told(fresh.review, fresh, "review"), "closed without a review"


def take(step: str, row: Project, meeting: Meeting | None, desk: Worker, at: datetime) -> None:
    who: dict[str, Any] = {"project": row, "worker": desk, "at": at}
    if step == "decide":
        projects.decide(hearing=meeting, decision="做", **who)
    elif step == "begin":
        projects.begin(**who)
    elif step == "close":
        projects.close(review=meeting, **who)
    else:
        projects.drop(why="不做了", **who)


def told(meeting: Meeting | None, project: Project, kind: str) -> bool:
    """Whether that meeting's minutes are published, and it is this project's."""
    return bool(
        meeting and meeting.kind == kind and meeting.project_id == project.pk and meeting.published_at
    )


def held(which: str, row: Project, other: Project, desk: Worker, at: datetime) -> Meeting | None:
    if which == "none" or Project.objects.get(pk=row.pk).state in ("closed", "dropped"):
        return None
    about = other if which == "other" else row
    kind = which if which in ("hearing", "review") else "hearing"
    return make.meeting(about, desk, kind, at - timedelta(hours=1), published=which != "unpublished")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tries=TRIES)
def test_no_path_of_actions_leads_around_a_gate(
    place: Place, desk: Worker, tries: list[tuple[Any, str]]
) -> None:
    try_steps(desk, place.committee, tries)


def test_the_walk_of_actions_can_fail(place: Place, desk: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a rule that takes any meeting for a hearing, the very same walk is caught out."""
    monkeypatch.setattr("requests_desk.rules.meetings.opens", lambda meeting, *_rest: meeting is not None)
    with pytest.raises(AssertionError, match="without a hearing"):
        try_steps(desk, place.committee, [("decide", "other")])
    monkeypatch.setattr("requests_desk.rules.meetings.opens", opens)
    try_steps(
        desk,
        place.committee,
        [("decide", "other"), ("decide", "hearing"), ("begin", "none"), ("close", "review")],
    )
    assert Project.objects.filter(state=State.CLOSED).count() == 1


def test_without_the_rule_the_constraint_stands(
    place: Place, desk: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_desk.rules.meetings.opens", lambda *_any: True)
    row = make.project(place.committee, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        projects.decide(project=row, hearing=None, decision="做", worker=desk, at=make.at(1))
