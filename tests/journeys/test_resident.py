"""The resident's way: find by the estate's name → book → check in → call → serve → answer → track it."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.browser import PHONE
from tests.cast import Place
from tests.journeys.stage import expect_heading, heading, says, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AT_TWO, AT_THREE = re.compile(r"^\s*14:00"), re.compile(r"^\s*15:00")
HALF_PAST_TWO = re.compile("14:30")
ANSWER = "带身份证来就可以，当天办好。"


def find_and_book(phone: Page, home: str, place: Place) -> str:
    """From the home page to the confirmation; returns the reference. At most four pages."""
    phone.goto(home)
    phone.fill("main input[name=q]", place.estate.name)
    phone.press("main input[name=q]", "Enter")
    phone.get_by_role("link", name=place.station.name).first.click()
    assert heading(phone).startswith(place.station.name)
    phone.locator(f"main a[href='{reverse('book', args=[place.station.slug])}']").first.click()
    phone.get_by_role("link", name=place.service.name).click()  # 1: what
    phone.locator("label.choice", has_text=AT_TWO).click()  # 2: when
    phone.locator("main form button[name=go]").click()
    phone.fill("input[name=name]", "王小明")  # 3: who
    phone.fill("input[name=phone]", "138 1234 1234")
    phone.get_by_role("button", name=says("Book this visit")).click()
    expect_heading(phone, says("Your visit is booked"))  # 4: the confirmation
    return phone.locator("main .ticket .big").inner_text().strip()


def receive(screen: Page, reference: str) -> None:
    """At the desk: check in, back to the board, call next, receive, answer on the spot."""
    screen.locator(f"main a[href='{reverse('desk:check_in')}']").first.click()
    screen.fill("input[name=reference]", reference)
    screen.locator("main form button").first.click()
    screen.wait_for_url(f"**{reverse('desk:ticket_slip', args=[reference])}")
    screen.get_by_role("link", name=says("Back to the board")).click()
    screen.get_by_role("button", name=says("Call next")).click()
    screen.get_by_role("button", name=says("Receive")).click()
    screen.fill("main textarea[name=text]", ANSWER)
    screen.get_by_role("button", name=says("Answered on the spot")).click()
    expect(screen.locator("main")).to_contain_text(says("Nobody is waiting. Somebody has come in?"))


def test_from_an_estates_name_to_the_answer(
    live_server: LiveServer,
    place: Place,
    desk: Worker,
    phone: Page,
    desk_page: Page,
    clock: time_machine.Traveller,
) -> None:
    reference = find_and_book(phone, live_server.url, place)
    visit = Visit.objects.get(reference=reference)
    assert (visit.name, visit.phone, visit.starts_at) == ("王小明", "13812341234", make.at(0, 14))

    clock.move_to(make.at(0, 13, 55))
    sign_in(desk_page, live_server, desk)
    expect(desk_page.locator("main")).to_contain_text("王**")  # lists mask
    assert "王小明" not in desk_page.content()
    receive(desk_page, reference)
    ticket = Ticket.objects.get(reference=reference)
    assert (ticket.first_receiver, ticket.on_the_spot) == (desk, True)

    clock.move_to(make.at(0, 15))
    phone.goto(live_server.url)
    phone.locator(f"nav a[href='{reverse('track')}']").click()
    phone.fill("input[name=reference]", reference.lower())
    phone.fill("input[name=proof]", "1234")
    phone.locator("main button[value=find]").click()
    expect_heading(phone, says("What became of it"))
    expect(phone.locator("main")).to_contain_text(ANSWER)


class Stopwatch:
    """A phone whose pages, taps and keys are counted: a page is whatever the address bar goes on to, a tap
    is a finger on the glass, a key is a sign of what is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = self.keys = 0
        self.pages: list[str] = []
        page.on("domcontentloaded", lambda one: self.pages.append(one.url.split("#")[0]))

    def tap(self, where: Locator) -> None:
        where.tap()
        self.taps += 1

    def type(self, name: str, words: str) -> None:
        field = self.page.locator(f"main input[name={name}]")
        self.tap(field)
        field.press_sequentially(words)
        self.keys += len(words)

    def __str__(self) -> str:
        return f"{len(self.pages) - 1} pages after the first, {self.taps} taps, {self.keys} keys"


def test_from_home_to_the_confirmation_in_four_pages(
    live_server: LiveServer, place: Place, phone: Page
) -> None:
    """Somebody knows the name of their estate and what they come for."""
    watch = Stopwatch(phone)
    phone.goto(live_server.url)
    watch.type("q", place.estate.name)
    watch.tap(phone.locator(f"#suggestions a[href='{reverse('estate', args=[place.estate.pk])}']"))
    expect(phone).to_have_url(re.compile(reverse("estate", args=[place.estate.pk])))
    watch.tap(phone.get_by_role("link", name=f"{says('Book')} {place.service.name}"))
    watch.tap(phone.locator("label.choice", has_text=AT_TWO))
    watch.tap(phone.locator("main form button[name=go]"))
    watch.type("name", "王小明")
    watch.type("phone", "13812341234")
    watch.tap(phone.get_by_role("button", name=says("Book this visit")))
    expect(phone.locator("main h1")).to_have_text(says("Your visit is booked"))
    phone.wait_for_load_state("domcontentloaded")  # words can be read before the page counts as one
    assert len(set(watch.pages)) == len(watch.pages) == 1 + 4, watch.pages
    assert (watch.taps, watch.keys) <= (8, 18), watch
    assert Visit.objects.get().starts_at == make.at(0, 14)
    print(f"\nfrom home to the confirmation: {watch}")


