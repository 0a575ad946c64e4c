"""Plans in the admin: begun with steps, changed with reasons, answered for by somebody of that place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stations.models import (
    PlanFund,
    PlanStep,
    Post,
    Programme,
    PromiseChange,
    Relocation,
    StationPhoto,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of
from tests.stage import staged
from tests.stations.admin.rows import inline, url

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
DAY = timedelta(days=1)
DUE = make.TODAY + 30 * DAY


@staged
def programme(place: Place) -> Programme:
    return make.programme(place.subdistrict)


@staged
def plan(place: Place, programme: Programme) -> Relocation:
    return make.plan(place.committee, programme, due_on=DUE)


@pytest.fixture
def client(street: Worker, as_: As) -> Client:
    return as_(street)


def form(plan: Relocation, **said: Any) -> dict[str, Any]:
    """The plan's form as it stands, and what is said otherwise."""
    return {"due_on": plan.due_on or "", **inline("steps"), **inline("funds"), **inline("changes"), **said}


def step_line(step: PlanStep, **said: Any) -> dict[str, Any]:
    return {
        "id": step.pk,
        "relocation": step.relocation_id,
        "position": step.position,
        "name": step.name,
        **said,
    }


def change(client: Client, plan: Relocation, **said: Any) -> Any:
    return client.post(url(plan, "change", plan.pk), form(plan, **said))


class TestBeginning:
    def test_a_new_programme_has_the_series(self, client: Client, place: Place) -> None:
        data = {"division": place.subdistrict.pk, "name": "再一轮", "began_on": "2026-01-01"}
        assert client.post(url(Programme, "add"), data).status_code == 302
        assert Programme.objects.get().steps.count() == 8

    def test_a_new_plan_starts_with_it(self, client: Client, place: Place, programme: Programme) -> None:
        data = {"programme": programme.pk, "committee": place.committee.pk, "due_on": DUE}
        assert client.post(url(Relocation, "add"), data).status_code == 302
        assert Relocation.objects.get().steps.count() == 8

    def test_so_does_one_begun_in_its_programme(
        self, client: Client, place: Place, programme: Programme
    ) -> None:
        base = {"name": "沿街设置", "began_on": "2026-01-01", "due_on": programme.due_on, **inline("steps")}
        lines = inline("relocations", {"committee": place.committee.pk, "due_on": DUE})
        assert client.post(url(programme, "change", programme.pk), base | lines).status_code == 302
        assert Relocation.objects.get().steps.count() == 8


