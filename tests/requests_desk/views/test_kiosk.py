"""The kiosk: a number in one press, check-in by what only the visitor has, a slip that is shown once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_desk.actions.line_ends import close_line
from requests_desk.actions.terminals import end_terminal
from requests_desk.models import Ticket, Visit
from requests_desk.views import kiosk as at_kiosk
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
PAGES = ("kiosk", "kiosk_number", "kiosk_booked", "kiosk_slip")


class Device:
    """The station's tablet, and the ways on it."""

    def __init__(self, place: Place, secret: str, language: str = "") -> None:
        self.client, self.slug, self.language = Client(), place.station.slug, language
        self.client.cookies["kiosk"] = secret

    def url(self, name: str) -> str:
        return self.language + reverse(name, args=[self.slug])

    def get(self, name: str) -> HttpResponse:
        return self.client.get(self.url(name))

    def post(self, name: str, **said: Any) -> HttpResponse:
        return self.client.post(self.url(name), said)

    def take(self, place: Place, **said: Any) -> HttpResponse:
        said = {"matter": place.service.pk, "key": self.get("kiosk_number").context["key"]} | said
        return self.post("kiosk_number", **said)


@pytest.fixture
def device(place: Place, desk: Worker) -> Device:
    return Device(place, make.terminal(desk, place.station, "kiosk")[1])


@pytest.fixture
def today(place: Place) -> Visit:
    """Booked for eleven today."""
    return make.visit(place.item, make.at(0, 11), name="张金丝雀", phone="13755550000")


def test_one_press_is_one_number(place: Place, head: Worker, device: Device) -> None:
    answer = device.take(place)
    assert answer["Location"] == device.url("kiosk_slip")
    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.lane, ticket.state) == (1, "walk_in", "waiting")
    assert (ticket.matter, ticket.responsible, ticket.name, ticket.phone) == (place.service, head, "", "")
    assert ticket.events.get().actor is None
    page = device.get("kiosk_slip").content.decode()
    assert '<p class="figure num">1</p>' in page
    assert ticket.reference in page
    assert place.service.name not in page  # whoever stands behind reads along
    device.take(place, green="on")
    assert Ticket.objects.get(number=2).green


def test_a_form_sent_twice_is_one_ticket(place: Place, device: Device) -> None:
    said = {"matter": place.service.pk, "key": device.get("kiosk_number").context["key"]}
    codes = set()
    for _press in range(3):
        device.post("kiosk_number", **said)
        codes.add(device.get("kiosk_slip").context["code"])
    assert Ticket.objects.count() == 1
    assert len(codes) == 1


def test_a_key_of_another_browser_takes_nothing(place: Place, desk: Worker, device: Device) -> None:
    other = Device(place, make.terminal(desk, place.station, "kiosk")[1])
    key = other.get("kiosk_number").context["key"]
    for wrong in (key, "", "x", "长" * 500):
        answer = device.take(place, key=wrong)
        assert answer.status_code in (200, 409)
    assert not Ticket.objects.exists()


def test_numbers_of_kiosk_and_desk_have_no_gaps(
    place: Place, desk: Worker, device: Device, today: Visit
) -> None:
    device.take(place)
    make.ticket(desk, place.station, place.service, to_line=True)
    device.post("kiosk_booked", code=today.reference, proof="0000")
    make.ticket(desk, place.station, place.service)
    device.take(place, green="on")
    numbers = Ticket.objects.order_by("number").values_list("number", "lane")
    assert list(numbers) == [(1, "walk_in"), (2, "walk_in"), (3, "booked"), (4, "walk_in"), (5, "green")]


def test_the_slip_is_shown_once_and_for_a_minute(
    place: Place, device: Device, clock: time_machine.Traveller
) -> None:
    device.take(place)
    page = device.get("kiosk_slip")
    assert "no-store" in page["Cache-Control"]
    assert device.get("kiosk_slip")["Location"] == device.url("kiosk")  # the next one's back button
    device.take(place)
    clock.shift(61)
    assert device.get("kiosk_slip")["Location"] == device.url("kiosk")
    number_page = device.get("kiosk_number")
    assert "no-store" in number_page["Cache-Control"]


