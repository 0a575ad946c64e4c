"""Every public task without JavaScript: search, near me, open now, book, move, cancel, track, larger print."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import Message, Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.every_page import ON_ONE_DATABASE
from tests.journeys.stage import expect_heading, says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

AT_TWO, AT_THREE = re.compile(r"^\s*14:00"), re.compile(r"^\s*15:00")


def test_the_page_has_no_script(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    """The control: what follows would prove nothing in a browser that runs script."""
    plain_page.goto(live_server.url)
    plain_page.set_content("<title>a</title><script>document.title = 'b'</script>")
    assert plain_page.title() == "a"


def test_find_by_name_and_by_open_door(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    plain_page.goto(live_server.url)
    plain_page.fill("main input[name=q]", place.estate.name)
    plain_page.locator("main .search button").click()
    expect(plain_page.locator("main .card")).to_contain_text(place.station.name)
    plain_page.goto(live_server.url)
    plain_page.get_by_role("link", name=says("Open now"), exact=True).click()
    expect(plain_page.locator("main .card")).to_contain_text(place.station.name)


def test_near_me_says_what_to_do_instead(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    plain_page.goto(live_server.url)
    plain_page.locator("main a[data-near]").click()
    sentence = "We do not know where you are: your phone did not say. Type the name of your estate or street instead."
    expect(plain_page.locator("main .notice")).to_have_text(says(sentence))
    plain_page.fill("main input[name=q]", place.estate.name)  # and the field to do it stands there
    plain_page.locator("main .search button").click()
    expect(plain_page.locator("main .card")).to_contain_text(place.station.name)


def test_the_calendars_file(plain_page: Page, live_server: LiveServer, place: Place, visit: Visit) -> None:
    page = plain_page
    page.goto(live_server.url + visit.get_absolute_url())
    link = page.get_by_role("link", name=says("Put into my calendar"))
    file = page.request.get(live_server.url + str(link.get_attribute("href")))
    assert file.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in file.text()


def test_track_and_say_that_it_is_not_solved(
    plain_page: Page, live_server: LiveServer, place: Place, desk: Worker
) -> None:
    page = plain_page
    ticket = make.ticket(desk, place.station, place.service, answered=True)
    page.goto(live_server.url + reverse("track"))
    page.fill("input[name=reference]", ticket.reference)
    page.fill("input[name=proof]", "5678")
    page.locator("main button[value=find]").click()
    expect_heading(page, says("What became of it"))
    page.locator("main details summary").click()  # opens without script
    page.fill("main details textarea", "还没有解决")
    page.locator("main button[value=unsolved]").click()
    expect(page.locator("main")).to_contain_text("还没有解决")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened) == (Ticket.State.IN_PROGRESS, 1)


def test_a_lost_link_is_sent_again(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    page = plain_page
    visit = make.visit(place.item, email="wang@example.com")
    page.goto(live_server.url + reverse("track"))
    page.locator("main details summary").click()
    page.fill("input[name=phone]", "13812341234")
    page.locator("main button[value=send]").click()
    expect(page.locator("main .notice")).to_contain_text(
        says("Nothing arrives? Phone the station: the desk finds your visit by your number.")
    )
    assert Message.objects.get(kind=Message.Kind.LINK).visit == visit


def test_larger_print_and_back(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    page = plain_page
    page.goto(f"{live_server.url}{reverse('station_list')}?open=now")
    page.get_by_role("button", name=says("Larger print")).click()
    page.wait_for_url("**/stations/?open=now")  # where one was
    assert page.locator("html.elder").count() == 1
    page.goto(live_server.url)  # remembered on the next page
    assert page.locator("html.elder").count() == 1
    page.get_by_role("button", name=says("Standard print")).click()
    page.wait_for_url(live_server.url + "/")
    assert page.locator("html.elder").count() == 0


def test_the_other_language(plain_page: Page, live_server: LiveServer, place: Place) -> None:
    page = plain_page
    page.goto(live_server.url + reverse("station_page", args=[place.station.slug]))
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/stations/*/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(f"{live_server.url}/stations/*/")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