class TestReasons:
    def test_a_plans_day_moves_only_with_one(self, client: Client, plan: Relocation) -> None:
        later = DUE + DAY
        refused = change(client, plan, due_on=later)
        assert "这个日期是承诺过的" in text_of(refused)
        plan.refresh_from_db()
        assert plan.due_on == DUE
        assert change(client, plan, due_on=later, reason="等消防验收").status_code == 302
        line = PromiseChange.objects.get()
        assert (line.was, line.becomes, line.reason, line.by.username) == (DUE, later, "等消防验收", "street")

    def test_so_does_a_steps(self, client: Client, plan: Relocation) -> None:
        step = plan.steps.get(kind="design")
        first = inline("steps", step_line(step, planned_on=DUE), standing=1)
        assert change(client, plan, **first).status_code == 302
        later = {"planned_on": DUE + DAY}
        refused = change(client, plan, **inline("steps", step_line(step, **later), standing=1))
        assert refused.status_code == 200
        step.refresh_from_db()
        assert step.planned_on == DUE
        said = inline("steps", step_line(step, **later, reason="设计师病了"), standing=1)
        assert change(client, plan, **said).status_code == 302
        assert PromiseChange.objects.get().step == step

    def test_so_does_a_programmes(self, client: Client, programme: Programme) -> None:
        target = url(programme, "change", programme.pk)
        base = {"name": "沿街设置", "began_on": "2026-01-01", **inline("steps"), **inline("relocations")}
        assert client.post(target, base | {"due_on": "2027-07-01"}).status_code == 200
        assert client.post(target, base | {"due_on": "2027-07-01", "reason": "并入明年"}).status_code == 302
        assert PromiseChange.objects.get().relocation is None

    def test_and_a_plans_in_its_programmes_list(
        self, client: Client, programme: Programme, plan: Relocation
    ) -> None:
        target = url(programme, "change", programme.pk)
        base = {"name": "沿街设置", "began_on": "2026-01-01", "due_on": programme.due_on, **inline("steps")}
        row = {"id": plan.pk, "programme": programme.pk, "committee": plan.committee_id, "due_on": DUE + DAY}
        assert client.post(target, base | inline("relocations", row, standing=1)).status_code == 200
        said = inline("relocations", row | {"reason": "等"}, standing=1)
        assert client.post(target, base | said).status_code == 302
        assert PromiseChange.objects.get().relocation == plan

    def test_days_that_are_read_elsewhere_are_not_written_here(
        self, client: Client, plan: Relocation
    ) -> None:
        opened, begun = plan.steps.get(kind="opened"), plan.steps.get(kind="begun")
        days = {"planned_on": DUE, "done_on": make.TODAY}
        lines = inline("steps", step_line(opened, **days), step_line(begun, **days), standing=2)
        assert change(client, plan, **lines).status_code == 302
        opened.refresh_from_db()
        begun.refresh_from_db()
        assert (opened.planned_on, opened.done_on) == (None, None)
        assert (begun.planned_on, begun.done_on) == (DUE, None)

    def test_a_step_whose_promise_moved_cannot_be_deleted(self, client: Client, plan: Relocation) -> None:
        step, other = plan.steps.get(kind="design"), plan.steps.get(kind="money")
        street = Worker.objects.get(username="street")
        PromiseChange.objects.create(
            programme=plan.programme, relocation=plan, step=step, was=DUE, reason="x", by=street, at=make.NOW
        )
        gone = inline("steps", step_line(step, DELETE="on"), standing=1)
        assert change(client, plan, **gone).status_code == 200
        assert (
            change(client, plan, **inline("steps", step_line(other, DELETE="on"), standing=1)).status_code
            == 302
        )
        assert set(plan.steps.filter(pk__in=[step.pk, other.pk])) == {step}


class TestPromisesStay:
    """A promise that is deleted and made anew would have moved without a reason."""

    @pytest.mark.parametrize("days", [{"planned_on": DUE}, {"done_on": make.TODAY}])
    def test_a_step_with_a_day_is_not_deleted(
        self, client: Client, plan: Relocation, days: dict[str, Any]
    ) -> None:
        step, other = plan.steps.get(kind="design"), plan.steps.get(kind="money")
        PlanStep.objects.filter(pk=step.pk).update(**days)
        cleared = inline("steps", step_line(step, DELETE="on", planned_on="", done_on=""), standing=1)
        assert "不能删除" in text_of(change(client, plan, **cleared))
        bare = inline("steps", step_line(other, DELETE="on"), standing=1)
        assert change(client, plan, **bare).status_code == 302
        assert set(plan.steps.filter(pk__in=[step.pk, other.pk])) == {step}

    @pytest.mark.parametrize("who", ["street", "admin"])
    def test_nor_is_a_plan(
        self,
        place: Place,
        far_place: Place,
        plan: Relocation,
        admin: Worker,
        street: Worker,
        as_: As,
        who: str,
    ) -> None:
        client = as_({"street": street, "admin": admin}[who])
        undated = make.programme(place.subdistrict, due_on=None)
        free = make.plan(make.committee(under=place.subdistrict), undated)
        for row in (plan, plan.programme):
            assert "不能删除" in text_of(client.post(url(row, "delete", row.pk), {"post": "yes"}))
        picked = {"action": "delete_selected", "_selected_action": [plan.pk], "post": "yes"}
        client.post(url(plan, "changelist"), picked)
        base = {
            "name": "沿街设置",
            "began_on": "2026-01-01",
            "due_on": plan.programme.due_on,
            **inline("steps"),
        }
        row = {"id": plan.pk, "programme": plan.programme_id, "committee": plan.committee_id, "DELETE": "on"}
        target = url(plan.programme, "change", plan.programme_id)
        answer = client.post(target, base | inline("relocations", row, standing=1))
        assert "不能删除" in text_of(answer)
        client.post(url(free, "delete", free.pk), {"post": "yes"})
        assert set(Relocation.objects.all()) == {plan}


