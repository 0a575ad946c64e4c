"""The ticket's sheet in the browser: what is typed into one form outlives the others."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.actions.tickets import start
from requests_desk.actions.visits import call_off
from requests_desk.models import Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

ANSWER, NOTE = "form[action$='/answer/'] textarea", "form[action$='/note/'] textarea"


def test_a_half_typed_answer_outlives_a_note_and_the_other_language(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    ticket = start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)
    page = desk_page
    sign_in(page, live_server, desk, ticket.get_absolute_url())
    page.fill(ANSWER, "周四带上身份证")
    page.locator("#note summary").click()
    page.fill(NOTE, "问过街道了")
    page.locator("form[action$='/note/'] button").click()
    expect(page.get_by_text("问过街道了")).to_be_visible()
    expect(page.locator(ANSWER)).to_have_value("周四带上身份证")
    expect(page.locator(NOTE)).to_have_value("")  # sent, and forgotten
    page.wait_for_load_state()
    page.locator(".tools a").first.click()
    page.wait_for_url("**/en/**")
    expect(page.locator(ANSWER)).to_have_value("周四带上身份证")
    page.locator("form[action$='/answer/'] .btns button").first.click()
    page.goto(f"{live_server.url}{ticket.get_absolute_url()}")
    assert ticket.notes.get(kind="answer").text == "周四带上身份证"
    assert page.evaluate("sessionStorage.length") == 0


def test_signing_out_forgets_it(live_server: LiveServer, place: Place, desk: Worker, desk_page: Page) -> None:
    ticket = start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)
    sign_in(desk_page, live_server, desk, ticket.get_absolute_url())
    desk_page.fill(ANSWER, "周四带上身份证")
    desk_page.wait_for_timeout(600)
    assert desk_page.evaluate("sessionStorage.length") == 1
    desk_page.locator("[data-sign-out] button").click()
    desk_page.wait_for_load_state()
    assert desk_page.evaluate("sessionStorage.length") == 0


def test_who_is_booked_anew_stays_filled_in_on_another_day(
    live_server: LiveServer, place: Place, desk: Worker, visit: Visit, desk_page: Page
) -> None:
    call_off(visit=visit, actor=desk, at=make.NOW)
    sign_in(desk_page, live_server, desk, reverse("desk:visit", args=[visit.reference]))
    desk_page.locator("form:has([name=again]) button").click()
    name = desk_page.locator("[name=name]")
    expect(name).to_have_value(visit.name)
    desk_page.locator(".days a:not([aria-current])").first.click()
    desk_page.wait_for_url("**day=**")
    expect(name).to_have_value(visit.name)
    desk_page.goto(f"{live_server.url}{reverse('desk:visit_new')}")  # somebody else rings
    expect(name).to_have_value("")
