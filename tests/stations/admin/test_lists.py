"""What a list of the administration answers to an odd question: foreign rows ticked, quotation marks sought."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db.models import Model
from django.test import Client

from stations.models import Division, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import SHARED, every_kind, url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
Rows = dict[str, Model]

NOTHING_TICKED = "您还没有勾选"


@staged
def rows(place: Place, desk: Worker) -> Rows:
    return every_kind(place, desk)


@staged
def afar(place: Place) -> Worker:
    """The official of another district: nothing of the first one's is theirs to see."""
    worker = make.worker("afar")
    make.post(worker, "district", make.division("990102", "青桐区", Division.objects.get(code="9901")))
    return worker


def asked(client: Client, row: Model, ticked: list[Any], **more: str) -> str:
    chosen = {"action": "delete_selected", "_selected_action": ticked, **more}
    return client.post(url(row, "changelist"), chosen, follow=True).content.decode()


def test_ticking_rows_of_another_area_is_ticking_none(
    rows: Rows, afar: Worker, district: Worker, as_: SignIn
) -> None:
    tried, foreign, own = 0, as_(afar), as_(district)
    for kind, row in rows.items():
        keeper = django_admin.site._registry[type(row)]
        if kind in SHARED or "delete_selected" not in (keeper.actions or ["delete_selected"]):
            continue
        if "delete_selected" not in foreign.get(url(row, "changelist")).content.decode():
            continue
        told = asked(foreign, row, [row.pk])
        assert "确定要删除" not in told, kind
        assert NOTHING_TICKED in told, kind
        assert NOTHING_TICKED not in asked(own, row, [row.pk]), kind
        tried += 1
    assert tried


def test_nor_is_ticking_nonsense_or_all_of_nothing(rows: Rows, street: Worker, as_: SignIn) -> None:
    grid, client = rows["grid"], as_(street)
    assert NOTHING_TICKED in asked(client, grid, ["x"])
    assert NOTHING_TICKED in asked(client, grid, [-1], post="yes")
    assert "确定要删除" in asked(client, grid, [grid.pk, "-1"])
    assert "确定要删除" in asked(client, grid, [grid.pk], select_across="1")


def test_a_list_with_rows_says_that_it_slides(rows: Rows, street: Worker, as_: SignIn) -> None:
    """On a narrow screen alone (admin.css): there its columns lie beyond the edge."""
    client, words = as_(street), '<p class="swipe">'
    assert words in client.get(url(rows["grid"], "changelist")).content.decode()
    assert words not in client.get(url(rows["grid"], "changelist"), {"q": "没有"}).content.decode()


@pytest.mark.parametrize("sought", ["'", '"', "''", "' '", "。", "-", "%"])
def test_a_search_of_mere_marks_finds_nothing(sought: str, rows: Rows, admin: Worker, as_: SignIn) -> None:
    client, searched = as_(admin), 0
    for kind, row in rows.items():
        if not django_admin.site._registry[type(row)].search_fields:
            continue
        found = client.get(url(row, "changelist"), {"q": sought}).context["cl"].result_list
        assert list(found) == [], kind
        searched += 1
    assert searched > 5


def test_a_search_with_a_mark_in_it_still_finds(rows: Rows, admin: Worker, as_: SignIn) -> None:
    """The control."""
    client = as_(admin)
    for sought in ("desk", "' desk", " "):
        found = client.get("/admin/stations/worker/", {"q": sought}).context["cl"].result_list
        assert len(found) >= 1, sought
