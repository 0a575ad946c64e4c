"""What was typed into a form outlives a change of the print or of the language."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as make
from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]


def test_a_refused_booking_in_larger_print_and_in_english(
    live_server: LiveServer, place: Place, phone: Page
) -> None:
    slot = make.slot(place.item)
    phone.goto(
        f"{live_server.url}{reverse('book', args=[place.station.slug])}?item={place.item.pk}&slot={slot.pk}"
    )
    phone.fill("[name=name]", "孙阿姨")
    phone.fill("[name=phone]", "135")
    phone.check("[name=green]")
    phone.get_by_role("button", name=says("Book this visit")).click()
    expect(phone.locator(".errors")).to_be_visible()
    phone.get_by_role("button", name=says("Larger print")).click()
    expect(phone.locator("html.elder [name=name]")).to_have_value("孙阿姨")
    expect(phone.locator("[name=phone]")).to_have_value("135")
    expect(phone.locator("[name=green]")).to_be_checked()
    phone.uncheck("[name=green]")
    phone.locator(".tools a").click()
    expect(phone.locator("html[lang=en] [name=name]")).to_have_value("孙阿姨")
    expect(phone.locator("[name=green]")).not_to_be_checked()
    assert phone.evaluate("sessionStorage.length") == 0
    phone.fill("[name=phone]", "13812341234")
    phone.get_by_role("button", name="Book this visit").click()
    expect(phone.locator("main")).to_contain_text(place.station.name)
    assert place.station.visits.get().name == "孙阿姨"


def test_without_script_the_question_stays(live_server: LiveServer, place: Place, plain_page: Page) -> None:
    """The matter and the time are in the address of the refused form; only what was typed goes."""
    slot = make.slot(place.item)
    path = f"{reverse('book', args=[place.station.slug])}?item={place.item.pk}&slot={slot.pk}"
    plain_page.goto(live_server.url + path)
    plain_page.fill("[name=phone]", "135")
    plain_page.get_by_role("button", name=says("Book this visit")).click()
    expect(plain_page.locator(".errors")).to_be_visible()
    plain_page.get_by_role("button", name=says("Larger print")).click()
    expect(plain_page.locator("html.elder [name=phone]")).to_have_value("")
    assert f"slot={slot.pk}" in plain_page.url
