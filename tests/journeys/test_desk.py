"""The desk's way by keyboard alone: log → hand over → decline → hand over again → accept → answer."""

import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import HandOver, Ticket
from stations.models import Worker
from tests import factories as make
from tests.browser import DESK
from tests.cast import Place
from tests.journeys.keys import Keys
from tests.journeys.stage import expect_heading, heading, says, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Some pages put the cursor into their first field; the round begins at the very top all the same.
FROM_THE_TOP = "document.body.tabIndex = -1; document.body.focus()"
MOST_KEYSTROKES = 12  # beside the words typed


def seated(page: Page, live_server: LiveServer, worker: Worker, then: str = "") -> Keys:
    """Signed in by keyboard, and at ``then`` (the board)."""
    then = then or reverse("desk:board")
    page.goto(live_server.url + then)
    keys = Keys(page)
    assert keys.at("input[name=username]")  # the cursor stands where one types
    keys.words(worker.username)
    keys.press("Tab")
    keys.words(make.PASSWORD)
    keys.go("Enter", then)
    return keys


def offer(keys: Keys, to: Worker, reason: str) -> None:
    """From the ticket's page: open the hand-over, go down the list to ``to``, say why, send."""
    if not keys.page.locator("#hand_over").evaluate("(item) => item.open"):
        keys.press("Alt+h")
    keys.to("select[name=to]")
    while keys.page.locator("select[name=to] option:checked").inner_text() != to.name:
        keys.press("ArrowDown")
    keys.to("#hand_over textarea[name=reason]")
    keys.words(reason)
    keys.to("#hand_over form button")
    keys.go("Enter", keys.page.url.partition("?")[0])


@pytest.fixture
def screens(desk_page: Page, open_page: object) -> tuple[Page, Page]:
    """The desk's screen and the colleague's, each with its own sign-in."""
    return desk_page, open_page(**DESK)  # type: ignore[operator]


def test_a_ticket_that_is_declined_once(
    live_server: LiveServer,
    place: Place,
    desk: Worker,
    colleague: Worker,
    screens: tuple[Page, Page],
    clock: time_machine.Traveller,
) -> None:
    mine, theirs = screens
    keys = seated(mine, live_server, desk)
    keys.go("Alt+w", reverse("desk:ticket_new"))
    keys.words(place.service.name)
    keys.go("Enter", reverse("desk:board"))
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.responsible) == (Ticket.State.SERVING, desk)
    sheet = reverse("desk:ticket", args=[ticket.reference])
    keys.go("Alt+h", f"{sheet}?step=hand_over#hand_over")
    offer(keys, colleague, "请您看一下这件事。")
    expect(mine.locator(".diary")).to_contain_text("请您看一下这件事。")
    assert HandOver.objects.get().outcome == HandOver.Outcome.OFFERED

    clock.shift(600)
    other = seated(theirs, live_server, colleague)
    other.to(f"main a[href='{sheet}']")
    other.go("Enter", sheet)
    other.to("#decline summary")
    other.press("Enter")
    other.to("#decline textarea[name=reason]")
    other.words("这件事归物业管。")
    other.to("#decline input[name=next_address]")
    other.words("物业公司")
    other.press("Enter")
    expect(theirs.locator(".diary")).to_contain_text("这件事归物业管。")
    assert HandOver.objects.get().outcome == HandOver.Outcome.DECLINED
    ticket.refresh_from_db()
    assert ticket.responsible == desk  # nobody loses it by declining

    clock.shift(600)
    mine.goto(live_server.url + sheet)
    expect(mine.locator(".diary")).to_contain_text("物业公司")  # whom to turn to instead
    offer(keys, colleague, "物业说不归他们，还是请您。")
    expect(mine.locator(".diary")).to_contain_text("物业说不归他们")
    theirs.goto(live_server.url + sheet)
    other.press("Alt+a")
    expect(theirs.locator("main")).to_contain_text(says("The answer"))
    ticket.refresh_from_db()
    assert ticket.responsible == colleague
    other.to("textarea[name=text]")
    other.words("物业明天上午来修。")
    other.to("#answer form button")
    other.press("Enter")
    expect(theirs.locator(".diary")).to_contain_text("物业明天上午来修。")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.first_receiver) == (Ticket.State.ANSWERED, desk)


