"""Reminders of plans: before, on and after the day, to whom it concerns, each once; and the letter they get."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_desk.actions.messages import send_next
from requests_desk.actions.plan_reminders import remind_of_plans
from requests_desk.models import Message
from stations.actions.stations import move_station
from stations.models import PlanReminder, PlanStep, Post, Relocation, Site, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@staged
def plan(place: Place, head: Worker) -> Relocation:
    return make.plan(
        place.committee,
        make.programme(place.subdistrict),
        responsible=head,
        due_on=make.TODAY + 90 * DAY,
    )


@staged
def step(plan: Relocation) -> PlanStep:
    step = plan.steps.get(kind="design")
    PlanStep.objects.filter(pk=step.pk).update(planned_on=make.TODAY + 7 * DAY)
    return step


def told() -> list[tuple[str, str]]:
    return sorted(PlanReminder.objects.values_list("kind", "to__username"))


def test_each_once_whenever_the_night_runs(step: PlanStep, street: Worker, district: Worker) -> None:
    assert remind_of_plans(at=make.at(-1)) == 0  # eight days before
    assert remind_of_plans(at=make.NOW) == 2
    for day in (0, 1, 6):
        assert remind_of_plans(at=make.at(day)) == 0
    assert told() == [("soon", "head"), ("soon", "street")]
    assert remind_of_plans(at=make.at(7)) == 2
    assert remind_of_plans(at=make.at(8)) == 2
    assert remind_of_plans(at=make.at(9)) == 0
    assert told() == [(kind, who) for kind in ("late", "soon", "today") for who in ("head", "street")]


def test_a_night_that_was_missed_is_made_up_for(step: PlanStep, street: Worker) -> None:
    assert remind_of_plans(at=make.at(30)) == 2
    assert {kind for kind, _who in told()} == {"late"}


def test_a_new_promise_is_reminded_of_anew(step: PlanStep, street: Worker) -> None:
    remind_of_plans(at=make.NOW)
    PlanStep.objects.filter(pk=step.pk).update(planned_on=make.TODAY + 5 * DAY)
    assert remind_of_plans(at=make.NOW) == 2


def test_nobody_is_reminded_of_what_is_done_or_over(
    step: PlanStep, plan: Relocation, place: Place, street: Worker
) -> None:
    PlanStep.objects.filter(pk=step.pk).update(done_on=make.TODAY)
    assert remind_of_plans(at=make.NOW) == 0
    PlanStep.objects.filter(pk=step.pk).update(done_on=None)
    move_station(site=Site(station=place.station, address="沿街1号"), on=make.TODAY)
    assert remind_of_plans(at=make.NOW) == 0
    Site.objects.filter(address="沿街1号").delete()
    assert remind_of_plans(at=make.NOW) == 2, "the control"


def test_the_move_and_the_works_are_reminded_of_too(plan: Relocation, street: Worker) -> None:
    Relocation.objects.update(due_on=make.TODAY, work_began_on=make.TODAY + 3 * DAY)
    remind_of_plans(at=make.NOW)
    found = PlanReminder.objects.filter(to=street).values_list("step__kind", "kind")
    assert sorted(found) == [("begun", "soon"), ("opened", "today")]


def test_the_programmes_day_counts_where_the_plan_has_none(plan: Relocation, street: Worker) -> None:
    Relocation.objects.update(due_on=None)
    plan.programme.due_on = make.TODAY + DAY
    plan.programme.save()
    assert remind_of_plans(at=make.NOW) == 2


def test_who_left_is_not_told(step: PlanStep, street: Worker, head: Worker, other_street: Worker) -> None:
    Post.objects.filter(worker=street).update(until=make.TODAY - DAY)
    Worker.objects.filter(pk=head.pk).update(is_active=False)
    assert remind_of_plans(at=make.NOW) == 0
    Worker.objects.filter(pk=head.pk).update(is_active=True)
    assert remind_of_plans(at=make.NOW) == 1
    assert told() == [("soon", "head")]


class TestLetter:
    def test_one_letter_a_person_with_an_address(
        self, step: PlanStep, plan: Relocation, street: Worker, head: Worker
    ) -> None:
        Worker.objects.filter(pk=street.pk).update(email="street@example.cn")
        other = plan.steps.get(kind="money")
        PlanStep.objects.filter(pk=other.pk).update(planned_on=make.TODAY - DAY)
        assert remind_of_plans(at=make.NOW) == 4
        message = Message.objects.get()
        assert (message.worker, message.kind) == (street, Message.Kind.PLANS_DUE)
        assert send_next(at=make.NOW) is not None
        (letter,) = mail.outbox
        assert letter.to == ["street@example.cn"]
        for words in (
            "枫香里居委会：资金落实、2026-11-17、逾期",
            "方案定稿、2026-11-25、一周内到期",
            "/admin/coverage/programmes/",
        ):
            assert words in letter.body
        assert street.name not in letter.subject
        assert remind_of_plans(at=make.NOW) == 0
        assert Message.objects.count() == 1

    def test_a_desk_gets_no_way_to_where_it_may_not_go(self, step: PlanStep, head: Worker) -> None:
        Worker.objects.filter(pk=head.pk).update(email="head@example.cn")
        remind_of_plans(at=make.NOW)
        send_next(at=make.NOW)
        assert "/admin/" not in mail.outbox[0].body
        assert "街道" in mail.outbox[0].body

    def test_not_in_the_night(self, step: PlanStep, street: Worker) -> None:
        Worker.objects.filter(pk=street.pk).update(email="street@example.cn")
        remind_of_plans(at=make.at(0, 2))
        assert send_next(at=make.at(0, 8, 59)) is None
        assert send_next(at=make.at(0, 9)) is not None

    @pytest.mark.parametrize("gone", [{"email": ""}, {"is_active": False}])
    def test_nor_to_who_is_gone(self, step: PlanStep, street: Worker, gone: dict[str, object]) -> None:
        Worker.objects.filter(pk=street.pk).update(email="street@example.cn")
        remind_of_plans(at=make.NOW)
        Worker.objects.filter(pk=street.pk).update(**gone)
        send_next(at=make.NOW)
        assert mail.outbox == []
        assert Message.objects.get().state == Message.State.DONE


def test_one_plan_and_thirty_take_as_many_statements(
    step: PlanStep, plan: Relocation, street: Worker
) -> None:
    def statements() -> int:
        PlanReminder.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            remind_of_plans(at=make.NOW)
        return len(queries)

    few = statements()
    for _ in range(29):
        other = make.plan(make.committee(under=plan.committee.subdistrict), plan.programme)
        other.steps.filter(kind="site").update(planned_on=make.TODAY)
    assert statements() == few
    assert PlanReminder.objects.count() == 31
