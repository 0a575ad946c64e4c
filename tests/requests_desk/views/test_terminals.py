"""The desk's list of devices, their links, and the page on the device that opens one."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import terminals
from requests_desk.models import Terminal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
LIST = reverse("desk:terminal_list")


def link_of(client: Client, kind: str = "screen") -> str:
    """The path of a fresh link, as the desk sees it."""
    page = client.post(reverse("desk:terminal_new"), {"kind": kind})
    return str(page.context["url"]).removeprefix("http://127.0.0.1:8000")


def test_a_link_is_shown_once_and_opens_the_device(place: Place, desk: Worker, as_: As) -> None:
    client, device = as_(desk), Client()
    link = link_of(client)
    assert link.startswith(f"/screen/{place.station.slug}/open/")
    assert link not in client.get(LIST).content.decode()
    page = device.get(link)
    assert page.status_code == 200
    assert not page.cookies.get("screen")
    assert Terminal.objects.get().opened_at is None  # looking opens nothing
    answer = device.post(link)
    assert answer["Location"] == reverse("screen", args=[place.station.slug])
    cookie = answer.cookies["screen"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assert device.get(answer["Location"]).status_code == 200
    assert device.get(link)["Location"] == answer["Location"]  # swiped back: it is connected
    assert Client().get(link).status_code == Client().post(link).status_code == 404


def test_the_page_of_the_link_tells_nobody(place: Place, desk: Worker, as_: As) -> None:
    page = Client().get(link_of(as_(desk)))
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_an_old_link_opens_nothing(
    place: Place, desk: Worker, as_: As, clock: time_machine.Traveller
) -> None:
    link = link_of(as_(desk))
    clock.shift(1801)
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404


def test_the_list_tells_which_stand_and_ends_them(place: Place, desk: Worker, as_: As) -> None:
    row, secret = make.terminal(desk, place.station)
    client, device = as_(desk), Client()
    device.cookies["screen"] = secret
    screen = reverse("screen", args=[place.station.slug])
    assert device.get(screen).status_code == 200
    assert list(client.get(LIST).context["terminals"]) == [row]
    assert client.post(reverse("desk:terminal_end", args=[row.pk]))["Location"] == LIST
    assert list(client.get(LIST).context["terminals"]) == []
    assert device.get(screen).status_code == 403


def test_what_is_no_kind_makes_nothing(desk: Worker, as_: As) -> None:
    for kind in ("", "printer", "screen\0"):
        assert as_(desk).post(reverse("desk:terminal_new"), {"kind": kind})["Location"] == LIST
    assert not Terminal.objects.exists()


def test_one_too_many_is_told(place: Place, desk: Worker, as_: As) -> None:
    for _number in range(terminals.MOST):
        make.terminal(desk, place.station)
    page = as_(desk).post(reverse("desk:terminal_new"), {"kind": "kiosk"}, follow=True)
    assert str(terminals.TooManyDevices.next_step) in page.content.decode()


def test_the_stranger_and_the_office(
    place: Place, desk: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    row, _secret = make.terminal(desk, place.station)
    end = reverse("desk:terminal_end", args=[row.pk])
    assert list(as_(stranger).get(LIST).context["terminals"]) == []
    foreign, nowhere = as_(stranger).post(end), as_(stranger).post(reverse("desk:terminal_end", args=[999]))
    assert (foreign.status_code, nowhere.status_code) == (404, 404)
    assert as_(street).get(LIST).status_code == as_(street).post(end).status_code == 403
    assert as_(street).post(reverse("desk:terminal_new"), {"kind": "screen"}).status_code == 403
    assert as_(None).post(end).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is None


def test_the_stranger_s_link_is_for_their_own_station(
    place: Place, other_place: Place, stranger: Worker, as_: As
) -> None:
    page = as_(stranger).post(reverse("desk:terminal_new"), {"kind": "screen", "station": place.station.slug})
    assert page.context["terminal"].station == other_place.station


def test_the_list_costs_the_same_with_many(place: Place, desk: Worker, as_: As) -> None:
    client, costs = as_(desk), []
    for number in (1, 18):
        for _row in range(number):
            make.terminal(desk, place.station)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_loaded_again_the_page_shows_the_same_link(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    typed = {"kind": "screen", "key": client.get(LIST).context["key"]}
    pages = [client.post(reverse("desk:terminal_new"), typed).context for _twice in range(2)]
    assert len({(page["url"], page["code"]) for page in pages}) == 1
    assert Terminal.objects.count() == 1
    Client().post(str(pages[0]["url"]).removeprefix("http://127.0.0.1:8000"))
    page = client.post(reverse("desk:terminal_new"), typed, follow=True)
    assert str(terminals.LinkUsed.sentence) in page.content.decode()


class TestCode:
    """The eight symbols that a remote control can type."""

    def code(self, client: Client, kind: str = "screen") -> str:
        return str(client.post(reverse("desk:terminal_new"), {"kind": kind}).context["code"])

    def test_typed_on_the_device_it_connects_it_as_what_it_was_made_for(
        self, place: Place, desk: Worker, as_: As
    ) -> None:
        code, device = self.code(as_(desk), "kiosk"), Client()
        page = device.get(reverse("screen_code"))
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert Terminal.objects.get().opened_at is None
        answer = device.post(reverse("screen_code"), {"code": code})
        assert answer["Location"] == reverse("kiosk", args=[place.station.slug])
        assert device.get(answer["Location"]).status_code == 200

    def test_wrong_or_used_it_is_told(self, place: Place, desk: Worker, as_: As) -> None:
        code = self.code(as_(desk))
        assert Client().post(reverse("screen_code"), {"code": code}).status_code == 302
        for typed in (code, "2222-2222", "x"):
            page = Client().post(reverse("screen_code"), {"code": typed})
            assert page.status_code == 400
            assert str(terminals.NoSuchCode.sentence) in page.content.decode()
            assert not page.cookies.get("screen")
        assert Client().post(reverse("kiosk_code"), {"code": ""}).status_code == 200

    def test_guesses_are_counted_by_address(self, place: Place, desk: Worker, as_: As) -> None:
        for _wrong in range(terminals.TRIES):
            assert Client().post(reverse("screen_code"), {"code": "2222-2222"}).status_code == 400
        page = Client().post(reverse("kiosk_code"), {"code": self.code(as_(desk))})
        assert page.status_code == 429
        assert Terminal.objects.get().opened_at is None

    def test_the_desk_shows_where_to_type_it(self, place: Place, desk: Worker, as_: As) -> None:
        page = as_(desk).post(reverse("desk:terminal_new"), {"kind": "screen"})
        words = page.content.decode()
        assert page.context["typed_at"] == "http://127.0.0.1:8000/screen/"
        assert page.context["typed_at"] in words
        assert page.context["code"] in words
