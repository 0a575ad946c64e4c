"""Typing an estate's name: what is meant stands below the field, and next time on the front page."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]


def test_a_suggestion_by_keyboard_and_the_estate_next_time(
    live_server: LiveServer, place: Place, phone: Page
) -> None:
    phone.goto(live_server.url)
    field, box = phone.locator("[data-suggest]"), phone.locator(".suggestions")
    expect(phone.locator("[data-recent]")).to_be_hidden()
    field.press_sequentially("枫香里")
    expect(box.get_by_role("link")).to_have_count(4)
    expect(phone.get_by_role("status")).to_contain_text("4")
    field.press("Escape")
    expect(box).to_be_hidden()
    expect(field).to_be_focused()
    field.press("Backspace")
    expect(box.get_by_role("link").first).to_be_visible()
    phone.locator("h1").tap()
    expect(box).to_be_hidden()
    field.fill("枫香里")
    expect(box.get_by_role("link").first).to_be_visible()
    field.press("ArrowDown")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{reverse('estate', args=[place.estate.pk])}")
    assert phone.context.cookies() == []
    phone.go_back()
    expect(field).to_have_value(place.estate.name)
    expect(box).to_be_hidden()
    phone.goto(live_server.url)
    expect(field).to_have_value("")
    recent = phone.locator("[data-recent]")
    expect(recent.get_by_role("link")).to_have_text(place.estate.name)
    recent.get_by_role("button", name=says("Forget it")).click()
    expect(recent).to_be_hidden()
    expect(field).to_be_focused()
    phone.reload()
    expect(recent).to_be_hidden()