class TestDays:
    @pytest.mark.parametrize(
        ("day", "may"), [("1800-01-01", False), ("9999-12-31", False), ("2040-01-01", True)]
    )
    def test_a_planned_day_is_near(self, client: Client, plan: Relocation, day: str, *, may: bool) -> None:
        Relocation.objects.update(due_on=None)
        Programme.objects.update(due_on=None)
        step = plan.steps.get(kind="design")
        assert change(client, plan, due_on=day).status_code == (302 if may else 200)
        line = inline("steps", step_line(step, planned_on=day), standing=1)
        assert change(client, plan, **{**line, "due_on": day if may else ""}).status_code == (
            302 if may else 200
        )
        step.refresh_from_db()
        assert (step.planned_on is not None) == may

    @pytest.mark.parametrize(("ahead", "may"), [(0, True), (1, False)])
    def test_what_is_done_is_done_by_today(
        self, client: Client, plan: Relocation, ahead: int, *, may: bool
    ) -> None:
        day = make.TODAY + ahead * DAY
        step = plan.steps.get(kind="design")
        line = inline("steps", step_line(step, done_on=day), standing=1)
        assert change(client, plan, **line).status_code == (302 if may else 200)
        assert change(client, plan, work_began_on=day).status_code == (302 if may else 200)
        plan.refresh_from_db()
        assert (plan.work_began_on is not None) == may

    @pytest.mark.parametrize(
        ("day", "may"), [("2015-12-31", False), ("2016-01-01", True)]
    )  # the programme began on 2026-01-01
    @pytest.mark.parametrize("field", ["planned_on", "done_on"])
    def test_nothing_is_ten_years_older_than_the_programme(
        self, client: Client, plan: Relocation, field: str, day: str, *, may: bool
    ) -> None:
        step = plan.steps.get(kind="design")
        answer = change(client, plan, **inline("steps", step_line(step, **{field: day}), standing=1))
        assert answer.status_code == (302 if may else 200)
        assert ("请填2016-01-01" in text_of(answer)) != may
        assert change(client, plan, work_began_on=day).status_code == (302 if may else 200)

    @pytest.mark.parametrize(("day", "may"), [("2025-12-31", False), ("2026-01-01", True)])
    def test_no_move_is_promised_before_the_programme(
        self, client: Client, plan: Relocation, programme: Programme, day: str, *, may: bool
    ) -> None:
        answer = change(client, plan, due_on=day, reason="写错了")
        assert answer.status_code == (302 if may else 200)
        target = url(programme, "change", programme.pk)
        base = {"name": "沿街设置", "began_on": "2026-01-01", "due_on": programme.due_on, **inline("steps")}
        row = {"id": plan.pk, "programme": programme.pk, "committee": plan.committee_id, "due_on": day}
        lines = inline("relocations", row | {"reason": "写错了"}, standing=1)
        assert client.post(target, base | lines).status_code == (302 if may else 200)
        plan.refresh_from_db()
        assert (str(plan.due_on) == day) == may

    @pytest.mark.parametrize(("later", "may"), [(1, True), (0, True), (-1, False)])
    def test_planned_days_follow_the_steps(
        self, client: Client, plan: Relocation, later: int, *, may: bool
    ) -> None:
        site, residents = plan.steps.get(kind="site"), plan.steps.get(kind="residents")
        lines = inline(
            "steps",
            step_line(site, planned_on=DUE),
            step_line(residents, planned_on=DUE + later * DAY),
            standing=2,
        )
        answer = change(client, plan, **lines)
        assert answer.status_code == (302 if may else 200)
        assert ("这一步之前的“选好地点”" in text_of(answer)) != may
        residents.refresh_from_db()
        assert (residents.planned_on is not None) == may

    def test_planned_days_that_stand_stay(self, client: Client, plan: Relocation) -> None:
        site, residents = plan.steps.get(kind="site"), plan.steps.get(kind="residents")
        PlanStep.objects.filter(pk=site.pk).update(planned_on=DUE)
        PlanStep.objects.filter(pk=residents.pk).update(planned_on="1990-01-01")
        lines = [
            step_line(site, planned_on=DUE),
            step_line(residents, planned_on="1990-01-01", done_on=make.TODAY),
        ]
        assert change(client, plan, **inline("steps", *lines, standing=2)).status_code == 302
        residents.refresh_from_db()
        assert residents.done_on == make.TODAY

    def test_works_are_not_finished_before_they_have_begun(self, client: Client, plan: Relocation) -> None:
        step = plan.steps.get(kind="finished")
        line = inline("steps", step_line(step, done_on=make.TODAY), standing=1)
        assert "还没有开工" in text_of(change(client, plan, **line))
        assert change(client, plan, work_began_on=make.TODAY - DAY, **line).status_code == 302
        plan.refresh_from_db()
        assert change(client, plan, work_began_on="", **line).status_code == 200
        Relocation.objects.update(work_began_on=None)  # a row from before that was refused
        assert change(client, plan, work_began_on="", to_words="新址", **line).status_code == 302

    def test_an_odd_day_that_stands_does_not_stop_the_rest(self, client: Client, plan: Relocation) -> None:
        Relocation.objects.update(due_on="9999-12-31")
        plan.refresh_from_db()
        assert change(client, plan, to_words="新址").status_code == 302