def book_for_mother(page: Page, place: Place) -> None:
    """On behalf of somebody, with priority; the time is taken by another while the name is typed, and the
    next free one is had. ``page`` stands at the station."""
    page.locator(f"main a[href='{reverse('book', args=[place.station.slug])}']").first.click()
    page.get_by_role("link", name=place.service.name).click()
    page.get_by_role("link", name=says("Show the times with priority")).click()
    page.locator("label.choice", has_text=AT_TWO).click()
    page.locator("main form button[name=go]").click()
    expect(page.locator("input[name=green]")).to_be_checked()
    page.check("input[name=on_behalf]")
    page.fill("input[name=name]", "王小明")
    page.fill("input[name=phone]", "138 1234 1234")
    for green in (False, True):
        make.visit(place.item, make.at(0, 14), phone="13900001111", green=green)
    page.get_by_role("button", name=says("Book this visit")).click()
    expect(page).to_have_title(re.compile(f"^{says('Error: ')}"))
    assert page.input_value("input[name=name]") == "王小明"
    expect(page.locator("input[name=on_behalf]")).to_be_checked()
    page.locator("label.choice", has_text=HALF_PAST_TWO).click()
    page.get_by_role("button", name=says("Book this visit")).click()
    expect_heading(page, says("Your visit is booked"))
    for word in ("Priority", "On behalf of somebody"):
        expect(page.locator("main .ticket")).to_contain_text(says(word))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_booked_moved_cancelled_and_taken_back(
    live_server: LiveServer, place: Place, open_page: Callable[..., Page], script: bool
) -> None:
    page = open_page(**PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)
    page.goto(live_server.url)
    page.fill("main input[name=q]", place.estate.name)
    page.press("main input[name=q]", "Enter")
    page.get_by_role("link", name=place.station.name).first.click()
    book_for_mother(page, place)
    visit = Visit.objects.get(phone="13812341234")
    assert (visit.on_behalf, visit.green, visit.starts_at) == (True, True, make.at(0, 14, 30))

    page.locator(f"main a[href='{reverse('visit_move', args=[visit.token])}']").click()
    page.locator("label.choice", has_text=AT_THREE).click()
    page.get_by_role("button", name=says("Move the visit")).click()
    expect_heading(page, says("Your visit has a new time"))

    page.locator(f"main a[href='{reverse('visit_cancel', args=[visit.token])}']").click()
    page.get_by_role("button", name=says("Yes, cancel the visit")).click()
    expect_heading(page, says("This visit is cancelled"))
    page.get_by_role("button", name=says("Undo: I want to come")).click()
    expect_heading(page, says("Your visit stands again"))

    visit.refresh_from_db()
    assert (visit.state, visit.starts_at, visit.sequence) == (Visit.State.BOOKED, make.at(0, 15), 3)
    kinds = visit.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["booked", "moved", "cancelled", "restored"]


def test_a_wrong_turn_costs_nothing(live_server: LiveServer, place: Place, phone: Page) -> None:
    """Errors as GOV.UK shows them: the title says so, the summary has the focus, what was typed is kept."""
    book = f"{live_server.url}{reverse('book', args=[place.station.slug])}?item={place.item.pk}"
    phone.goto(book)
    phone.locator("main form button[name=go]").click()  # without a time
    expect(phone).to_have_title(re.compile(f"^{says('Error: ')}"))
    phone.locator("label.choice", has_text=AT_TWO).click()
    phone.locator("main form button[name=go]").click()
    phone.fill("input[name=name]", "王小明")
    phone.fill("input[name=phone]", "12345")
    phone.get_by_role("button", name=says("Book this visit")).click()
    expect(phone).to_have_title(re.compile(f"^{says('Error: ')}"))
    expect(phone.locator(".errors")).to_be_focused()
    phone.locator(".errors a").first.click()
    expect(phone.locator("input[name=phone]")).to_be_focused()
    assert phone.input_value("input[name=name]") == "王小明"
    assert phone.input_value("input[name=phone]") == "12345"
    assert not Visit.objects.exists()


def test_somebody_else_cannot_follow_it(
    live_server: LiveServer, place: Place, phone: Page, open_page: Callable[..., Page]
) -> None:
    reference = find_and_book(phone, live_server.url, place)
    other = open_page()
    other.goto(live_server.url + reverse("track"))
    other.fill("input[name=reference]", reference)
    other.fill("input[name=proof]", "4321")
    other.locator("main button[value=find]").click()
    expect(other).to_have_title(re.compile(f"^{says('Error: ')}"))
    assert place.station.name not in other.locator("main").inner_text()
