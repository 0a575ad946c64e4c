"""Logging a walk-in: whatever was typed is understood or kept, and the slip shows its code once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.common.codes import hash_slip_code
from requests_desk.actions.line_ends import close_line
from requests_desk.models import Ticket
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
NEW = "/desk/tickets/new/"


@staged
def matters(place: Place) -> dict[str, Service]:
    names = {"居住证办理": 11, "居住证续签": 12, "高龄津贴": 13}
    return {name: make.service(name, number=number) for name, number in names.items()}


@pytest.fixture
def client(desk: Worker, matters: dict[str, Service], as_: As) -> Client:
    return as_(desk)


def log(client: Client, **data: Any):  # type: ignore[no-untyped-def]
    return client.post(NEW, {"channel": "walk_in", **data})


@pytest.mark.parametrize(("typed", "meant"), [
    ("11", "居住证办理"), ("１３", "高龄津贴"), ("gljt", "高龄津贴"),
    ("续签", "居住证续签"), ("12 居住证续签", "居住证续签"),
])  # fmt: skip
def test_the_matter_by_number_initials_or_name(client: Client, typed: str, meant: str) -> None:
    assert log(client, matter=typed)["Location"] == "/desk/"
    assert Ticket.objects.get().matter.name == meant


def test_enter_alone_serves_now(client: Client, desk: Worker) -> None:
    log(
        client,
        matter="11",
        words="能代办吗",
        name="王小明",
        phone="１３８ 1234 1234",
        estate="枫香里苑",
        green="on",
    )
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.responsible, ticket.lane) == ("serving", desk, "green")
    assert (ticket.phone, ticket.estate and ticket.estate.name, ticket.number) == (
        "13812341234",
        "枫香里苑",
        1,
    )
    assert ticket.notes.get().text == "能代办吗"


def test_answered_on_the_spot(client: Client) -> None:
    answer = log(client, matter="11", then="answered", words="几点开门", answer="九点", key="k1")
    assert answer.cookies["sent"].value == "k1"
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/desk/?undo={ticket.reference}"
    assert ticket.on_the_spot
    assert list(ticket.notes.order_by("kind").values_list("kind", "text")) == [
        ("answer", "九点"),
        ("question", "几点开门"),
    ]


def test_what_was_answered_at_once_is_reached_and_taken_back_from_the_board(client: Client) -> None:
    board = client.get(log(client, matter="11", then="answered")["Location"]).content.decode()
    ticket = Ticket.objects.get()
    assert ticket.get_absolute_url() in board  # it stands on no pane
    assert reverse("desk:ticket_slip", args=[ticket.reference]) in board
    client.post(reverse("desk:ticket_undo", args=[ticket.reference]))
    ticket.refresh_from_db()
    assert ticket.state == Ticket.State.SERVING


def test_no_number_from_a_closed_line_and_what_was_typed_stays(
    client: Client, place: Place, desk: Worker
) -> None:
    close_line(station=place.station, worker=desk, at=make.NOW)
    page = log(client, matter="11", words="要带什么", then="number")
    assert (page.status_code, page.context["form"]["words"].value()) == (409, "要带什么")
    assert page.context["form"].non_field_errors()
    assert log(client, matter="11", then="serve")["Location"] == "/desk/"
    assert Ticket.objects.get().number is None


def test_what_fits_twice_asks_which_and_keeps_everything(client: Client, matters: dict[str, Service]) -> None:
    typed = {"matter": "居住证", "words": "要带什么", "name": "李阿姨", "green": "on"}
    page = log(client, **typed)
    assert page.status_code == 200
    form = page.context["form"]
    assert form.asks_which == ["matter_pick"]
    choices = [label for _key, label in form.fields["matter_pick"].choices]
    assert choices == ["11 居住证办理", "12 居住证续签"]
    html = page.content.decode()
    assert 'value="居住证"' in html
    assert "要带什么" in html
    assert 'value="李阿姨"' in html
    assert not Ticket.objects.exists()
    log(client, **typed, matter_pick=matters["居住证续签"].pk)
    assert Ticket.objects.get().matter == matters["居住证续签"]


def test_a_pick_that_does_not_fit_the_words_picks_nothing(
    client: Client, matters: dict[str, Service]
) -> None:
    log(client, matter="居住证", matter_pick=matters["高龄津贴"].pk)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(("typed", "field"), [
    ({"matter": ""}, "matter"),
    ({"matter": "没有这件事"}, "matter"),
    ({"matter": "11", "estate": "不存在的小区"}, "estate"),
    ({"matter": "11", "phone": "12"}, "phone"),
    ({"matter": "11", "words": "长" * 2001}, "words"),
    ({"matter": "1\0"}, "matter"),
    ({"matter": "11", "channel": "phone", "then": "number"}, "channel"),
    ({"matter": "11", "then": "fly"}, "then"),
])  # fmt: skip
def test_a_mistake_is_a_sentence_at_its_field(client: Client, typed: dict[str, str], field: str) -> None:
    page = log(client, **{"name": "张建国", **typed})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert 'value="张建国"' in page.content.decode()
    assert not Ticket.objects.exists()


def test_matters_of_another_district_cannot_be_logged(client: Client) -> None:
    city = make.division("9902", "别的市")
    other = make.division("990201", "别的区", city)
    make.service("别区事项", number=77, district=other)
    assert log(client, matter="77").status_code == 200


def test_a_call_gets_no_number(client: Client) -> None:
    log(client, matter="11", channel="phone")
    assert Ticket.objects.get().number is None


def test_a_form_sent_twice_is_one_ticket(client: Client) -> None:
    key = client.get(NEW).context["form"]["key"].value()
    first, second = (log(client, matter="11", then="number", key=key) for _twice in range(2))
    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1
    assert client.get(NEW).context["form"]["key"].value() != key


class TestAfterwards:
    def test_somebody_came_this_morning_to_a_colleague(self, client: Client, colleague: Worker) -> None:
        log(client, matter="11", came_at="8点40", receiver=colleague.pk, then="serve")
        ticket = Ticket.objects.get()
        assert ticket.arrived_at == make.at(0, 8, 40)
        assert (ticket.responsible, ticket.number, ticket.entered_at) == (colleague, None, make.NOW)
        for path in (ticket.get_absolute_url(), "/desk/tickets/?show=all"):
            page = client.get(path).content.decode()
            assert "补录" in page, path

    def test_on_an_earlier_day(self, client: Client) -> None:
        log(client, matter="11", came_on=make.at(-3).date().isoformat(), came_at="16:05", then="answered")
        ticket = Ticket.objects.get()
        assert (ticket.received_at, ticket.state) == (make.at(-3, 16, 5), "closed")

    @pytest.mark.parametrize(("typed", "field"), [
        ({"came_at": "23:59"}, "came_at"),
        ({"came_on": "2026-11-19", "came_at": "9:00"}, "came_on"),
        ({"came_on": "2026-11-01", "came_at": "9:00"}, "came_on"),
        ({"came_on": "2026-11-17"}, "came_at"),
        ({"came_on": "gestern", "came_at": "9:00"}, "came_on"),
        ({"came_at": "25:00"}, "came_at"),
        ({"came_at": "8:00", "then": "number"}, "came_at"),
        ({"receiver": "0", "came_at": "8:00"}, "receiver"),
    ])  # fmt: skip
    def test_a_clear_sentence(self, client: Client, typed: dict[str, str], field: str) -> None:
        page = log(client, matter="11", **typed)
        assert field in page.context["form"].errors
        assert '<details class="item" open>' in page.content.decode()
        assert not Ticket.objects.exists()

    def test_a_colleague_of_now_needs_no_time_of_their_own(self, client: Client, colleague: Worker) -> None:
        page = log(client, matter="11", receiver=colleague.pk)
        assert "came_at" in page.context["form"].errors

    def test_nobody_of_another_desk_is_in_the_list(self, client: Client, stranger: Worker) -> None:
        page = log(client, matter="11", came_at="8:00", receiver=stranger.pk)
        assert "receiver" in page.context["form"].errors


class TestSlip:
    def test_the_code_is_shown_to_who_made_it_and_kept_nowhere(
        self, client: Client, colleague: Worker, as_: As
    ) -> None:
        page = client.get(log(client, matter="11", then="number")["Location"])
        ticket = Ticket.objects.get()
        code = page.context["code"]
        assert hash_slip_code(code, ticket.slip_salt) == ticket.slip_hash
        assert code in page.content.decode()
        assert ticket.reference in page.content.decode()
        other = as_(colleague).get(reverse("desk:ticket_slip", args=[ticket.reference]))
        assert other.context["code"] == ""
        assert code not in str(client.session.items())

    def test_a_forged_cookie_shows_nothing(self, client: Client, place: Place, desk: Worker) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        client.cookies["slip"] = "2222AA"
        assert client.get(reverse("desk:ticket_slip", args=[ticket.reference])).context["code"] == ""


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_with_any_number_of_matters(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make.service(f"别的事{n}", number=100 + n)
    client.get(NEW)
    with django_assert_num_queries(7):
        client.get(NEW)
