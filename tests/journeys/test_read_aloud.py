"""Reading aloud in the larger print: what the screen shows, in its own language, until it is stopped."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

# A voice that notes what it is given: Chromium has none of its own here.
VOICE = """
window.said = []; window.quiet = 0;
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(one) { window.said.push([one.lang, one.text]); one.onstart(); },
  cancel() { window.quiet += 1; },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_it_reads_what_is_shown_and_stops(live_server: LiveServer, place: Place, phone: Page) -> None:
    phone.add_init_script(VOICE)
    phone.goto(f"{live_server.url}/en{place.station.get_absolute_url()}")
    expect(phone.locator("[data-read]")).to_have_count(0)  # in the larger print only
    phone.get_by_role("button", name="Larger print").click()
    button = phone.locator("[data-read]")
    expect(button).to_have_text("Read this page aloud")
    button.click()
    said = phone.evaluate("window.said")
    assert [lang for lang, text in said if text == place.station.name] == ["zh-CN"]  # a Chinese name
    assert {lang for lang, _text in said} == {"zh-CN", "en"}
    texts = [text for _lang, text in said]
    assert not any("Read this page aloud" in text for text in texts)
    shown = phone.locator("main").inner_text()
    assert [text for text in texts if text.split(" ")[0] not in shown] == []  # nothing that is folded away
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert phone.evaluate("window.quiet") == 1
    expect(button).to_have_text("Read this page aloud")
    expect(phone.locator("[data-spoken]")).to_have_count(0)


def test_a_device_without_a_voice_shows_no_button(live_server: LiveServer, place: Place, phone: Page) -> None:
    phone.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    phone.goto(live_server.url)
    phone.get_by_role("button", name=says("Larger print")).click()
    expect(phone.locator("[data-read]")).to_be_hidden()
    expect(phone.locator("[data-read]")).to_have_count(1)
