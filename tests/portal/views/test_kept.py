"""A session that ends while somebody writes: nothing that was typed is lost, and nothing is sent by itself."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.common import kept
from requests_desk.models import Ticket, TicketNote, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
WORDS = "第一行\r\n第二行：<b>水管</b>"


class Hidden(HTMLParser):
    """The hidden fields of the form in <main>."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action = ""
        self.feed(page.content.decode().partition("<main")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.action = given.get("action") or ""
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"] or ""] = given["value"] or ""


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service)


@pytest.fixture
def client(desk: Worker) -> Client:
    """The desk's browser, which checks tokens as a real one is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk)
    return client


def noted() -> list[str]:
    """The notes for colleagues that were saved."""
    return list(TicketNote.objects.filter(kind=TicketNote.Kind.INTERNAL).values_list("text", flat=True))


def token(client: Client, path: str) -> str:
    return Hidden(client.get(path)).fields["csrfmiddlewaretoken"]


def written(client: Client, address: str, **typed: str) -> HttpResponse:
    """The page is opened, the session ends, the form is sent."""
    said = {"csrfmiddlewaretoken": token(client, "/desk/tickets/"), **typed}
    Session.objects.all().delete()
    return client.post(address, said)


def sign_in(
    client: Client, door: HttpResponse, name: str = "desk", password: str = make.PASSWORD
) -> HttpResponse:
    form = Hidden(door)
    assert form.action == reverse("sign_in")
    return client.post(form.action, {**form.fields, "username": name, "password": password})


def test_a_note_is_sent_after_signing_in_again(client: Client, ticket: Ticket) -> None:
    address = reverse("desk:ticket_note", args=[ticket.reference])
    door = written(client, address, text=WORDS)
    assert door.status_code == 403
    assert "no-store" in door["Cache-Control"]
    wrong = sign_in(client, door, password="guess")
    offer = sign_in(client, wrong)
    assert offer.status_code == 200
    assert offer.context["kept"].words == [WORDS]
    assert not noted()  # not by itself
    form = Hidden(offer)
    assert form.action == address
    assert client.post(form.action, form.fields)["Location"] == ticket.get_absolute_url()
    assert noted() == ["第一行\n第二行：<b>水管</b>"]


def test_nothing_of_it_stands_on_the_server_or_in_an_address(client: Client, ticket: Ticket) -> None:
    door = written(client, reverse("desk:ticket_note", args=[ticket.reference]), text="水管漏水")
    offer = sign_in(client, door)
    assert "Location" not in offer
    assert not [name for name in client.cookies if "kept" in name]
    assert all("水管" not in str(session.get_decoded()) for session in Session.objects.all())


def test_whoever_signs_in_sends_in_their_own_name_and_scope(
    client: Client, ticket: Ticket, stranger: Worker
) -> None:
    door = written(client, reverse("desk:ticket_note", args=[ticket.reference]), text="水管漏水")
    form = Hidden(sign_in(client, door, name="stranger"))
    assert client.post(form.action, form.fields).status_code == 404
    assert not noted()


def test_a_button_alone_leads_back_to_its_page(client: Client, ticket: Ticket) -> None:
    address = reverse("desk:ticket_receive", args=[ticket.reference])
    door = written(client, address, **{"from": "board"})
    assert door.status_code == 302
    back = sign_in(client, client.get(door["Location"]))
    assert back["Location"] == address
    assert client.get(address)["Location"] == ticket.get_absolute_url()
    assert client.get("/en" + address)["Location"] == "/en" + ticket.get_absolute_url()


def test_another_browser_can_do_nothing_with_it(client: Client, ticket: Ticket, colleague: Worker) -> None:
    package = Hidden(written(client, reverse("desk:ticket_note", args=[ticket.reference]), text="x")).fields[
        "kept"
    ]
    other = Client(enforce_csrf_checks=True)
    form = Hidden(other.get(reverse("sign_in"))).fields
    who = {"username": "colleague", "password": make.PASSWORD}
    answer = other.post(reverse("sign_in"), {**form, **who, "kept": package})
    assert answer["Location"] == reverse("desk:board")


def test_it_does_not_keep_for_ever(client: Client, ticket: Ticket, clock: time_machine.Traveller) -> None:
    door = written(client, reverse("desk:ticket_note", args=[ticket.reference]), text="x")
    clock.shift(kept.LONGEST.total_seconds() + 60)
    assert sign_in(client, door)["Location"] == reverse("desk:ticket_note", args=[ticket.reference])


@pytest.mark.parametrize(
    "typed", [{"old_password": "geheim", "text": "x"}, {"text": ""}, {"text": "长" * 30_000}, {}]
)
def test_passwords_books_and_nothing_are_not_kept(typed: dict[str, str]) -> None:
    request = RequestFactory().post("/desk/password/", typed)
    assert kept.pack(request) == ""


def test_a_refused_token_shows_the_words_to_their_writer_alone(client: Client, ticket: Ticket) -> None:
    """Signed in again in another window: the token of this one is old."""
    address = reverse("desk:ticket_note", args=[ticket.reference])
    page = client.post(address, {"csrfmiddlewaretoken": "0" * 64, "text": "水管漏水"})
    assert page.status_code == 403
    assert "水管漏水" in page.content.decode()
    foreign = Client(enforce_csrf_checks=True).post(address, {"text": "水管漏水"})
    assert foreign.status_code == 403
    assert "水管漏水" not in foreign.content.decode()


def test_a_booking_for_a_caller_survives(client: Client, place: Place) -> None:
    """Its key belongs to the old sign-in: the form stands there filled in, with a new one."""
    slot = make.visit(place.item).slot
    page = client.get(reverse("desk:visit_new"))
    said = {
        "key": re.findall(r'name="key" value="([^"]+)"', page.content.decode())[0], "station": place.station.slug,
        "item": str(place.item.pk), "day": f"{make.at(1):%Y-%m-%d}", "slot": str(slot.pk), "name": "赵阿姨",
        "phone": "13912345678",
    }  # fmt: skip
    form = Hidden(sign_in(client, written(client, reverse("desk:visit_new"), **said)))
    again = client.post(form.action, form.fields)
    assert again.status_code == 409
    assert 'value="赵阿姨"' in again.content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', again.content.decode())[0]
    token = Hidden(again).fields["csrfmiddlewaretoken"]
    client.post(form.action, {**said, "key": key, "csrfmiddlewaretoken": token})
    assert Visit.objects.filter(name="赵阿姨").count() == 1
