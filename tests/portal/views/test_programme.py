"""Programmes as officials read them: the list, the whole, one plan; each in the reader's scope alone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from stations.actions.programme import change_plan, change_programme, change_step
from stations.actions.stations import move_station
from stations.models import PlanFund, PlanReminder, PlanStep, Post, Programme, Relocation, Site, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
LIST = "/en/admin/coverage/programmes/"
DAY = timedelta(days=1)


@staged
def programme(place: Place) -> Programme:
    return make.programme(place.subdistrict, due_on=make.TODAY + 120 * DAY)


@staged
def plan(place: Place, programme: Programme) -> Relocation:
    return make.plan(place.committee, programme, due_on=make.TODAY + 30 * DAY)


@staged
def above(place: Place, far_place: Place) -> Programme:
    """The district's, with a plan of either street."""
    assert place.subdistrict.parent is not None
    found = make.programme(place.subdistrict.parent, name="区计划", name_en="The district's")
    make.plan(far_place.committee, found)
    return found


def page_of(programme: Programme, code: str = "") -> str:
    return f"{LIST}{programme.pk}/{code}{'/' if code else ''}"


def bare(response: Any) -> bytes:
    return re.sub(rb"[0-9a-f]{16}", b"", response.content)


class TestWhoReads:
    """The cast."""

    @pytest.mark.parametrize("who", ["street", "district", "admin"])
    def test_those_of_the_area_do(
        self, who: str, plan: Relocation, programme: Programme, as_: As, request: pytest.FixtureRequest
    ) -> None:
        client = as_(request.getfixturevalue(who))
        for path in (LIST, page_of(programme), page_of(programme, plan.committee.code)):
            assert client.get(path).status_code == 200
        assert f'href="{page_of(programme)}"' in text_of(client.get(LIST))

    def test_another_streets_official_finds_what_is_not_there(
        self, plan: Relocation, programme: Programme, other_street: Worker, as_: As
    ) -> None:
        client, code = as_(other_street), plan.committee.code
        nowhere = client.get(f"{LIST}999999/")
        assert nowhere.status_code == 404
        for path in (page_of(programme), page_of(programme, code), f"{LIST}999999/{code}/"):
            assert bare(client.get(path)) == bare(nowhere)
        assert programme.label not in text_of(client.get(LIST))

    @pytest.mark.parametrize("who", ["desk", "colleague", "stranger", "head"])
    def test_desks_do_not(
        self, who: str, plan: Relocation, programme: Programme, as_: As, request: pytest.FixtureRequest
    ) -> None:
        client = as_(request.getfixturevalue(who))
        for path in (LIST, page_of(programme), page_of(programme, plan.committee.code), f"{LIST}999999/"):
            assert client.get(path).status_code == 403

    def test_nobody_signed_in_is_sent_to_the_door(self, plan: Relocation, programme: Programme) -> None:
        for path in (LIST, page_of(programme), page_of(programme, plan.committee.code), f"{LIST}999999/"):
            assert Client().get(path).status_code == 302

    def test_a_subdistrict_reads_its_districts_with_its_own_plans_alone(
        self,
        above: Programme,
        far_place: Place,
        street: Worker,
        other_street: Worker,
        district: Worker,
        as_: As,
    ) -> None:
        code, name = far_place.committee.code, far_place.committee.label
        for worker, sees in ((street, False), (other_street, True), (district, True)):
            client = as_(worker)
            page = client.get(page_of(above))
            assert page.status_code == 200
            assert (name in text_of(page)) == sees
            assert client.get(page_of(above, code)).status_code == (200 if sees else 404)
        assert "Edit the programme" not in text_of(as_(other_street).get(page_of(above)))
        assert "Edit the programme" in text_of(as_(district).get(page_of(above)))

    def test_a_city_reads_all_below_and_a_neighbouring_code_is_not_above(
        self, plan: Relocation, programme: Programme, place: Place, as_: As
    ) -> None:
        city = make.worker("city")
        assert place.subdistrict.parent is not None
        assert place.subdistrict.parent.parent is not None
        make.post(city, Post.Role.CITY, place.subdistrict.parent.parent)
        assert as_(city).get(page_of(programme)).status_code == 200

    @pytest.mark.parametrize("code", ["x", "000000000000", "9" * 300])
    def test_no_plan_of_that_code(self, programme: Programme, street: Worker, as_: As, code: str) -> None:
        assert as_(street).get(page_of(programme, code)).status_code == 404

    def test_a_plan_stands_in_its_own_programme_alone(
        self, plan: Relocation, above: Programme, district: Worker, as_: As
    ) -> None:
        assert as_(district).get(page_of(above, plan.committee.code)).status_code == 404


