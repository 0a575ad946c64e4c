"""Programmes and plans: begun with steps; a promised day moves with a reason and keeps the old one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from stations.actions.programme import (
    ReasonMissing,
    change_plan,
    change_programme,
    change_step,
    start_plan,
    start_programme,
)
from stations.models import PlanFund, PlanStep, Programme, PromiseChange, Relocation, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 31)


@pytest.fixture
def programme(place: Place) -> Programme:
    programme = Programme(division=place.subdistrict, name="沿街设置", began_on=date(2026, 1, 1), due_on=JULY)
    start_programme(programme=programme)
    return programme


@pytest.fixture
def plan(place: Place, programme: Programme) -> Relocation:
    plan = Relocation(programme=programme, committee=place.committee, due_on=JUNE)
    start_plan(plan=plan)
    return plan


def said(by: Worker, reason: str = "等消防验收") -> dict[str, Any]:
    return {"reason": reason, "by": by, "at": make.NOW}


def test_a_plan_starts_with_its_programmes_own_series(place: Place, programme: Programme) -> None:
    programme.steps.filter(kind="money").delete()
    programme.steps.create(position=3, name="公示", name_en="Shown in public")
    plan = Relocation(programme=programme, committee=place.committee)
    start_plan(plan=plan)
    names = list(plan.steps.values_list("name", flat=True))
    assert names == ["选好地点", "征求居民意见", "方案定稿", "公示", "开工", "完工", "验收", "开门"]
    assert not plan.steps.exclude(planned_on=None, done_on=None).exists()


class TestPlan:
    def test_a_moved_promise_keeps_the_old_day_and_says_why(self, plan: Relocation, street: Worker) -> None:
        plan.due_on = JULY
        change_plan(plan=plan, **said(street))
        line = PromiseChange.objects.get()
        assert (line.was, line.becomes, line.reason, line.by) == (JUNE, JULY, "等消防验收", street)
        assert (line.at, line.relocation, line.step) == (make.NOW, plan, None)
        plan.refresh_from_db()
        assert (plan.due_on, plan.delay_reason) == (JULY, "等消防验收")

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_without_a_reason_it_stays(self, plan: Relocation, street: Worker, reason: str) -> None:
        plan.due_on = JULY
        with pytest.raises(ReasonMissing):
            change_plan(plan=plan, **said(street, reason))
        plan.refresh_from_db()
        assert plan.due_on == JUNE
        assert not PromiseChange.objects.exists()

    def test_a_first_promise_needs_none(self, plan: Relocation, programme: Programme, street: Worker) -> None:
        Programme.objects.update(due_on=None)
        Relocation.objects.update(due_on=None)
        plan.programme.due_on = None
        plan.due_on = JULY
        change_plan(plan=plan, **said(street, ""))
        assert Relocation.objects.get().due_on == JULY
        assert not PromiseChange.objects.exists()

    def test_the_programmes_day_is_a_promise_too(self, plan: Relocation, street: Worker) -> None:
        plan.due_on = None  # so that the programme's holds
        with pytest.raises(ReasonMissing):
            change_plan(plan=plan, **said(street, ""))
        change_plan(plan=plan, **said(street))
        line = PromiseChange.objects.get()
        assert (line.was, line.becomes) == (JUNE, JULY)

    def test_whatever_else_changes_needs_no_reason(self, plan: Relocation, street: Worker) -> None:
        plan.plan, plan.budget_yuan = "一居委一方案", 120_000
        assert change_plan(plan=plan, **said(street, "")) is None
        assert Relocation.objects.get().budget_yuan == 120_000

    def test_to_be_earlier_is_no_delay(self, plan: Relocation, street: Worker) -> None:
        plan.due_on = JUNE - DAY
        change = change_plan(plan=plan, **said(street, "提前完工"))
        assert change is not None
        assert not change.later
        assert Relocation.objects.get().delay_reason == ""


def test_a_programmes_day_moves_with_a_reason(programme: Programme, street: Worker) -> None:
    programme.due_on = None
    with pytest.raises(ReasonMissing):
        change_programme(programme=programme, **said(street, ""))
    change_programme(programme=programme, **said(street))
    line = PromiseChange.objects.get()
    assert (line.was, line.becomes, line.relocation, line.later) == (JULY, None, None, True)


def test_so_does_a_steps(plan: Relocation, street: Worker) -> None:
    step = plan.steps.get(kind="design")
    step.planned_on = JUNE
    assert change_step(step=step, **said(street, "")) is None
    step.planned_on = JULY
    with pytest.raises(ReasonMissing):
        change_step(step=step, **said(street, ""))
    change_step(step=step, **said(street))
    assert PromiseChange.objects.get().step == step
    step.done_on = JULY
    assert change_step(step=step, **said(street, "")) is None
    new = PlanStep(relocation=plan, name="公示", planned_on=JUNE)
    assert change_step(step=new, **said(street, "")) is None
    assert plan.steps.count() == 9


class TestTheDatabase:
    """What holds whoever writes it."""

    @pytest.fixture
    def line(self, plan: Relocation, street: Worker) -> PromiseChange:
        plan.due_on = JULY
        change = change_plan(plan=plan, **said(street))
        assert change is not None
        return change

    def test_a_line_is_neither_changed_nor_removed(self, line: PromiseChange) -> None:
        for change in (lambda rows: rows.update(reason="x"), lambda rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change(PromiseChange.objects.filter(pk=line.pk))
        assert PromiseChange.objects.get().reason == line.reason

    @pytest.mark.parametrize("wrong", [{"reason": ""}, {"becomes": JULY}, {"relocation": None, "step": 0}])
    def test_a_line_says_why_whereto_and_of_what(self, line: PromiseChange, wrong: dict[str, Any]) -> None:
        fields = {"programme": line.programme, "relocation": line.relocation, "was": JULY, "becomes": JUNE}
        fields |= {"reason": "早了", "by": line.by, "at": make.NOW}
        PromiseChange.objects.create(**fields)  # the control
        if "step" in wrong:
            assert line.relocation is not None
            wrong = {**wrong, "step": line.relocation.steps.get(kind="site")}
        with pytest.raises(IntegrityError), transaction.atomic():
            PromiseChange.objects.create(**fields | wrong)

    @pytest.mark.parametrize(
        ("kind", "field", "refused"),
        [
            ("opened", "done_on", True),
            ("opened", "planned_on", True),
            ("begun", "done_on", True),
            ("begun", "planned_on", False),
            ("design", "done_on", False),
        ],
    )
    def test_no_day_is_written_down_twice(
        self, plan: Relocation, kind: str, field: str, *, refused: bool
    ) -> None:
        rows = plan.steps.filter(kind=kind)
        if not refused:
            assert rows.update(**{field: JUNE}) == 1
            return
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{field: JUNE})

    @pytest.mark.parametrize(
        ("much", "refused"),
        [
            ({"yuan": 5}, False),
            ({"percent": 70}, False),
            ({}, True),
            ({"yuan": 5, "percent": 70}, True),
            ({"percent": 101}, True),
            ({"percent": 0}, True),
        ],
    )
    def test_money_says_how_much_once(self, plan: Relocation, much: dict[str, int], *, refused: bool) -> None:
        if not refused:
            assert PlanFund.objects.create(relocation=plan, source="residents", **much).pk
            return
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanFund.objects.create(relocation=plan, source="residents", **much)

    def test_a_kind_of_step_stands_once_in_a_plan(self, plan: Relocation) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            plan.steps.filter(kind="money").update(kind="design")
        assert plan.steps.filter(kind="money").update(kind="other", position=F("position")) == 1
