"""What's on, in Chinese and in English: sign up for the improvers' group, land on the waiting list, and move up when
somebody else withdraws."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.actions.messages import send_next
from requests_desk.models import ActivityGroup, SignUp
from tests import factories as make
from tests.cast import Place
from tests.journeys.stage import expect_heading, in_both_languages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def improvers(place: Place) -> ActivityGroup:
    """Full by one, beside a beginners' group with places."""
    activity = make.activity(
        place.station, "外国人中文班", name_en="Chinese class for foreigners", audience="foreigners"
    )
    make.group(activity, make.at(1, 19), level="beginners")
    return make.group(activity, make.at(2, 19), make.at(9, 19), level="improvers", capacity=1)


@in_both_languages
def test_from_whats_on_to_the_waiting_list_and_up(
    live_server: LiveServer, improvers: ActivityGroup, phone: Page, language: str, words: Callable[[str], str]
) -> None:
    before = make.sign_up(improvers)
    phone.goto(f"{live_server.url}{language}/")
    phone.locator(f"main .choices a[href='{language}/activities/']").click()
    phone.locator(f"main a[href='{language}/activities/{improvers.activity_id}/']").first.click()
    phone.locator(f"main a[href$='group={improvers.pk}']").click()
    expect(phone.locator("main")).to_contain_text(words("All places are taken."))
    expect(phone.locator(f"input[name=group][value='{improvers.pk}']")).to_be_checked()
    phone.fill("input[name=name]", "Ann Lee")
    phone.fill("input[name=phone]", "138 1234 1234")
    phone.fill("input[name=email]", "ann@example.com")
    phone.get_by_role("button", name=words("Join the waiting list")).click()
    expect_heading(phone, words("You are on the waiting list"))
    expect(phone.locator("main .ticket .big")).to_have_text("1")
    waiting = SignUp.objects.latest("pk")
    assert (waiting.name, waiting.state, waiting.number) == ("Ann Lee", "waiting", 1)
    own = phone.url

    # The one before withdraws by the link of their own, in two taps.
    phone.goto(f"{live_server.url}{language}{before.get_absolute_url()}")
    phone.get_by_role("link", name=words("Withdraw"), exact=True).click()
    phone.get_by_role("button", name=words("Yes, withdraw")).click()
    expect_heading(phone, words("You are not signed up any more"))

    phone.goto(own)
    expect_heading(phone, words("You are signed up"))
    expect(phone.locator("main .ticket .big")).to_have_text(waiting.reference)
    expect(phone.locator("main .qr svg")).to_be_visible()
    while send_next(at=make.NOW):
        pass
    (letter,) = mail.outbox  # that she waits is no longer so when it goes out
    assert waiting.get_absolute_url() in letter.body
    assert letter.subject == words("%(station)s: you have moved up, a place is yours") % {
        "station": improvers.activity.station.label
    }
