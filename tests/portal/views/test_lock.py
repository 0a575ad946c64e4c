"""The lock at a shared desk: nothing shows, nothing is lost, five wrong PINs end the session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from stations.actions.pins import BadPin, set_pin
from stations.models import Device, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LOCK, PIN = "/desk/lock/", "4719"


@pytest.fixture
def browser(desk: Worker, place: Place, clock: time_machine.Traveller) -> Client:
    set_pin(worker=desk, pin=PIN, at=make.NOW)
    client = Client()
    client.post("/desk/sign-in/", {"username": "desk", "password": make.PASSWORD})
    assert client.get("/desk/").status_code == 200
    return client


def open_with(client: Client, pin: str = PIN, **more: str):  # type: ignore[no-untyped-def]
    return client.post(LOCK, {"pin": pin, **more})


def test_after_ten_idle_minutes_the_next_request_is_the_lock(
    browser: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=9))
    assert browser.get("/desk/tickets/").status_code == 200
    clock.shift(timedelta(minutes=9))
    assert browser.get("/desk/").status_code == 200  # counted from the last request
    clock.shift(timedelta(minutes=10, seconds=1))
    for path in ("/desk/", "/desk/tickets/", "/desk/account/", "/en/desk/visits/"):
        assert LOCK in browser.get(path)["Location"]
    assert open_with(browser, next="/desk/tickets/")["Location"] == "/desk/tickets/"
    assert browser.get("/desk/").status_code == 200


def test_only_where_a_pin_is_set(colleague: Worker, clock: time_machine.Traveller) -> None:
    client = Client()
    client.post("/desk/sign-in/", {"username": "colleague", "password": make.PASSWORD})
    clock.shift(timedelta(hours=2))
    assert client.get("/desk/").status_code == 200
    assert "data-lock" not in client.get("/desk/").content.decode()
    assert client.get(LOCK)["Location"] == "/desk/account/"


def test_at_once_by_the_button(browser: Client) -> None:
    assert 'data-key="l"' in browser.get("/desk/").content.decode()
    page = browser.post(LOCK, {"locked_from": "/desk/tickets/"})
    assert page.status_code == 200
    assert LOCK in browser.get("/desk/")["Location"]
    assert page.context["next"] == "/desk/tickets/"


def test_taking_the_cookie_away_opens_nothing(browser: Client, desk: Worker) -> None:
    del browser.cookies["here"]
    assert LOCK in browser.get("/desk/")["Location"]


def test_nor_does_somebody_elses(browser: Client, head: Worker) -> None:
    set_pin(worker=head, pin="82640", at=make.NOW)
    other = Client()
    other.post("/desk/sign-in/", {"username": "head", "password": make.PASSWORD})
    browser.cookies["here"] = other.cookies["here"].value
    assert LOCK in browser.get("/desk/")["Location"]


def test_what_was_sent_while_locked_waits(browser: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=11))
    held = browser.post("/desk/tickets/new/", {"words": "墙上有裂缝"})
    assert held.status_code == 403
    assert "墙上有裂缝" not in held.content.decode()
    answer = open_with(browser, kept=held.context["kept"])
    assert "墙上有裂缝" in answer.content.decode()
    assert 'action="/desk/tickets/new/"' in answer.content.decode()


def test_and_what_was_being_typed_when_it_locked(browser: Client) -> None:
    held = browser.post(LOCK, {"locked_from": "/desk/tickets/new/", "words": "墙上有裂缝"})
    assert "墙上有裂缝" not in held.content.decode()
    assert "墙上有裂缝" in open_with(browser, kept=held.context["kept"]).content.decode()
    elsewhere = browser.post(LOCK, {"locked_from": "//evil.example/", "words": "墙上有裂缝"})
    assert elsewhere.context["kept"] == ""


def test_five_wrong_ones_end_the_session(browser: Client, desk: Worker) -> None:
    browser.post(LOCK, {"locked_from": "/desk/"})
    assert [open_with(browser, "0000").status_code for _n in range(5)] == [200] * 5
    assert open_with(browser)["Location"].startswith("/desk/sign-in/")  # the right one too
    assert browser.get("/desk/")["Location"].startswith("/desk/sign-in/")
    assert not Device.objects.filter(worker=desk).exists()


def test_the_lock_shows_nothing_but_the_name(browser: Client, desk: Worker) -> None:
    browser.post(LOCK, {"locked_from": "/desk/"})
    text = browser.get(LOCK).content.decode()
    assert str(desk) in text
    assert 'href="/desk/tickets/"' not in text
    assert "lock.js" not in text


def test_signing_in_anew_opens_too(browser: Client, desk: Worker) -> None:
    browser.post(LOCK, {"locked_from": "/desk/"})
    browser.post("/desk/sign-in/", {"username": "desk", "password": make.PASSWORD})
    assert browser.get("/desk/").status_code == 200


def test_a_pin_asks_for_the_password_and_is_kept_as_a_hash(desk: Worker, as_: As) -> None:
    client = as_(desk)
    for wrong in ({"new_pin": "1234"}, {"new_pin": "12"}, {"password": "guess"}):
        said = {"new_pin": PIN, "password": make.PASSWORD} | wrong
        assert client.post("/desk/account/pin/", said).context["form"].errors
    desk.refresh_from_db()
    assert desk.pin == ""
    assert client.post("/desk/account/pin/", {"new_pin": PIN, "password": make.PASSWORD}).status_code == 302
    desk.refresh_from_db()
    assert PIN not in desk.pin
    assert client.get("/desk/").status_code == 200  # and it does not lock at once
    client.post("/desk/account/pin/off/")
    desk.refresh_from_db()
    assert desk.pin == ""


def test_no_trivial_one(desk: Worker) -> None:
    with pytest.raises(BadPin):
        set_pin(worker=desk, pin="1234", at=make.NOW)


def test_strangers_and_nobody(browser: Client, desk: Worker) -> None:
    assert Client().get(LOCK)["Location"].startswith("/desk/sign-in/")
    desk.posts.all().delete()
    assert browser.get(LOCK).status_code == 403
