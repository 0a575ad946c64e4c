"""The lock in the browser: a page that nobody touches goes, and what was half typed comes back with the PIN."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from stations.actions.pins import set_pin
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

PIN = "4826"


def test_a_page_left_alone_locks_itself_and_gives_back_what_was_typed(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    set_pin(worker=desk, pin=PIN, at=make.NOW)
    desk_page.clock.install()
    sign_in(desk_page, live_server, desk, reverse("desk:ticket_new"))
    lock = desk_page.locator("form[data-lock]")
    idle = int(lock.get_attribute("data-lock") or "")
    desk_page.fill("[name=words]", "三楼的灯坏了")
    desk_page.clock.fast_forward((idle - 1) * 60_000)
    desk_page.keyboard.press("Shift")  # somebody is there
    desk_page.clock.fast_forward((idle - 1) * 60_000)
    expect(desk_page.locator("[name=words]")).to_have_value("三楼的灯坏了")
    desk_page.clock.fast_forward(2 * 60_000)
    pin = desk_page.locator("[name=pin]")
    expect(pin).to_be_visible()
    assert "三楼的灯坏了" not in desk_page.locator("body").inner_text()
    pin.fill(PIN)
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator("[name=words]")).to_have_value("三楼的灯坏了")
