"""Proposals: one form is one proposal, one browser one supporter, and a merging counts nobody twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import proposals
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.models import Project, Proposal, ProposalEvent, Support
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
State = Proposal.State


def handed_in(place: Place, key: str = "k", **fields: Any) -> Proposal:
    fields = {"kind": "proposal", "title": "楼下放一张长椅", "at": make.NOW} | fields
    return proposals.make(committee=place.committee, key=key, **fields)


def kinds(row: Proposal) -> list[str]:
    return list(row.events.values_list("kind", flat=True))


class TestMaking:
    def test_the_same_form_is_one_proposal(self, place: Place) -> None:
        rows = [handed_in(place, name="王", phone="13812341234") for _twice in range(2)]
        assert rows[0] == rows[1]
        assert (Proposal.objects.count(), kinds(rows[0])) == (1, ["made"])
        assert rows[0].state == State.NEW
        assert Proposal.objects.published().count() == 0

    def test_a_form_with_other_words_is_refused(self, place: Place) -> None:
        handed_in(place)
        with pytest.raises(FormUsed):
            handed_in(place, title="别的")

    def test_a_machine_is_stopped_and_a_replay_is_not(self, place: Place) -> None:
        for number in range(proposals.MADE_AN_HOUR):
            handed_in(place, f"k{number}", client="10.0.0.1")
        with pytest.raises(proposals.TooMuchAtOnce):
            handed_in(place, "one more", client="10.0.0.1")
        handed_in(place, "k1", client="10.0.0.1")
        handed_in(place, "elsewhere", client="10.0.0.2")
        assert Proposal.objects.count() == proposals.MADE_AN_HOUR + 1


class TestReading:
    def test_published_as_it_is(self, place: Place, desk: Worker) -> None:
        row = proposals.publish(proposal=handed_in(place, words="腿脚不便"), worker=desk, at=make.NOW)
        assert (row.state, row.words, kinds(row)) == (State.OPEN, "腿脚不便", ["made", "published"])
        assert row.events.last().data == {"changed": False}

    def test_published_without_what_names_somebody(self, place: Place, desk: Worker) -> None:
        row = handed_in(place, title="301的王某太吵", words="王某 138")
        row = proposals.publish(proposal=row, worker=desk, at=make.NOW, title="晚上太吵", words="")
        assert (row.title, row.words) == ("晚上太吵", "")
        assert row.events.last().data == {"changed": True}

    def test_kept_back_with_a_reason_and_published_later(self, place: Place, desk: Worker) -> None:
        row = handed_in(place)
        with pytest.raises(proposals.NothingWritten):
            proposals.keep_back(proposal=row, why=" ", worker=desk, at=make.NOW)
        kept = proposals.keep_back(proposal=row, why="说的是一个人", worker=desk, at=make.NOW)
        assert (kept.state, kept.answer) == (State.KEPT_BACK, "说的是一个人")
        assert proposals.publish(proposal=kept, worker=desk, at=make.NOW).answer == ""

    def test_only_the_committees_own_desk(
        self, place: Place, desk: Worker, stranger: Worker, street: Worker
    ) -> None:
        row, other = handed_in(place), make.proposal(place.committee, desk)
        project = make.project(place.committee, desk)
        for worker in (stranger, street):
            for act in (
                lambda who: proposals.publish(proposal=row, worker=who, at=make.NOW),
                lambda who: proposals.keep_back(proposal=row, why="x", worker=who, at=make.NOW),
                lambda who: proposals.answer(proposal=other, text="x", worker=who, at=make.NOW),
                lambda who: proposals.merge(proposal=other, into=row, worker=who, at=make.NOW),
                lambda who: proposals.take_up(proposal=other, project=project, worker=who, at=make.NOW),
            ):
                with pytest.raises(NotAllowed):
                    act(worker)

    def test_answered_and_put_right(self, place: Place, desk: Worker) -> None:
        row = make.proposal(place.committee, desk)
        proposals.answer(proposal=row, text="下周装", worker=desk, at=make.NOW)
        row = proposals.answer(proposal=row, text="下月装", worker=desk, at=make.at(1))
        assert (row.state, row.answer, row.answered_at) == (State.ANSWERED, "下月装", make.at(1))

    def test_what_is_not_published_cannot_be_answered(self, place: Place, desk: Worker) -> None:
        with pytest.raises(proposals.ProposalMovedOn):
            proposals.answer(proposal=handed_in(place), text="x", worker=desk, at=make.NOW)


class TestSupport:
    def test_once_a_browser(self, place: Place, desk: Worker) -> None:
        row = make.proposal(place.committee, desk)
        found = [proposals.support(proposal=row, mark=mark, at=make.NOW, client="10.0.0.1") for mark in "aab"]
        row.refresh_from_db()
        assert (found, row.supports) == ([True, False, True], 2)

    def test_not_what_is_not_listed(self, place: Place) -> None:
        with pytest.raises(proposals.NotListed):
            proposals.support(proposal=handed_in(place), mark="a", at=make.NOW)

    def test_within_reason_from_one_address(self, place: Place, desk: Worker) -> None:
        row = make.proposal(place.committee, desk)
        for number in range(proposals.SUPPORTS_A_DAY):
            proposals.support(proposal=row, mark=f"m{number}", at=make.NOW, client="10.0.0.1")
        with pytest.raises(proposals.TooMuchAtOnce):
            proposals.support(proposal=row, mark="more", at=make.NOW, client="10.0.0.1")
        assert proposals.support(proposal=row, mark="m1", at=make.NOW, client="10.0.0.1") is False
        assert proposals.support(proposal=row, mark="more", at=make.NOW, client="10.0.0.2") is True
        row.refresh_from_db()
        assert row.supports == proposals.SUPPORTS_A_DAY + 1 == Support.objects.count()


class TestMerging:
    @pytest.fixture
    def two(self, place: Place, desk: Worker) -> tuple[Proposal, Proposal]:
        """Two, supported by a and b, and by b and c."""
        rows = (make.proposal(place.committee, desk), make.proposal(place.committee, desk))
        for row, marks in zip(rows, ("ab", "bc"), strict=True):
            for mark in marks:
                proposals.support(proposal=row, mark=mark, at=make.NOW)
        return rows

    def test_supporters_are_added_up_once_each(self, two: tuple[Proposal, Proposal], desk: Worker) -> None:
        first, second = two
        row = proposals.merge(proposal=first, into=second, worker=desk, at=make.NOW)
        second.refresh_from_db()
        assert (row.state, row.merged_into, second.supports) == (State.MERGED, second, 3)
        assert proposals.support(proposal=second, mark="a", at=make.NOW) is False
        assert proposals.support(proposal=second, mark="d", at=make.NOW) is True
        with pytest.raises(proposals.NotListed):
            proposals.support(proposal=row, mark="e", at=make.NOW)

    def test_taken_back_everything_is_as_before(self, two: tuple[Proposal, Proposal], desk: Worker) -> None:
        first, second = two
        merged = proposals.merge(proposal=first, into=second, worker=desk, at=make.NOW)
        proposals.support(proposal=second, mark="d", at=make.NOW)
        row = proposals.part(proposal=merged, worker=desk, at=make.NOW + timedelta(minutes=5))
        second.refresh_from_db()
        assert (row.state, row.merged_into, row.supports, second.supports) == (State.OPEN, None, 2, 3)
        assert kinds(row) == ["made", "published", "merged", "parted"]
        with pytest.raises(proposals.ProposalMovedOn):
            proposals.part(proposal=row, worker=desk, at=make.NOW)

    def test_what_was_merged_before_comes_along_and_back(
        self, two: tuple[Proposal, Proposal], place: Place, desk: Worker
    ) -> None:
        first, second = two
        third = make.proposal(place.committee, desk)
        proposals.merge(proposal=first, into=second, worker=desk, at=make.NOW)
        merged = proposals.merge(proposal=second, into=third, worker=desk, at=make.NOW)
        third.refresh_from_db()
        first.refresh_from_db()
        assert (third.supports, first.merged_into) == (3, third)
        proposals.part(proposal=merged, worker=desk, at=make.NOW)
        for row in (first, second, third):
            row.refresh_from_db()
        assert (third.supports, second.supports, first.merged_into) == (0, 3, second)

    def test_not_into_itself_nor_into_anothers(
        self, two: tuple[Proposal, Proposal], desk: Worker, other_place: Place, stranger: Worker
    ) -> None:
        foreign = make.proposal(other_place.committee, stranger)
        gone = proposals.merge(proposal=two[1], into=two[0], worker=desk, at=make.NOW)
        for target in (two[0], foreign, gone):
            with pytest.raises(proposals.NotIntoThat):
                proposals.merge(proposal=two[0], into=target, worker=desk, at=make.NOW)
        assert ProposalEvent.objects.filter(kind="merged").count() == 1


def test_the_database_refuses_half_a_state(place: Place, desk: Worker) -> None:
    row = make.proposal(place.committee, desk)
    for state in ("merged", "in_project", "answered"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=row.pk).update(state=state)
    assert Project.objects.count() == 0
