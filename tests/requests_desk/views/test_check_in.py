"""Check-in: by whatever the person shows, to a number and a slip."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
CHECK_IN = "/desk/check-in/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


@pytest.fixture
def expected(place: Place) -> Visit:
    return make.visit(place.item, make.at(0, 11), at=make.at(-1))


@pytest.mark.parametrize(
    "shown",
    [
        "{reference}", "{lower}", "https://portal.example/visits/{token}/", "/en/visits/{token}/",
        "https://portal.example/desk/check-in/?reference={reference}", "13812341234", "1234", "１２３４", "王小明",
    ],
)  # fmt: skip
def test_whatever_is_shown_finds_the_visit(client: Client, expected: Visit, shown: str) -> None:
    lower = expected.reference.lower().replace("-", " ")
    typed = shown.format(reference=expected.reference, lower=lower, token=expected.token)
    response = client.post(CHECK_IN, {"reference": typed})
    assert response["Location"] == reverse("desk:ticket_slip", args=[expected.reference])
    slip = client.get(response["Location"])
    assert slip.context["code"]
    assert Ticket.objects.get().number == 1


def test_a_scanned_address_only_looks(client: Client, expected: Visit) -> None:
    page = client.get(CHECK_IN, {"reference": expected.reference})
    assert page.context["found"] == [expected]
    assert not Ticket.objects.exists()


def test_several_of_one_name_are_listed(client: Client, place: Place, expected: Visit) -> None:
    other = make.visit(place.item, make.at(0, 12), at=make.at(-1), phone="13700001111")
    assert client.post(CHECK_IN, {"reference": "王小明"}).context["found"] == [expected, other]
    assert not Ticket.objects.exists()


def test_not_today_is_a_sentence_and_the_visit_stands_there(client: Client, visit: Visit) -> None:
    page = client.post(CHECK_IN, {"reference": visit.reference})
    assert page.status_code == 409
    assert page.context["found"] == [visit]
    assert page.context["form"].non_field_errors()


@pytest.mark.parametrize(
    "typed", ["", "  ", "2222-2222", "没有", "x\0y", "/visits/", "9" * 400, "http://[::1"]
)
def test_what_nobody_booked_is_a_sentence(client: Client, expected: Visit, typed: str) -> None:
    page = client.post(CHECK_IN, {"reference": typed})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Ticket.objects.exists()


def test_a_foreign_visit_is_like_none(stranger: Worker, expected: Visit, as_: As) -> None:
    client = as_(stranger)
    for typed in (expected.reference, expected.token, f"/visits/{expected.token}/", expected.phone):
        page = client.post(CHECK_IN, {"reference": typed})
        assert page.status_code == 200
        assert page.context["found"] == []
    assert list(page.context["visits"]) == []
    expected.refresh_from_db()
    assert expected.state == Visit.State.BOOKED