def test_a_walk_in_is_logged_and_answered_in_few_keystrokes(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    """Effort: from the board and back to it, on one page."""
    seated(desk_page, live_server, desk)
    keys = Keys(desk_page)
    keys.go("Alt+w", reverse("desk:ticket_new"))
    keys.words(place.service.name)
    keys.press("Tab")
    keys.words("想问问怎么办")
    keys.press("Tab")
    keys.words("周二带身份证来")
    keys.go("Alt+a", reverse("desk:board") + "?undo=*")
    print(
        f"a walk-in, logged and answered: {keys.pressed} keystrokes beside {keys.typed} characters of words"
    )
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.on_the_spot, ticket.first_receiver) == (Ticket.State.CLOSED, True, desk)
    assert ticket.notes.get(kind="question").text == "想问问怎么办"
    assert ticket.notes.get(kind="answer").text == "周二带身份证来"
    assert keys.pressed <= MOST_KEYSTROKES


def test_a_line_at_several_desks(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    """Sit down at the second desk; the first number is called twice and set aside, the second received; back again."""
    type(place.station).objects.update(desks=2)
    first, second = (make.ticket(desk, place.station, place.service, to_line=True) for _two in range(2))
    keys = seated(desk_page, live_server, desk)
    keys.to("button[name=desk][value='2']")
    keys.press("Enter")
    expect(desk_page.locator("main")).to_contain_text(says("Call next"))
    board = reverse("desk:board")
    keys.go("Alt+n", f"{board}?undo={first.reference}")
    keys.press("Alt+g")
    expect(desk_page.locator("main")).to_contain_text(says("(%(n)s times in all)") % {"n": 2})
    keys.press("Alt+x")
    expect(desk_page.locator("#aside-title")).to_be_visible()
    keys.go("Alt+n", f"{board}?undo={second.reference}")
    keys.press("Alt+r")
    expect(desk_page.locator("main")).to_contain_text(says("Answered on the spot"))
    keys.press("Alt+y")
    expect(desk_page.locator("#aside-title")).to_be_hidden()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.times_called, first.aside_at, first.lined_up_at is None) == (2, None, False)
    assert (second.called_to, second.first_receiver) == (2, desk)


def test_every_stop_can_be_seen_and_the_first_is_the_skip_link(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    """Round each page by Tab: no trap, and the focus is always visible."""
    make.ticket(desk, place.station, place.service)
    seated(desk_page, live_server, desk)
    for name in (
        "board",
        "ticket_new",
        "ticket_list",
        "check_in",
        "visit_list",
        "rota",
        "call_list",
        "closure_new",
    ):
        desk_page.goto(live_server.url + reverse(f"desk:{name}"))
        desk_page.evaluate(FROM_THE_TOP)
        keys = Keys(desk_page)
        keys.press("Tab")
        assert keys.at("a.skip"), name
        keys.to(".foot li:last-child a")


def test_back_from_a_note_that_waited_for_signing_in(
    live_server: LiveServer, place: Place, desk: Worker, desk_page: Page
) -> None:
    """What was written while the session ended is sent once, and Back leads to its page, not to sending again."""
    ticket = make.ticket(desk, place.station, place.service)

    def late(route: Route) -> None:
        """The script comes over a slow line, and the button is pressed at once."""
        time.sleep(0.3)
        route.continue_()

    desk_page.route("**/back*.js", late)
    sign_in(desk_page, live_server, desk, ticket.get_absolute_url())
    desk_page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    Session.objects.all().delete()
    note = desk_page.locator(f"form[action$='{reverse('desk:ticket_note', args=[ticket.reference])}']")
    note.locator("textarea").fill("水管漏水")
    note.locator("button").click()
    desk_page.fill("input[name=username]", desk.username)
    desk_page.fill("input[name=password]", make.PASSWORD)
    desk_page.click("main form button")
    desk_page.click(f"main form button:has-text('{says('Send it now')}')")
    desk_page.wait_for_url(f"**{ticket.get_absolute_url()}")
    there = heading(desk_page)
    desk_page.go_back()
    expect_heading(desk_page, there)
    assert ticket.notes.filter(text="水管漏水").count() == 1
