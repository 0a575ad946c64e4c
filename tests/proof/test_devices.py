"""Screen and kiosk in Chromium for half an hour by the real clock: a line is called at two desks, numbers are taken at
the kiosk, and three times the server is killed and comes back. Both recover by themselves, every call is said once, the
kiosk's numbers have no gap, and neither page grows. DEVICES_MINUTES in the environment makes it shorter."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from requests_desk.models import Ticket
from tests.devices import EARS, Bar, Portal, Scales, Weight, grown

pytestmark = [
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "sqlite" not in settings.DATABASES["default"]["ENGINE"],
        reason="half an hour in the browser is the same on either database",
    ),
]

MINUTES = float(os.environ.get("DEVICES_MINUTES", "30"))
STEP = 8  # seconds between two things that happen at the bar: the screen asks every three
STOPS = {0.08: 20, 0.4: 75, 0.75: 40}  # after this part of the time the server is away for so many seconds
WARM = 0.16  # part of the time after which the pages are weighed for the first time: an outage is behind them
BACK = 25  # seconds within which both work again: the longest pause between two tries is fifteen


@pytest.fixture
def portal(transactional_db: None) -> Iterator[Portal]:
    one = Portal()
    one.start()
    yield one
    one.stop()


def opened(page: Page, portal: Portal, bar: Bar, kind: str) -> Page:
    page.goto(portal.url + bar.link(kind))
    page.locator("form button").click()
    page.wait_for_url(f"**/{kind}/{bar.station.slug}/")
    return page


class Visitors:
    """Whoever comes to the kiosk: they take a number and go, and leave the slip on the screen."""

    def __init__(self, page: Page) -> None:
        self.page, self.numbers, self.turned_away = page, list[int](), 0

    def come(self) -> None:
        """One more. While the server is away they are told to go to the desk."""
        way, matter = self.page.locator("a.first"), self.page.locator("button[name=matter]").first
        if way.count():
            self.press(way, matter)
        if matter.count():
            number = self.page.locator(".slip .figure")
            if self.press(matter, number):
                self.numbers.append(int(number.inner_text()))
        # Else somebody's slip still stands there, or the page waits for the server.

    def press(self, target: Locator, then: Locator) -> bool:
        """Whether what follows comes; else the page says that nothing was sent."""
        lost = self.page.locator("#lost:not([hidden])")
        target.click()
        then.or_(lost).first.wait_for()
        self.turned_away += lost.count()
        return not lost.count()


def test_half_an_hour(open_page: Callable[..., Page], portal: Portal) -> None:
    bar, said = Bar.made(), list[str]()
    screen = open_page(1920, 1080)
    screen.context.expose_function("heard", lambda line: said.append(line))
    screen.context.add_init_script(EARS)
    opened(screen, portal, bar, "screen")
    visitors = Visitors(opened(open_page(1024, 768), portal, bar, "kiosk"))
    scales = {"screen": Scales(screen), "kiosk": Scales(visitors.page)}
    begun, seconds = time.monotonic(), MINUTES * 60
    before: dict[str, Weight] = {}
    stops, told = dict(STOPS), 0
    screen.wait_for_timeout(4000)  # what stands when the screen is opened is not said
    while (gone := time.monotonic() - begun) < seconds:
        bar.step()
        visitors.come()
        screen.wait_for_timeout(STEP * 1000)
        due = [part for part in stops if gone > part * seconds]
        if due:
            outage(portal, screen, visitors, stops.pop(due[0]))
        if not before and gone > WARM * seconds:
            before = weighed(visitors.page, scales)
        if gone > told * 60:
            told += 1
            print(f"{gone / 60:.1f} min: {len(bar.called) // 2} calls, {weights(scales)}", flush=True)
    screen.wait_for_timeout(6000)
    after = weighed(visitors.page, scales)
    print(
        f"{len(bar.called) // 2} calls, {len(visitors.numbers)} numbers, {visitors.turned_away} turned away"
    )
    print("\n".join(f"{name}: {before[name]} → {after[name]}" for name in scales), flush=True)
    assert not stops
    assert said == bar.called  # each call once in each language, in its turn
    assert sorted(visitors.numbers) == sorted(set(visitors.numbers))
    given = Ticket.objects.order_by("number").values_list("number", flat=True)
    assert list(given) == list(range(1, len(given) + 1))
    assert {name: grown(before[name], after[name]) for name in scales} == {"screen": [], "kiosk": []}


def weights(scales: dict[str, Scales]) -> dict[str, Weight]:
    return {name: one.weigh() for name, one in scales.items()}


def weighed(kiosk: Page, scales: dict[str, Scales]) -> dict[str, Weight]:
    """Both, the kiosk at its start: pages of different length weigh differently."""
    kiosk.locator("a.first").wait_for(timeout=60_000)
    return weights(scales)


def outage(portal: Portal, screen: Page, visitors: Visitors, seconds: int) -> None:
    """The server is killed and comes back: both pages say so, and go on by themselves."""
    portal.stop()
    expect(screen.locator("#trouble")).to_be_visible(timeout=20_000)
    visitors.come()
    screen.wait_for_timeout(seconds * 1000)
    assert screen.locator("#now [data-number]").inner_text()  # the last state stands
    portal.start()
    expect(screen.locator("#trouble")).to_be_hidden(timeout=BACK * 1000)
    given, deadline = len(visitors.numbers), time.monotonic() + BACK
    while len(visitors.numbers) == given and time.monotonic() < deadline:
        visitors.come()
        screen.wait_for_timeout(1000)
    assert len(visitors.numbers) > given