class TestTheWhole:
    def test_how_steps_stand(self, plan: Relocation, programme: Programme, street: Worker, as_: As) -> None:
        def date_step(kind: str, **days: date) -> None:
            plan.steps.filter(kind=kind).update(**days)

        date_step("site", planned_on=make.TODAY - 9 * DAY, done_on=make.TODAY - 8 * DAY)
        date_step("residents", planned_on=make.TODAY - DAY)
        date_step("design", planned_on=make.TODAY + 7 * DAY)
        date_step("money", planned_on=make.TODAY + 8 * DAY)
        page = text_of(as_(street).get(page_of(programme)))
        cells = re.findall(r'class="step-cell[^>]*data-label="([^"]+)".*?</svg>([^<]+)</span>', page, re.S)
        assert cells == [
            ("Site found", "done"), ("Residents asked", "late"), ("Design agreed", "due"), ("Money secured", "planned"),
            ("Works begun", "no date"), ("Works finished", "no date"), ("Accepted", "no date"), ("Opened", "planned"),
        ]  # fmt: skip
        assert re.search(r'<b class="figure">2</b> <span class="what">steps are late or due', page)

    def test_a_step_of_its_own_stands_with_the_last(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        PlanStep.objects.create(relocation=plan, name="公示", name_en="Shown in public", position=9)
        assert "Shown in public" in text_of(as_(street).get(page_of(programme)))

    def test_filtered_and_sorted(
        self, plan: Relocation, programme: Programme, other_place: Place, street: Worker, as_: As
    ) -> None:
        late = make.plan(other_place.committee, programme, due_on=make.TODAY - DAY)
        client = as_(street)

        def shown(query: str) -> list[str]:
            page = text_of(client.get(page_of(programme) + query))
            found = re.findall(rf'<th scope="row"><a href="{page_of(programme)}(\d+)/', page)
            return list(found)

        one, other = plan.committee.code, late.committee.code
        assert shown("") == [one, other]
        assert shown("?sort=due") == [other, one]
        assert shown("?sort=-due") == [one, other]
        assert shown("?sort=standing") == [other, one]
        assert shown("?state=late") == [other]
        assert shown("?state=planned") == [one]
        assert shown("?state=moved") == []
        assert shown("?state=step_late") == [other]  # to open yesterday
        assert shown("?state=step_due") == []
        plan.steps.filter(kind="money").update(planned_on=make.TODAY)
        assert shown("?state=step_due") == [one]
        assert shown("?state=nonsense&sort=nonsense") == [one, other]
        assert "No plan stands like that." in text_of(client.get(page_of(programme) + "?state=moved"))

    def test_the_pictures_and_their_tables(
        self, plan: Relocation, programme: Programme, place: Place, street: Worker, as_: As
    ) -> None:
        client = as_(street)
        page = text_of(client.get(page_of(programme)))
        assert "By today 0 of 1 are done; 0 were promised by today." in page
        for name in ("burn-up", "timeline"):
            assert f'<title id="{name}-title">' in page
            assert f'aria-labelledby="{name}-title {name}-text"' in page
        move_station(site=Site(station=place.station, address="沿街1号"), on=make.TODAY - 3 * DAY)
        page = text_of(client.get(page_of(programme)))
        assert "By today 1 of 1 are done; 0 were promised by today." in page
        this_month = re.search(
            rf'{make.TODAY:%b %Y}</th>.*?data-label="promised">(\d+)<.*?data-label="moved">(\d+)<', page
        )
        assert this_month is not None
        assert this_month.groups() == ("0", "1")

    def test_a_past_day_has_its_own_moves_and_promises(
        self, plan: Relocation, programme: Programme, place: Place, street: Worker, other_street: Worker,
        as_: As, clock: time_machine.Traveller,
    ) -> None:  # fmt: skip
        clock.shift(20 * DAY)
        plan.due_on = make.TODAY + 90 * DAY
        change_plan(plan=plan, reason="等消防验收", by=street, at=timezone.now())
        move_station(site=Site(station=place.station, address="沿街1号"), on=make.TODAY + 15 * DAY)
        client = as_(street)

        def shown(day: date) -> Any:
            answer = client.get(page_of(programme), {"on": f"{day}"})
            assert answer.status_code == 200
            return answer

        then, later = shown(make.TODAY), shown(make.TODAY + 16 * DAY)
        assert (then.context["whole"].part, later.context["whole"].part) == (0, 1)
        assert (then.context["burn_up"].done, later.context["burn_up"].done) == (0, 1)
        drawn = [answer.context["burn_up"].planned_path for answer in (then, client.get(page_of(programme)))]
        assert drawn[0] != drawn[1], "the promise of that day, and the one it was put off to"
        assert "is not kept" in text_of(then)
        assert "The programme began on" in text_of(shown(programme.began_on - DAY))
        assert as_(other_street).get(page_of(programme), {"on": f"{make.TODAY}"}).status_code == 404
        for typed, is_said in (("nonsense", True), ("2026-02-30", True), ("2027-01-01", True), ("", False)):
            now = text_of(as_(street).get(page_of(programme), {"on": typed}))
            assert "burn-up-heading" in now
            assert ("is no day of the past" in now) == is_said, typed

    def test_a_programme_without_plans_and_without_a_date(
        self, place: Place, street: Worker, as_: As
    ) -> None:
        empty = make.programme(place.subdistrict, due_on=None)
        page = text_of(as_(street).get(page_of(empty)))
        assert "No committee of your area has a plan in this programme yet." in page
        assert "no closing date" in page
        assert 'class="burn-up"' not in page

    def test_moved_programme_dates_are_told(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        programme.due_on = make.TODAY + 200 * DAY
        change_programme(programme=programme, reason="并入明年预算", by=street, at=make.NOW)
        assert "并入明年预算" in text_of(as_(street).get(page_of(programme)))


class TestOnePlan:
    def test_it_reads_from_where_to_where(
        self, plan: Relocation, programme: Programme, place: Place, street: Worker, as_: As
    ) -> None:
        def ends() -> list[str]:
            page = text_of(as_(street).get(page_of(programme, plan.committee.code)))
            return re.findall(r"<dt>(?:From|To)</dt><dd>([^<]*)</dd>", page)

        here = place.station.sites.get()
        assert ends() == [str(here), "not found yet"]
        Relocation.objects.update(from_words="楼上202", to_words="沿街9号")
        assert ends() == ["楼上202", "沿街9号"]
        new = move_station(site=Site(station=place.station, address="沿街1号"), on=make.TODAY)
        Relocation.objects.update(from_words="")
        assert ends() == [str(here), "沿街1号"]
        Relocation.objects.update(from_site=new, to_site=here)
        assert ends() == ["沿街1号", str(here)]

    def test_what_was_rebuilt_where_it_stood_has_not_moved(
        self, plan: Relocation, programme: Programme, place: Place, street: Worker, as_: As
    ) -> None:
        here = place.station.sites.get()
        new = move_station(site=Site(station=place.station, address=here.address), on=make.TODAY)
        page = text_of(as_(street).get(page_of(programme, plan.committee.code)))
        assert "Rebuilt on the spot" in page
        assert f"{make.TODAY:%-d %b %Y}" in page
        public = Client().get(f"/en/committees/{plan.committee.code}/").content.decode()
        assert "Rebuilt on the spot" in public
        assert "On the street" not in public
        Site.objects.filter(pk=new.pk).update(address="沿街1号", dates_are_rough=True)
        page = text_of(as_(street).get(page_of(programme, plan.committee.code)))
        assert "Rebuilt on the spot" not in page
        assert "<dt>Moved</dt><dd>Nov 2026</dd>" in page
        assert "On the street" in Client().get(f"/en/committees/{plan.committee.code}/").content.decode()

    def test_promises_moved_with_who_and_why(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        said: dict[str, Any] = {"by": street, "at": make.NOW}
        plan.due_on = make.TODAY + 60 * DAY
        change_plan(plan=plan, reason="等消防验收", **said)
        step = plan.steps.get(kind="design")
        step.planned_on = make.TODAY
        change_step(step=step, reason="", **said)
        step.planned_on = make.TODAY + DAY
        change_step(step=step, reason="设计师病了", **said)
        page = text_of(as_(street).get(page_of(programme, plan.committee.code)))
        for words in (
            "等消防验收",
            "设计师病了",
            f'<s class="days">{make.TODAY + 30 * DAY:%-d %b %Y}</s>',
            street.name,
        ):
            assert words in page

    def test_money_by_source(self, plan: Relocation, programme: Programme, street: Worker, as_: As) -> None:
        def page() -> str:
            return text_of(as_(street).get(page_of(programme, plan.committee.code)))

        assert "No budget is written down yet." in page()
        PlanFund.objects.create(relocation=plan, source="residents", percent=70)
        assert "70&nbsp;%" in page()
        PlanFund.objects.all().delete()
        Relocation.objects.update(budget_yuan=100_000)
        PlanFund.objects.create(relocation=plan, source="subdistrict", yuan=75_000, note="=1+1")
        said = page()
        assert "75&nbsp;%" in said
        assert re.search(r"Not secured yet</th><td[^>]*>25000<", said)

    def test_the_budget_is_the_one_that_was_entered(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        """Rows from before more than the budget was refused."""
        Relocation.objects.update(budget_yuan=1000)
        PlanFund.objects.create(relocation=plan, source="subdistrict", yuan=4000)
        PlanFund.objects.create(relocation=plan, source="district", percent=60)
        context = as_(street).get(page_of(programme, plan.committee.code)).context
        money = context["money"]
        assert (money["whole"], money["beyond"], money["lacking"]) == (1000, 3600, 0)
        assert [percent for _fund, percent in money["funds"]] == [None, 60]
        Relocation.objects.update(budget_yuan=10_000)
        money = as_(street).get(page_of(programme, plan.committee.code)).context["money"]
        assert (money["whole"], money["beyond"], money["lacking"]) == (10_000, 0, 0)
        assert [percent for _fund, percent in money["funds"]] == [40, 60]

    def test_without_a_budget_amounts_have_a_share_only_where_they_are_all(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        PlanFund.objects.create(relocation=plan, source="subdistrict", yuan=4000)
        other = PlanFund.objects.create(relocation=plan, source="district", percent=60)
        target = page_of(programme, plan.committee.code)
        money = as_(street).get(target).context["money"]
        assert (money["whole"], [percent for _fund, percent in money["funds"]]) == (4000, [None, 60])
        other.delete()
        money = as_(street).get(target).context["money"]
        assert (money["whole"], [percent for _fund, percent in money["funds"]]) == (4000, [100])

    def test_steps_done_in_another_order_are_pointed_at(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        target = page_of(programme, plan.committee.code).removeprefix("/en")
        PlanStep.objects.filter(relocation=plan, kind="residents").update(done_on=make.TODAY - 2 * DAY)
        assert "“征求居民意见”已经完成，但它前面的“选好地点”还没有完成" in text_of(as_(street).get(target))
        PlanStep.objects.filter(relocation=plan, kind="site").update(done_on=make.TODAY - DAY)
        assert "“征求居民意见”的完成日期早于它前面的“选好地点”" in text_of(as_(street).get(target))
        PlanStep.objects.filter(relocation=plan, kind="site").update(done_on=make.TODAY - 2 * DAY)
        assert as_(street).get(target).context["too_early"] == []

    def test_a_slip_of_the_hand_does_not_stretch_the_pictures(
        self, plan: Relocation, programme: Programme, street: Worker, as_: As
    ) -> None:
        """The programme began in January 2026: nothing before January 2024 is drawn."""
        PlanStep.objects.filter(relocation=plan, kind="site").update(done_on=date(1990, 1, 1))
        drawn = as_(street).get(page_of(programme, plan.committee.code)).context["timeline"]
        assert drawn.ticks[0].on >= date(2024, 1, 1)
        Relocation.objects.update(due_on=date(1990, 1, 1))
        whole = as_(street).get(page_of(programme)).context
        assert whole["timeline"].ticks[0].on >= date(2024, 1, 1)
        assert min(month.on for month in whole["burn_up"].months) >= date(2024, 1, 1)

    def test_its_pictures_alone(
        self, plan: Relocation, programme: Programme, place: Place, street: Worker, as_: As
    ) -> None:
        path = page_of(programme, plan.committee.code)
        ordinary = make.photo(place.station)
        assert ordinary.small_url not in text_of(as_(street).get(path))
        before = make.photo(place.station, moment="before")
        page = text_of(as_(street).get(path))
        assert before.small_url in page
        assert "before the move" in page


class TestReminders:
    def test_what_the_reader_was_reminded_of(
        self, plan: Relocation, programme: Programme, street: Worker, district: Worker, as_: As
    ) -> None:
        step = plan.steps.get(kind="money")
        PlanStep.objects.filter(pk=step.pk).update(planned_on=make.TODAY)
        PlanReminder.objects.create(step=step, kind="today", due_on=make.TODAY, to=street, at=make.NOW)
        assert "You were reminded of" in text_of(as_(street).get(LIST))
        assert "You were reminded of" not in text_of(as_(district).get(LIST))
        PlanStep.objects.filter(pk=step.pk).update(done_on=make.TODAY)
        assert "You were reminded of" not in text_of(as_(street).get(LIST))
        assert "Who was reminded" in text_of(as_(district).get(page_of(programme, plan.committee.code)))


def test_the_review_leads_here(street: Worker, as_: As) -> None:
    assert f'href="{LIST}"' in text_of(as_(street).get("/en/admin/coverage/"))


def test_one_plan_and_thirty_take_as_many_statements(
    plan: Relocation, programme: Programme, place: Place, street: Worker, as_: As
) -> None:
    client = as_(street)
    paths = (LIST, page_of(programme), page_of(programme, plan.committee.code))

    def live(row: Relocation) -> None:
        row.due_on = make.TODAY + 90 * DAY
        change_plan(plan=row, reason="等", by=street, at=make.NOW)
        row.steps.update(position=1)
        PlanFund.objects.create(relocation=row, source="party", yuan=5)
        step = row.steps.get(kind="design")
        PlanStep.objects.filter(pk=step.pk).update(planned_on=make.TODAY)
        PlanReminder.objects.create(step=step, kind="today", due_on=make.TODAY, to=street, at=make.NOW)

    live(plan)
    few = [count_queries(client, path) for path in paths]
    for _ in range(29):
        committee = make.committee(under=place.subdistrict)
        make.station(committee)
        live(make.plan(committee, programme, due_on=make.TODAY))
    assert [count_queries(client, path) for path in paths] == few
    assert max(few) <= 16