class TestScope:
    def test_money_and_sites_of_its_own(
        self, client: Client, plan: Relocation, place: Place, other_place: Place
    ) -> None:
        here, there = place.station.sites.get(), other_place.station.sites.get()
        money = inline("funds", {"source": "residents", "yuan": 5000})
        assert change(client, plan, from_site=there.pk, **money).status_code == 200
        assert not PlanFund.objects.exists()
        assert change(client, plan, from_site=here.pk, budget_yuan=9000, **money).status_code == 302
        plan.refresh_from_db()
        assert (plan.from_site, plan.budget_yuan, plan.funds.get().yuan) == (here, 9000, 5000)

    def test_money_says_how_much_once(self, client: Client, plan: Relocation) -> None:
        for much in ({}, {"yuan": 1, "percent": 1}):
            assert change(client, plan, **inline("funds", {"source": "party", **much})).status_code == 200
        assert change(client, plan, **inline("funds", {"source": "party", "percent": 1})).status_code == 302

    @pytest.mark.parametrize(
        ("budget", "funds", "said"),
        [
            (1000, [{"yuan": 99_999_999}], "比预算 1000 元多出 99998999 元"),
            (1000, [{"yuan": 500}, {"percent": 60}], "比预算 1000 元多出 100 元"),
            (1000, [{"yuan": 400}, {"percent": 60}], ""),
            ("", [{"percent": 60}, {"percent": 60}], "合计 120 %"),
            (1000, [{"percent": 60}, {"percent": 60}], "合计 120 %"),
            ("", [{"percent": 60}, {"percent": 40}], ""),
            ("", [{"yuan": 99_999_999}], ""),
            (0, [{"yuan": 1}], "比预算 0 元多出 1 元"),
        ],
    )
    def test_sources_give_no_more_than_the_whole(
        self, client: Client, plan: Relocation, budget: Any, funds: list[dict[str, int]], said: str
    ) -> None:
        lines = [{"source": "party", **one} for one in funds]
        answer = change(client, plan, budget_yuan=budget, **inline("funds", *lines))
        assert answer.status_code == (200 if said else 302)
        assert PlanFund.objects.count() == (0 if said else len(funds))
        if said:
            assert said in text_of(answer)
            assert all(
                f'value="{value}"' in answer.content.decode() for one in funds for value in one.values()
            )

    def test_a_smaller_budget_is_measured_too_and_what_stands_stays(
        self, client: Client, plan: Relocation
    ) -> None:
        Relocation.objects.update(budget_yuan=1000)
        fund = PlanFund.objects.create(relocation=plan, source="party", yuan=1000)
        line = {"id": fund.pk, "relocation": plan.pk, "source": "party", "yuan": 1000}
        funds = inline("funds", line, standing=1)
        assert change(client, plan, budget_yuan=999, **funds).status_code == 200
        Relocation.objects.update(budget_yuan=999)  # a row from before that was refused
        assert change(client, plan, budget_yuan=999, to_words="新址", **funds).status_code == 302

    @pytest.mark.parametrize(
        ("who", "may"), [("desk", True), ("street", True), ("stranger", False), ("district", False)]
    )
    def test_somebody_of_that_place_answers_for_it(
        self, client: Client, plan: Relocation, who: str, *, may: bool, request: pytest.FixtureRequest
    ) -> None:
        worker = request.getfixturevalue(who)
        assert change(client, plan, responsible=worker.pk).status_code == (302 if may else 200)
        plan.refresh_from_db()
        assert (plan.responsible == worker) == may

    def test_whose_post_ended_does_not(self, client: Client, plan: Relocation, desk: Worker) -> None:
        Post.objects.filter(worker=desk).update(until=make.TODAY - DAY)
        assert change(client, plan, responsible=desk.pk).status_code == 200
        assert Relocation.objects.get().responsible is None

    def test_a_district_may_name_its_own_official(self, plan: Relocation, district: Worker, as_: As) -> None:
        assert change(as_(district), plan, responsible=district.pk).status_code == 302
        assert Relocation.objects.get().responsible == district

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_another_streets_plan_is_not_there(
        self, method: str, plan: Relocation, other_street: Worker, as_: As
    ) -> None:
        step = plan.steps.get(kind="design")
        lines = inline("steps", step_line(step, planned_on=DUE), standing=1)
        call = getattr(as_(other_street), method)
        assert call(url(plan, "change", plan.pk), form(plan, **lines)).status_code == 404
        step.refresh_from_db()
        assert step.planned_on is None

    def test_a_step_of_another_plan_is_not_reached_through_ones_own(
        self, client: Client, plan: Relocation, far_place: Place
    ) -> None:
        foreign = make.plan(far_place.committee, make.programme(far_place.subdistrict)).steps.get(
            kind="design"
        )
        lines = inline("steps", step_line(foreign, planned_on=DUE, relocation=plan.pk), standing=1)
        change(client, plan, **lines)
        foreign.refresh_from_db()
        assert foreign.planned_on is None
        assert foreign.relocation != plan


def test_a_photograph_says_when(place: Place, client: Client) -> None:
    photo = make.photo(place.station)
    data = {"alt": photo.alt, "alt_en": photo.alt_en, "position": 1, "moment": "before"}
    assert client.post(url(photo, "change", photo.pk), data).status_code == 302
    assert StationPhoto.objects.get().moment == "before"


def test_the_past_stands_behind_what_is_there_now(place: Place) -> None:
    before, now = make.photo(place.station, moment="before"), make.photo(place.station, position=2)
    page = Client().get(place.station.get_absolute_url()).content.decode()
    assert page.index(now.small_url) < page.index(before.small_url)
    assert "搬迁前" in page
