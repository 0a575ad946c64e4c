"""Both desks driven by keyboard and by mouse: pages, clicks, keystrokes beside the words, bytes.

python -m tests.bench.beside.effort http://127.0.0.1:8116 http://127.0.0.1:8117
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.journeys.keys import Keys

CHROMIUM = "/usr/bin/chromium-headless-shell"
NAME, PHONE = "王小明", "13912340000"
TITLE, QUESTION = "Parking", "Who gives out the places in the courtyard?"
ANSWER = "The property company does."
TOP, END = "Tab", "Shift+Tab"  # from which side of a fresh page the keyboard goes in
FURTHEST = 60


class Hand(Keys):
    """Keys and clicks counted; unlike ``Keys`` it does not judge whether the focus can be seen."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.clicks = 0

    def to(self, selector: str, key: str = TOP) -> None:
        for _stop in range(FURTHEST):
            if self.at(selector):
                return
            self.press(key)
        raise AssertionError(f"no way to {selector}; it ended at {self.where()}")

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def then(self, do: Callable[[], None]) -> None:
        """Do what leads to another page, and wait until that has all it asked for."""
        with self.page.expect_navigation():
            do()
        self.page.wait_for_load_state("networkidle")


Way = Callable[[Hand], None]


def ours_by_keys(hand: Hand) -> None:
    hand.then(lambda: hand.press("Alt+w"))
    hand.press("Alt+1")  # the commonest matter; the cursor goes to the words
    hand.words(QUESTION)
    hand.to("[name=answer]")
    hand.words(ANSWER)
    hand.to("[name=name]")
    hand.words(NAME)
    hand.to("[name=phone]")
    hand.words(PHONE)
    hand.then(lambda: hand.press("Alt+a"))


def ours_by_mouse(hand: Hand) -> None:
    hand.then(lambda: hand.click("main a[data-key=w]"))
    hand.click("fieldset.quick label")
    for field, text in (("words", QUESTION), ("answer", ANSWER), ("name", NAME), ("phone", PHONE)):
        hand.click(f"[name={field}]")
        hand.words(text)
    hand.then(lambda: hand.click("button[value=answered]"))


def theirs_by_keys(fields: bool, side: str) -> Way:
    """Name and phone in fields of their own, or written into the description; Tab from the top or the end."""
    texts = [("title", TITLE), ("body", QUESTION if fields else f"{QUESTION} {NAME} {PHONE}")]
    texts += [("custom_name", NAME), ("custom_phone", PHONE)] if fields else []

    def way(hand: Hand) -> None:
        hand.to("a[href='/tickets/submit/']")
        hand.then(lambda: hand.press("Enter"))
        for field, text in texts if side == TOP else reversed(texts):
            hand.to(f"[name={field}]", side)
            hand.words(text)
        if hand.at("textarea"):  # there Enter is a new line
            hand.press("Shift+Tab")
        hand.then(lambda: hand.press("Enter"))
        hand.to("#commentBox", side)
        hand.words(ANSWER)
        hand.to("[name=new_status]")
        hand.press("ArrowDown")
        hand.then(lambda: hand.press("Enter"))

    return way


def theirs_by_mouse(hand: Hand) -> None:
    hand.then(lambda: hand.click("a[href='/tickets/submit/']"))
    for field, text in (("title", TITLE), ("body", QUESTION), ("custom_name", NAME), ("custom_phone", PHONE)):
        hand.click(f"[name={field}]")
        hand.words(text)
    hand.then(lambda: hand.click("form[enctype] button[type=submit]"))
    hand.click("#commentBox")
    hand.words(ANSWER)
    hand.click("#st_resolved")
    hand.then(lambda: hand.click("#ticket-respond-form button[type=submit]"))


def past_the_menu(hand: Hand) -> None:
    """By the skip link, the first stop of each of our pages; django-helpdesk has none."""
    hand.press("Tab")
    hand.press("Enter")


def ours_found(what: str) -> Way:
    """Through the list of tickets."""

    def way(hand: Hand) -> None:
        hand.to("a[href='/en/desk/tickets/']")
        hand.then(lambda: hand.press("Enter"))
        past_the_menu(hand)
        hand.to("[name=q]")
        hand.words(what)
        hand.then(lambda: hand.press("Enter"))
        past_the_menu(hand)
        hand.to("table a")
        hand.then(lambda: hand.press("Enter"))

    return way


