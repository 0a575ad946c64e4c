"""Screen and kiosk through two minutes of calls, the server stopped and started in between.

The two minutes are those of the pages: their timers and dates run on Playwright's clock, which the test winds forward
by three seconds for each question of the screen, and waits for the answer. The server is real, and is really killed
and started on its port; its time is the machine's. The half hour by the real clock is in tests/proof/test_devices.py.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.devices import EARS, Bar, Portal, Scales, grown
from tests.every_page import ON_ONE_DATABASE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), *ON_ONE_DATABASE]

POLLS = 40  # every three seconds: two minutes
STOPPED = (6, 26)  # after so many of them the server goes: the first time is for warming up
WARM = 12  # from here on the page must not grow
TRIES = 4  # so often the page asks in vain
TONES = 2500  # milliseconds until the last chime has died away, by the real clock

# Keeps a copy of each answer and a node for it, as a careless page would.
LEAK = """() => {
  const kept = (window.kept = []), real = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    const node = document.createElement("p");
    node.textContent = "x".repeat(20000);
    for (let number = 0; number < 10; number += 1) node.append(document.createElement("b"));
    kept.push({ node, text: await answer.clone().text(), room: new Array(3000).fill(Math.random()) });
    return answer;
  };
}"""


@pytest.fixture
def portal(transactional_db: None) -> Iterator[Portal]:
    one = Portal()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def bar(transactional_db: None) -> Bar:
    return Bar.made()


def opened(page: Page, portal: Portal, bar: Bar, kind: str) -> None:
    """Make the page the station's screen or kiosk, by its link."""
    page.goto(portal.url + bar.link(kind))
    page.locator("form button").click()
    page.wait_for_url(f"**/{kind}/{bar.station.slug}/")


def poll(page: Page, bar: Bar) -> None:
    """Wind the page on by three seconds, until its question is answered and read. On a slow machine the last answer
    may not have been read yet, and the question comes with the next wind."""
    for _try in range(5):
        with suppress(PlaywrightTimeout):
            with page.expect_response(f"**/screen/{bar.station.slug}/now/", timeout=2000):
                page.clock.run_for(3000)
            return page.wait_for_timeout(40)
    raise AssertionError("the screen asks no more")


def wind_until(page: Page, seen: Locator) -> None:
    """Wind the page on by half seconds, a real moment for each, until ``seen`` is there; half a minute at most. In one
    go its patience would end before the server can have answered."""
    for _half in range(60):
        if seen.count():
            return
        page.clock.run_for(500)
        page.wait_for_timeout(50)
    raise AssertionError(f"{seen} is not there")


def outage(page: Page, portal: Portal, bar: Bar) -> None:
    """The server is killed, two steps are made at the bar meanwhile, and it comes back."""
    trouble = page.locator("#trouble")
    portal.stop()
    for _try in range(TRIES):
        with page.expect_event("requestfailed"):
            page.clock.run_for(15_000)
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("连接中断 · 最后更新")
    expect(trouble).to_contain_text("Connection lost · last update")
    assert page.locator("#now [data-number]").inner_text()  # the last state stands
    bar.step()
    bar.step()
    portal.start()
    wind_until(page, page.locator("#trouble[hidden]"))


def test_two_minutes_of_calls(open_page: Callable[..., Page], portal: Portal, bar: Bar) -> None:
    said: list[str] = []
    page = open_page(1920, 1080)
    page.context.expose_function("heard", lambda line: said.append(line))
    page.context.add_init_script(EARS)
    page.clock.install()
    opened(page, portal, bar, "screen")
    scales = Scales(page)
    poll(page, bar)  # what was called before it was opened is not said
    before = None
    for number in range(POLLS):
        if number % 2:
            bar.step()
        if number in STOPPED:
            outage(page, portal, bar)
        poll(page, bar)
        if number == WARM:
            page.wait_for_timeout(TONES)
            before = scales.weigh()
    poll(page, bar)
    page.wait_for_timeout(TONES)
    assert before is not None
    after = scales.weigh()
    print(f"screen: {len(bar.called) // 2} calls, {before} → {after}")
    assert len(bar.called) >= 16
    assert page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight"
    )  # nobody scrolls a television
    assert said == bar.called  # each once, in its turn
    assert grown(before, after) == []

    # The control: a page that keeps what it was told is found out.
    page.evaluate(LEAK)
    for _question in range(POLLS // 2):
        poll(page, bar)
    assert {line.split(":")[0] for line in grown(after, scales.weigh())} == {"heap", "nodes"}


def test_the_kiosk_outlives_a_stopped_server(
    open_page: Callable[..., Page], portal: Portal, bar: Bar
) -> None:
    page = open_page(1024, 768)
    page.clock.install()
    opened(page, portal, bar, "kiosk")
    shown, waits = page.locator(".figure"), page.locator("#waiting-page")
    page.locator("a.first").click()
    page.locator("button[name=matter]").first.click()
    expect(shown).to_have_text("1")
    page.clock.run_for(21_000)
    expect(page.locator("a.first")).to_be_visible()  # the start is back by itself

    page.locator("a.first").click()
    expect(page.locator("button[name=matter]").first).to_be_visible()
    portal.stop()
    page.locator("button[name=matter]").first.click()
    expect(page.locator("#lost")).to_be_visible()  # nobody stands before an error page of the browser's
    expect(page.locator("button[name=matter]").first).to_be_visible()
    page.clock.run_for(61_000)
    expect(page.locator("button[name=matter]")).to_have_count(0)  # what stood there goes all the same
    expect(waits).to_have_count(1)
    portal.start()
    wind_until(page, page.locator("a.first"))
    page.locator("a.first").click()
    page.locator("button[name=matter]").first.click()
    expect(shown).to_have_text("2")
    assert page.evaluate("history.length") <= 4  # the link, its opening, the start: no slip among them
    page.go_back()
    page.go_forward()
    expect(page.locator("a.first")).to_be_visible()
