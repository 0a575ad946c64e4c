"""Closing for a day: look first, confirm what was seen, and open again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Message, Visit
from stations.models import OpeningException, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
NEW = "/desk/closures/new/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


@pytest.fixture
def typed(place: Place) -> dict[str, str]:
    return {"station": place.station.slug, "day": "2026-11-19", "reason": "停电检修"}


def test_look_then_close(client: Client, typed: dict[str, str], visit: Visit) -> None:
    look = client.get(NEW, typed)
    assert look.context["hit"] == [visit]
    assert "王小明" not in look.content.decode()
    assert not OpeningException.objects.exists()
    answer = client.post(NEW, {**typed, "seen": [visit.pk]})
    assert answer["Location"] == reverse("desk:call_list")
    assert OpeningException.objects.get().reason == "停电检修"
    assert Message.objects.to_call().get().visit == visit


def test_what_was_not_seen_is_not_called_off(
    place: Place, client: Client, typed: dict[str, str], visit: Visit
) -> None:
    second = make.visit(place.item, make.at(1, 14))
    page = client.post(NEW, {**typed, "seen": [visit.pk, "x", "９"]})
    assert page.status_code == 409
    assert page.context["hit"] == [visit, second]  # the list as it is now, to confirm
    assert not OpeningException.objects.exists()
    assert not Visit.objects.filter(state="cancelled").exists()


def test_too_far_ahead_says_until_when(client: Client, typed: dict[str, str]) -> None:
    page = client.get("/en" + NEW, typed | {"day": "2099-01-01"})
    (said,) = page.context["form"].errors["day"]
    assert "too far ahead" in said
    assert "2036" in said


def test_another_year_is_said(client: Client, typed: dict[str, str]) -> None:
    assert (
        "Close on Friday 1 January 2027"
        in client.get("/en" + NEW, typed | {"day": "2027-01-01"}).content.decode()
    )
    assert "Close on Thursday 19 November<" in client.get("/en" + NEW, typed).content.decode()


@pytest.mark.parametrize(("data", "field"), [
    ({"reason": ""}, "reason"), ({"day": "2026-11-17"}, "day"), ({"day": "someday"}, "day"),
    ({"reason": "长" * 81}, "reason"),
])  # fmt: skip
def test_a_mistake_is_a_sentence_at_its_field(
    client: Client, typed: dict[str, str], data: dict[str, str], field: str
) -> None:
    for page in (client.get(NEW, typed | data), client.post(NEW, typed | data)):
        assert field in page.context["form"].errors
        assert page.context["hit"] is None
    assert not OpeningException.objects.exists()


def test_a_foreign_station_cannot_be_chosen(
    client: Client, typed: dict[str, str], other_place: Place
) -> None:
    page = client.post(NEW, typed | {"station": other_place.station.slug})
    assert "station" in page.context["form"].errors
    assert not OpeningException.objects.exists()


def test_opened_after_all(client: Client, typed: dict[str, str]) -> None:
    assert client.post(NEW, typed)["Location"] == NEW
    row = OpeningException.objects.get()
    assert list(client.get(NEW).context["closures"]) == [row]
    client.post(reverse("desk:closure_end", args=[row.pk]))
    assert not OpeningException.objects.exists()