def ours_found_while_logging(field: str, what: str) -> Way:
    """Through "came before?" beside the form of a walk-in; the ticket opens in a new tab."""

    def way(hand: Hand) -> None:
        hand.then(lambda: hand.press("Alt+w"))
        if field == "slip":
            hand.press("Alt+b")  # to the button; the reference is right before it
            hand.press("Shift+Tab")
        hand.to(f"[name={field}]")
        hand.words(what)
        hand.press("Enter" if field == "slip" else "Alt+b")  # looks, and goes to what was found
        hand.page.locator("#former a:focus").wait_for()
        with hand.page.expect_popup() as ticket:
            hand.press("Enter")
        ticket.value.wait_for_load_state("networkidle")
        ticket.value.close()

    return way


def theirs_found(what: str, is_reference: bool) -> Way:
    def way(hand: Hand) -> None:
        hand.to("#search_query")
        hand.words(what)
        hand.then(lambda: hand.press("Enter"))
        if not is_reference:
            hand.to("#ticketTable a[href^='/tickets/']")
            hand.then(lambda: hand.press("Enter"))

    return way


@dataclass
class Count:
    """What a way cost: pages loaded, all requests, bytes over the wire."""

    pages: int = 0
    requests: int = 0
    size: float = 0


def counted(page: Page, start: str, way: Way) -> tuple[Hand, Count]:
    """Walk ``way`` from the page ``start``, which itself is not counted."""
    page.goto(start)
    page.wait_for_load_state("networkidle")
    count, wire = Count(), page.context.new_cdp_session(page)

    def note(answer: Response) -> None:
        count.requests += 1
        count.pages += answer.request.resource_type == "document" and answer.ok

    def weigh(event: dict) -> None:
        count.size += event["encodedDataLength"]

    wire.send("Network.enable")
    wire.on("Network.loadingFinished", weigh)
    page.context.on("response", note)
    hand = Hand(page)
    way(hand)
    page.wait_for_timeout(300)
    page.context.remove_listener("response", note)
    wire.detach()
    return hand, count


def signed_in(browser: Browser, start: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB").new_page()
    page.goto(start)
    page.fill("[name=username]", "desk")
    page.fill("[name=password]", "doorstep-demo")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def main(ours: str, theirs: str) -> None:
    board, dashboard = f"{ours}/en/desk/", f"{theirs}/dashboard/"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        us, them = signed_in(browser, board), signed_in(browser, f"{theirs}/login/?next=/dashboard/")

        def say(what: str, page: Page, start: str, way: Way) -> None:
            hand, count = counted(page, start, way)
            print(
                f"{what:44} pages {count.pages}  requests {count.requests:3}  keys {hand.pressed:3}  "
                f"clicks {hand.clicks:2}  typed {hand.typed:3}  KB {count.size / 1000:7.1f}",
                flush=True,
            )

        say("ours, first time: log and answer", us, board, ours_by_keys)
        say("ours, again", us, board, ours_by_keys)
        say("ours, by mouse", us, board, ours_by_mouse)
        say("theirs, first time: log and answer", them, dashboard, theirs_by_keys(True, TOP))
        for fields in (True, False):
            for side in (TOP, END):
                where = "fields" if fields else "description"
                say(f"theirs, phone in {where}, by {side}", them, dashboard, theirs_by_keys(fields, side))
        say("theirs, by mouse", them, dashboard, theirs_by_mouse)

        us.goto(f"{ours}/en/desk/tickets/?show=all")
        reference = us.locator("table a.num").first.inner_text()
        say("ours: found by reference", us, board, ours_found(reference))
        say("ours: found by phone", us, board, ours_found(PHONE))
        for field, what in (("slip", reference), ("phone", PHONE)):
            say(f"ours: by {field}, while logging", us, board, ours_found_while_logging(field, what))
        say("theirs: found by number", them, dashboard, theirs_found("300", True))
        say("theirs: found by phone", them, dashboard, theirs_found("13800000300", False))


if __name__ == "__main__":
    main(*sys.argv[1:])
