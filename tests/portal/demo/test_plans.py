"""The demo's plans: every state in the invented district, nothing unfavourable of a real place, money that adds up."""

import pytest
from django.utils import timezone

from portal.programme import PlanRow, rows_of
from stations.models import PlanFund, PlanReminder, PromiseChange, Relocation
from stations.rules.steps import planned_too_early

pytestmark = pytest.mark.django_db
INVENTED = "990101"


def rows(*, invented: bool) -> list[PlanRow]:
    plans = Relocation.objects.select_related("committee", "programme").order_by("committee__code")
    chosen = [plan for plan in plans if plan.committee.code.startswith(INVENTED) == invented]
    return rows_of(chosen, timezone.localdate())


def test_every_state_stands_in_the_invented_district(demo: None) -> None:
    found = rows(invented=True)
    assert len(found) == 24
    assert {row.standing for row in found} == {"moved", "moved_late", "in_work", "planned", "late"}
    assert {one.state for row in found for one in row.steps} >= {"done", "late", "due", "planned", "undated"}
    assert {row.plan.responsible is None for row in found} == {True, False}
    assert {row.put_off_days > 0 for row in found} == {True, False}
    assert min(row.put_off_days for row in found) < 0  # brought forward


def test_nothing_unfavourable_about_a_real_place(demo: None) -> None:
    found = rows(invented=False)
    assert {row.plan.committee.code: row.standing for row in found} == {
        "310107005013": "moved",
        "310115016003": "moved",
    }
    assert not any(one.state in ("late", "due") for row in found for one in row.steps)
    assert not any(row.changes or row.plan.delay_reason for row in found)
    real = {"step__relocation__committee__code__startswith": INVENTED}
    assert not PlanReminder.objects.exclude(**real).exists()
    (rebuilt,) = [row for row in found if row.rebuilt]
    assert rebuilt.plan.committee.code == "310115016003"
    assert rebuilt.rough


def test_steps_follow_each_other(demo: None) -> None:
    """What stands before a done step is done, and planned days run in the order of the steps."""
    today = timezone.localdate()
    for row in [*rows(invented=True), *rows(invented=False)]:
        said = row.plan.committee.name
        assert not row.too_early(today), said
        own = [one.step.planned_on for one in row.steps if one.step.kind != "opened"]
        assert not planned_too_early(own), said


def test_money_adds_up_and_agrees_with_what_is_published(demo: None) -> None:
    for row in rows(invented=True):
        assert 0 < row.yuan <= (row.plan.budget_yuan or 0)
    published = PlanFund.objects.filter(relocation__committee__code="990101001001")
    assert dict(published.values_list("source", "yuan")) == {"subdistrict": 120_900, "residents": 65_100}


def test_promises_moved_say_why_and_who(demo: None) -> None:
    changes = list(PromiseChange.objects.select_related("by"))
    assert {change.by.username for change in changes} == {"street", "street2"}
    assert any(change.step for change in changes)
    assert all(change.reason and change.at < timezone.now() for change in changes)


def test_the_street_was_reminded(demo: None) -> None:
    assert PlanReminder.objects.filter(to__username="street").exists()
    assert PlanReminder.objects.filter(to__username="wutong-lichuang-head").exists()
