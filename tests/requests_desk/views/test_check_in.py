"""Check-in: by whatever the person shows, to a number and a slip."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_desk.models import Ticket, Visit
from requests_desk.views.check_in import came_words, why_not
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
CHECK_IN = "/desk/check-in/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


@staged
def expected(place: Place) -> Visit:
    return make.visit(place.item, make.at(0, 11), at=make.at(-1))


@pytest.mark.parametrize(
    "shown",
    [
        "{reference}", "{lower}", "https://portal.example/visits/{token}/", "/en/visits/{token}/",
        "https://portal.example/desk/check-in/?reference={reference}",
    ],
)  # fmt: skip
def test_a_reference_or_its_code_checks_in_at_once(client: Client, expected: Visit, shown: str) -> None:
    lower = expected.reference.lower().replace("-", " ")
    typed = shown.format(reference=expected.reference, lower=lower, token=expected.token)
    response = client.post(CHECK_IN, {"reference": typed})
    assert response["Location"] == reverse("desk:ticket_slip", args=[expected.reference])
    slip = client.get(response["Location"])
    assert slip.context["code"]
    assert Ticket.objects.get().number == 1


@pytest.mark.parametrize("said", ["13812341234", "1234", "１２３４", "王小明", "小"])
def test_a_name_or_phone_only_finds_even_where_it_fits_one(
    client: Client, expected: Visit, said: str
) -> None:
    page = client.post(CHECK_IN, {"reference": said})
    assert page.context["found"] == [expected]
    assert not Ticket.objects.exists()
    body = page.content.decode()
    assert f'action="{reverse("desk:visit_check_in", args=[expected.reference])}"' in body
    assert "王小明" not in body.replace('value="王小明"', "")  # masked, but for what was typed
    assert "13812341234" not in body.replace('value="13812341234"', "")


@pytest.mark.parametrize("by", ["reference", "name", "button"])
def test_twice_says_where_they_are(client: Client, expected: Visit, by: str) -> None:
    client.post(CHECK_IN, {"reference": expected.reference})
    if by == "button":
        page = client.post(reverse("desk:visit_check_in", args=[expected.reference]))
    else:
        page = client.post(CHECK_IN, {"reference": expected.name if by == "name" else expected.reference})
    ticket = Ticket.objects.get()
    assert reverse("desk:ticket", args=[ticket.reference]) in page.content.decode()
    if by != "name":
        (said,) = page.context["form"].non_field_errors()
        assert (page.status_code, said) == (409, came_words(ticket))
        assert "10:00" in said


@pytest.mark.parametrize("state", [Ticket.State.WAITING, Ticket.State.SERVING, Ticket.State.CLOSED])
def test_each_state_has_words(client: Client, expected: Visit, colleague: Worker, state: str) -> None:
    client.post(CHECK_IN, {"reference": expected.reference})
    ticket = Ticket.objects.get()
    ticket.state, ticket.responsible, ticket.called_by = state, colleague, colleague
    said = came_words(ticket)
    assert "1" in said
    assert (str(colleague) in said) == (state != Ticket.State.CLOSED)


def test_a_visit_of_yesterday_is_over(
    desk: Worker, as_: As, expected: Visit, clock: time_machine.Traveller
) -> None:
    clock.move_to(make.at(1))
    page = as_(desk).post("/en" + CHECK_IN, {"reference": expected.reference})
    assert page.context["form"].non_field_errors() == [
        "This visit was for Wednesday 18 November. If the person stands here, log a walk-in."
    ]


def test_a_cancelled_visit_says_so(client: Client, expected: Visit) -> None:
    Visit.objects.update(state=Visit.State.CANCELLED)
    page = client.post(CHECK_IN, {"reference": expected.reference})
    assert (page.status_code, page.context["found"]) == (409, [expected])
    assert page.context["form"].non_field_errors() == [why_not(expected)]


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