def test_another_devices_slip_is_not_shown(
    place: Place, other_place: Place, desk: Worker, stranger: Worker, device: Device
) -> None:
    device.take(place)
    slip = device.client.cookies[at_kiosk.SLIP].value
    for other in (
        Device(place, make.terminal(desk, place.station, "kiosk")[1]),
        Device(other_place, make.terminal(stranger, other_place.station, "kiosk")[1]),
    ):
        other.client.cookies[at_kiosk.SLIP] = slip
        assert other.get("kiosk_slip")["Location"] == other.url("kiosk")
    assert device.get("kiosk_slip").status_code == 200  # the control


@pytest.mark.parametrize(
    "typed",
    ["http://127.0.0.1:8000/visits/{token}/", "/en/visits/{token}/", "https://elsewhere.cn/visits/{token}"],
)
def test_the_visits_link_is_enough(typed: str, device: Device, today: Visit) -> None:
    answer = device.post("kiosk_booked", code=typed.format(token=today.token))
    assert answer["Location"] == device.url("kiosk_slip")
    today.refresh_from_db()
    assert (today.state, today.ticket.reference) == ("came", today.reference)
    page = device.get("kiosk_slip").content.decode()
    assert "金丝雀" not in page
    assert "13755550000" not in page


@pytest.mark.parametrize(
    "typed", ["{reference}", "{lower}", "http://x/desk/check-in/?reference={reference}", " {reference} "]
)
def test_a_reference_asks_for_the_phones_end(typed: str, device: Device, today: Visit) -> None:
    code = typed.format(reference=today.reference, lower=today.reference.lower().replace("-", " "))
    page = device.post("kiosk_booked", code=code)
    assert "proof" in page.context["form"].errors
    assert not Ticket.objects.exists()
    assert device.post("kiosk_booked", code=code, proof="００００").status_code == 302
    assert Ticket.objects.get().visit == today


def test_the_phones_end_is_not_called_optional(device: Device, place: Place) -> None:
    page = device.get("kiosk_booked").content.decode()
    assert 'name="proof"' in page
    assert "选填" not in page


def test_what_is_wrong_looks_the_same(place: Place, other_place: Place, device: Device, today: Visit) -> None:
    cancelled = make.visit(place.item, make.at(0, 14), phone="13755550000")
    Visit.objects.filter(pk=cancelled.pk).update(state=Visit.State.CANCELLED)
    elsewhere = make.visit(other_place.item, make.at(0, 14), phone="13755550000")
    pages = set()
    for code, proof in [
        (today.reference, "1111"),
        ("2222-3333", "0000"),
        (cancelled.reference, "0000"),
        (elsewhere.reference, "0000"),
        (f"/visits/{cancelled.token}/", ""),
        (f"/visits/{'A' * 32}/", ""),
        ("张金丝雀", "0000"),
    ]:
        page = device.post("kiosk_booked", code=code, proof=proof)
        assert page.status_code == 200
        pages.add(re.sub(r' value="[^"]*"', "", page.content.decode()))
    assert len(pages) == 1
    assert not Ticket.objects.exists()
    assert device.post("kiosk_booked", code=today.reference, proof="0000").status_code == 302


def test_guessing_is_slowed_and_the_right_ones_are_not_counted(
    place: Place, device: Device, today: Visit
) -> None:
    for _visitor in range(at_kiosk.TRIES + 2):
        assert device.post("kiosk_booked", code=today.reference, proof="0000").status_code == 302
    for guess in range(at_kiosk.TRIES):
        assert device.post("kiosk_booked", code=today.reference, proof=f"{guess:04}1").status_code == 200
    answer = device.post("kiosk_booked", code=today.reference, proof="0000")
    assert answer.status_code == 429
    assert "data-kiosk" in answer.content.decode()  # in its own frame


def test_another_day_is_told_to_whoever_may_know(device: Device, visit: Visit) -> None:
    page = device.post("kiosk_booked", code=f"/visits/{visit.token}/").content.decode()
    assert "11月19日" in page
    assert not Ticket.objects.exists()


def test_pressed_twice_shows_the_number_again(device: Device, today: Visit) -> None:
    for _press in range(2):
        device.post("kiosk_booked", code=f"/visits/{today.token}/")
        assert device.get("kiosk_slip").context["ticket"].number == 1
    Ticket.objects.update(state="left")
    page = device.post("kiosk_booked", code=f"/visits/{today.token}/")
    assert "code" in page.context["form"].errors


