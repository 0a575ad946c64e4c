"""Absences: one deputy at the same place, who has no deputy in turn."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from stations.actions.absences import AwayAlready, NoChain, NotThere, end_absence, note_absence
from stations.models import Absence, AccountEvent, Post, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def away(
    worker: Worker, deputy: Worker, actor: Worker | None = None, first: int = 0, last: int = 2
) -> Absence:
    by = actor or worker
    by.load_scope(on=make.TODAY)
    since, until = make.TODAY + timedelta(days=first), make.TODAY + timedelta(days=last)
    return note_absence(
        worker=worker, deputy=deputy, actor=by, since=since, until=until, today=make.TODAY, at=make.NOW
    )


def stood_in_for(worker: Worker, day: int = 0) -> list[int]:
    worker.load_scope(on=make.TODAY + timedelta(days=day))
    return [one.worker_id for one in Absence.objects.stood_in_for_by(worker)]


def test_first_and_last_day_are_days_of_it(desk: Worker, colleague: Worker) -> None:
    away(desk, colleague, first=1, last=2)
    assert [stood_in_for(colleague, day) for day in range(4)] == [[], [desk.pk], [desk.pk], []]
    assert stood_in_for(desk, 1) == []


def test_the_person_or_who_looks_after_them(
    desk: Worker, colleague: Worker, head: Worker, stranger: Worker, street: Worker, other_street: Worker
) -> None:
    for actor in (colleague, stranger, other_street):
        with pytest.raises(NotAllowed):
            away(desk, colleague, actor)
    away(desk, colleague, head)
    away(desk, colleague, street, 10, 11)
    assert set(AccountEvent.objects.values_list("actor", flat=True)) == {head.pk, street.pk}


def test_the_deputy_works_there(desk: Worker, stranger: Worker) -> None:
    for nobody in (stranger, desk):
        with pytest.raises(NotThere):
            away(desk, nobody)


def test_no_chain_in_either_order(desk: Worker, colleague: Worker, head: Worker) -> None:
    away(desk, colleague)
    with pytest.raises(NoChain):
        away(colleague, head)  # the deputy leaves
    with pytest.raises(NoChain):
        away(head, desk)  # to somebody who is away
    with pytest.raises(AwayAlready):
        away(desk, head, first=2, last=5)
    away(colleague, head, first=3, last=4)  # the days after are free


def test_a_deputys_post_that_ends_ends_this(desk: Worker, colleague: Worker) -> None:
    away(desk, colleague, last=9)
    Post.objects.filter(worker=colleague).update(until=make.TODAY)
    assert stood_in_for(colleague) == [desk.pk]  # the last day is still one
    assert stood_in_for(colleague, 1) == []


def test_back_early(desk: Worker, colleague: Worker, head: Worker) -> None:
    begun, coming = away(desk, colleague, first=0, last=3), away(desk, colleague, first=8, last=9)
    Absence.objects.filter(pk=begun.pk).update(since=make.TODAY - timedelta(days=2))
    with pytest.raises(NotAllowed):
        end_absence(absence=begun, actor=colleague, today=make.TODAY, at=make.NOW)
    end_absence(absence=begun, actor=head, today=make.TODAY, at=make.NOW)
    end_absence(absence=coming, actor=desk, today=make.TODAY, at=make.NOW)
    assert stood_in_for(colleague) == []
    assert Absence.objects.get().until == make.TODAY - timedelta(days=1)


def test_whose_scope_knows_no_day_stands_in_for_nobody(desk: Worker, colleague: Worker, place: Place) -> None:
    away(desk, colleague)
    colleague.load_scope(on=make.TODAY)
    object.__setattr__(colleague.scope, "on", None)
    assert not Absence.objects.stood_in_for_by(colleague).exists()
