"""Logging in the browser: what is typed is never lost, it is sent once, and the keys can be looked up."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import says, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

WAITS = "The line is down. This is kept on this device and will be sent when the line is back: leave this page open."
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('doorstep.draft.')).length"


@pytest.fixture
def form(live_server: LiveServer, place: Place, desk: Worker, desk_page: Page) -> Page:
    """The empty form, at the desk's screen."""
    sign_in(desk_page, live_server, desk, reverse("desk:ticket_new"))
    return desk_page


def fill(page: Page, place: Place) -> None:
    page.fill("[name=matter]", place.service.name)
    page.fill("[name=words]", "三楼的灯坏了")
    page.fill("[name=phone]", "13812341234")


def kept(page: Page, number: int) -> None:
    """Wait until so many drafts lie on the device."""
    for _look in range(30):
        if page.evaluate(KEPT) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.evaluate(KEPT)} drafts, not {number}")


def test_a_closed_tab_and_a_lost_answer_make_one_ticket(form: Page, place: Place) -> None:
    fill(form, place)
    kept(form, 1)
    address, window = form.url, form.context
    form.close()
    page = window.new_page()
    page.goto(address)
    page.locator("[data-take]").click()
    expect(page.locator("[name=words]")).to_have_value("三楼的灯坏了")

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)  # it arrives
        return route.abort()  # and nobody hears of it

    page.route(f"**{reverse('desk:ticket_new')}", lose)
    page.keyboard.press("Alt+s")
    page.wait_for_timeout(800)
    assert Ticket.objects.count() == 1
    page.unroute(f"**{reverse('desk:ticket_new')}")
    page.context.clear_cookies(name="sent")  # it went with the answer, but the test's route has kept it
    page.goto(address)
    page.locator("[data-take]").click()
    page.keyboard.press("Alt+s")
    page.wait_for_url(f"**{reverse('desk:board')}")
    assert Ticket.objects.count() == 1
    kept(page, 0)


def test_without_a_line_it_waits_and_goes_by_itself(form: Page, place: Place) -> None:
    fill(form, place)
    form.context.set_offline(True)
    form.keyboard.press("Alt+s")
    expect(form.locator("#draft-said")).to_contain_text(says(WAITS))
    assert not Ticket.objects.exists()
    form.context.set_offline(False)
    form.wait_for_url(f"**{reverse('desk:board')}")
    assert Ticket.objects.get().notes.get().text == "三楼的灯坏了"
    kept(form, 0)


def test_signing_out_forgets_and_nobody_else_is_offered_it(
    form: Page, live_server: LiveServer, place: Place, colleague: Worker
) -> None:
    fill(form, place)
    kept(form, 1)
    form.reload()
    expect(form.locator("[data-take]")).to_be_visible()
    form.locator("[data-drop]").click()
    kept(form, 0)
    fill(form, place)
    kept(form, 1)
    form.locator("[data-sign-out] button").click()
    form.wait_for_load_state()
    assert form.evaluate(KEPT) == 0
    form.evaluate(
        "localStorage.setItem('doorstep.draft.0.x.k', JSON.stringify({ at: Date.now(), values: [] }))"
    )
    form.evaluate("localStorage.setItem('doorstep.draft.0.x.old', JSON.stringify({ at: 0, values: [] }))")
    sign_in(form, live_server, colleague, reverse("desk:ticket_new"))
    expect(form.locator("#draft-offers")).to_be_hidden()
    kept(form, 1)  # the old one is gone


def test_former_tickets_while_typing(form: Page, place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, name="赵德胜", phone="13987654321")
    seen: list[Any] = []
    form.on("request", lambda request: seen.append(request.url))
    form.fill("[name=words]", "又来问了")
    form.fill("[name=phone]", "4321")
    expect(form.locator("#former")).to_contain_text(ticket.reference)
    expect(form.locator("#former-said")).not_to_be_empty()
    assert not [url for url in seen if "4321" in url]
    form.keyboard.press("Alt+b")
    expect(form.locator("#former a").first).to_be_focused()
    form.locator("#former button").click()
    form.wait_for_url(f"**{ticket.get_absolute_url()}")
    assert ticket.notes.get(kind="resident").text == "又来问了"
    assert Ticket.objects.count() == 1


def test_the_sheet_of_keys(form: Page) -> None:
    form.keyboard.press("?")
    expect(form.locator("#keys")).to_be_hidden()  # it is typed
    form.fill("[name=matter]", "")
    form.locator("button[data-key=a]").focus()
    form.keyboard.press("?")
    expect(form.locator("#keys")).to_be_visible()
    expect(form.locator("#keys")).to_contain_text(says("Answered on the spot"))
    form.keyboard.press("Alt+a")  # nothing is pressed behind the sheet
    form.keyboard.press("Escape")
    expect(form.locator("#keys")).to_be_hidden()
    expect(form.locator("button[data-key=a]")).to_be_focused()
    form.locator("a[data-sheet]").click()
    expect(form.locator("#keys")).to_be_visible()