def test_a_closed_line_gives_no_more_numbers_but_booked_ones_come(
    place: Place, desk: Worker, device: Device, today: Visit
) -> None:
    form = {"matter": place.service.pk, "key": device.get("kiosk_number").context["key"]}
    close_line(station=place.station, worker=desk, at=make.NOW)
    start = device.get("kiosk").content.decode()
    assert "今天不再取号" in start
    assert device.url("kiosk_number") not in start
    for answer in (device.get("kiosk_number"), device.post("kiosk_number", **form)):
        assert answer.status_code == 409
        assert "今天不再取号" in answer.content.decode()
    assert device.post("kiosk_booked", code=f"/visits/{today.token}/").status_code == 302
    assert Ticket.objects.count() == 1


def test_after_hours_there_are_no_numbers_and_before_there_are(
    place: Place, device: Device, clock: time_machine.Traveller
) -> None:
    clock.move_to(make.at(0, 18))
    assert device.get("kiosk_number").status_code == 409
    clock.move_to(make.at(1, 8))
    assert "08:30" in device.get("kiosk").content.decode()
    assert device.take(place).status_code == 302


def test_a_child_at_the_buttons_is_stopped(
    place: Place, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_kiosk, "NUMBERS", 3)
    answers = [device.take(place).status_code for _press in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert Ticket.objects.count() == 3


def test_a_matter_of_nobody_is_refused_with_a_sentence(
    place: Place, other_place: Place, device: Device
) -> None:
    foreign = make.service("别处的事", station=other_place.station)
    for matter in (foreign.pk, 999_999, "", "x", "1\0"):
        assert device.take(place, matter=matter).status_code == 200
    assert not Ticket.objects.exists()
    page = device.get("kiosk_number").content.decode()
    assert "别处的事" not in page
    assert place.service.name in page  # the control


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_gets_in(
    name: str, place: Place, other_place: Place, desk: Worker, stranger: Worker, device: Device, as_: As
) -> None:
    foreign = Device(place, make.terminal(stranger, other_place.station, "kiosk")[1]).client
    screen = Device(place, make.terminal(desk, place.station, "screen")[1]).client
    row, secret = make.terminal(desk, place.station, "kiosk")
    ended = Device(place, secret).client
    end_terminal(terminal=row, worker=desk, at=make.NOW)
    for client in (Client(), foreign, screen, ended, as_(desk)):
        url = reverse(name, args=[place.station.slug])
        form = {"matter": place.service.pk, "key": "x", "code": "2222-3333"}
        assert client.get(url).status_code == 403
        assert client.post(url, form).status_code in (403, 405)
        assert client.get(reverse(name, args=["nowhere"])).status_code == 404
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_link_leads_out_and_nothing_of_it_is_kept(
    language: str, place: Place, desk: Worker, device: Device, today: Visit
) -> None:
    device.language = language
    pages = [device.get("kiosk"), device.get("kiosk_number"), device.get("kiosk_booked")]
    pages.append(device.post("kiosk_booked", code=""))
    device.take(place)
    pages.append(device.get("kiosk_slip"))
    pages.append(device.post("kiosk_booked", code=f"/visits/{make.visit(place.item).token}/"))
    for page in pages:
        body = page.content.decode()
        ways = re.findall(r'<a [^>]*href="([^"]*)"|action="([^"]*)"', body)
        assert all(re.match(rf"(/en)?/kiosk/{device.slug}/|#", a or b) for a, b in ways), ways
        assert "no-store" in page["Cache-Control"]
        assert "camera=(self)" in page["Permissions-Policy"]
        assert "http-equiv" in re.search(r"<noscript>.*?</noscript>", body, re.S)[0]  # type: ignore[index]


def test_an_expired_form_stays_in_the_kiosks_frame(place: Place, desk: Worker) -> None:
    secret = make.terminal(desk, place.station, "kiosk")[1]
    client = Client(enforce_csrf_checks=True)
    client.cookies["kiosk"] = secret
    for name, said in (
        ("kiosk_number", {"matter": place.service.pk}),
        ("kiosk_booked", {"code": "2222-3333"}),
    ):
        answer = client.post(reverse(name, args=[place.station.slug]), said)
        assert answer.status_code == 403
        body = answer.content.decode()
        assert "data-kiosk" in body
        assert "2222-3333" not in body  # whoever stands there now may be somebody else
    assert not Ticket.objects.exists()
