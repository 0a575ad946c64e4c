"""What the administration's own pages say: where one stands, what is deleted along, who did what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from requests_desk.models import Ticket
from stations.models import Brand, Estate, PlanFund, Post, Programme, Relocation, WalkingTime, Worker
from tests import factories as make
from tests.cast import Place
from tests.stations.admin.rows import inline, url
from tests.test_matrix import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return bare(answer).decode()


@pytest.mark.parametrize(
    ("model", "key", "words"),
    [
        (Estate, "places", "机构与站点"),
        (Relocation, "programme", "搬到沿街"),
        (Programme, "programme", "搬到沿街"),
        (Post, "people", "人员"),
        (Ticket, "happened", "来访与办理"),
    ],
)
def test_the_way_back_names_the_group_of_the_index(
    model: Any, key: str, words: str, place: Place, street: Worker, as_: SignIn
) -> None:
    assert f'<a href="/admin/#{key}">{words}</a>' in page(as_(street), url(model, "changelist"))


def test_so_do_the_pages_of_a_row(place: Place, street: Worker, as_: SignIn) -> None:
    client, estate = as_(street), place.estate
    for view in ("change", "history", "delete"):
        assert '<a href="/admin/#places">机构与站点</a>' in page(client, url(estate, view, estate.pk)), view
    chosen = {"action": "delete_selected", "_selected_action": [estate.pk]}
    asked = client.post(url(estate, "changelist"), chosen).content.decode()
    assert '<a href="/admin/#places">机构与站点</a>' in asked
    assert "删除多条" in asked


def test_what_is_deleted_along_names_no_mere_link(place: Place, street: Worker, as_: SignIn) -> None:
    brand = Brand.objects.create(division=place.subdistrict, name="尚邻一家")
    brand.stations.add(place.station)
    asked = page(as_(street), url(brand, "delete", brand.pk))
    assert "尚邻一家" in asked
    assert "Brand" not in asked
    assert as_(street).post(url(brand, "delete", brand.pk), {"post": "yes"}).status_code == 302
    assert not Brand.objects.exists()


def test_the_history_says_who_it_was(place: Place, street: Worker, as_: SignIn) -> None:
    Worker.objects.filter(pk=street.pk).update(name="陈科长")
    data = {
        "committee": place.committee.pk, "name": "改了名的小区", "households": 10, "older_people": 2,
        "datum": "wgs84", **inline("bodies", {"kind": "owners", "name": "业委会"}),
    }  # fmt: skip
    assert as_(street).post(url(place.estate, "change", place.estate.pk), data).status_code == 302
    said = page(as_(street), url(place.estate, "history", place.estate.pk))
    assert "street (陈科长)" in said
    assert "业委会" in said
    assert "户数" in said


def test_the_history_is_in_the_readers_language(place: Place, street: Worker, as_: SignIn) -> None:
    plan = make.plan(place.committee, make.programme(place.subdistrict))
    fund = PlanFund.objects.create(relocation=plan, source="subdistrict", percent=60)
    line = {"id": fund.pk, "relocation": plan.pk, "source": "subdistrict", "percent": 50}
    data = {"budget_yuan": 9000, **inline("steps"), **inline("changes"), **inline("funds", line, standing=1)}
    assert as_(street).post(url(plan, "change", plan.pk), data).status_code == 302
    said = page(as_(street), url(plan, "history", plan.pk))
    for words in ("预算（元）", "街道（镇） 50 %", "百分比（不知道金额时填）"):
        assert words in said
    for words in ("Budget", "Subdistrict", "Percent"):
        assert words not in said
    english = page(as_(street), "/en" + url(plan, "history", plan.pk))
    assert "budget, yuan" in english.lower()


def test_a_history_from_before_and_one_in_plain_words_are_read_too(
    place: Place, street: Worker, as_: SignIn
) -> None:
    plan = make.plan(place.committee, make.programme(place.subdistrict))
    about = {"content_type": ContentType.objects.get_for_model(plan), "object_id": str(plan.pk)}
    for message in ('[{"changed": {"fields": ["Budget, yuan", "Old thing"]}}]', "改了几个字", "[不是 JSON"):
        LogEntry.objects.create(
            user=street, object_repr=str(plan), action_flag=CHANGE, change_message=message, **about
        )
    said = page(as_(street), url(plan, "history", plan.pk))
    assert "预算（元）" in said
    for words in ("Old thing", "改了几个字", "[不是 JSON"):
        assert words in said


def test_two_lines_alike_are_told_of_in_words(place: Place, street: Worker, as_: SignIn) -> None:
    twice = {"kind": "owners", "name": "业委会"}
    data = {
        "committee": place.committee.pk, "name": "小区", "households": 10, "older_people": 2, "datum": "wgs84",
        **inline("bodies", twice, twice),
    }  # fmt: skip
    said = as_(street).post(url(place.estate, "change", place.estate.pk), data).content.decode()
    assert "这两行的类别、名称相同" in said
    assert "kind 和 name" not in said
    assert "<title>错误：" in said


def test_what_residents_read_is_one_step_away(place: Place, street: Worker, as_: SignIn) -> None:
    grid = place.committee.grids.create(name="第一网格")
    day = place.station.exceptions.create(date=make.at(9).date())
    way = WalkingTime.objects.get(estate=place.estate, site__station=place.station)
    for row in (place.item, grid, day, way, place.estate, place.station, place.committee):
        shown = as_(street).get(url(row, "change", row.pk))
        assert Client().get(shown.context["absolute_url"]).status_code == 200, row


def test_what_is_only_read_is_closed_and_not_answered(
    place: Place, desk: Worker, street: Worker, as_: SignIn
) -> None:
    """“Close” is a word of ours for projects too, and stood as 办结 under every row."""
    ticket = make.ticket(desk, place.station, place.service)
    said = page(as_(street), url(ticket, "change", ticket.pk))
    assert 'class="closelink">关闭</a>' in said


def test_what_has_happened_is_not_asked_for_ahead(place: Place, street: Worker, as_: SignIn) -> None:
    client = as_(street)
    assert "when=ahead" not in page(client, url(Ticket, "changelist"))
    assert "when=ahead" in page(client, "/admin/requests_desk/visit/")
