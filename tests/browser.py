"""Chromium for the journeys: a phone, a desk, one without script; and axe, which counts accessibility faults."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.machine import MissingTool, chromium

# As root Chromium has no sandbox to make; the others keep it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
# Milliseconds until what does not come is given up: a busy machine may stand still for seconds, which is no fault.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium in place of the one Playwright would download."""
    path = chromium()
    if path is None:
        raise MissingTool("Chromium is not installed (Debian: apt-get install chromium).")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page(width=…, height=…, …)``: a page in a browser window of its own, without cookies.

    Other keywords go to ``browser.new_context``. All windows are closed after the test.
    """
    windows: list[BrowserContext] = []

    def make(width: int = 390, height: int = 844, **more: Any) -> Page:
        settings = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **more}
        windows.append(browser.new_context(viewport={"width": width, "height": height}, **settings))
        windows[-1].set_default_timeout(PATIENCE)
        return windows[-1].new_page()

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A resident's phone, 390 px wide."""
    return open_page(**PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def desk_page(open_page: Callable[..., Page]) -> Page:
    """The desk's screen, 1366 px wide."""
    return open_page(**DESK)


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    """A phone with JavaScript off."""
    return open_page(**PHONE, java_script_enabled=False)


def axe(page: Page) -> list[str]:
    """The accessibility faults of ``page`` as it stands, one line each: rule, place, how to mend it."""
    page.evaluate(AXE_SCRIPT)
    # Only the faults come back: the whole report would take longer to read than to make.
    faults = page.evaluate(
        "(options) => axe.run(options).then((report) => report.violations)",
        {"runOnly": {"type": "tag", "values": AXE_RULES}, "resultTypes": ["violations"]},
    )
    return [
        f"{fault['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for fault in faults
        for node in fault["nodes"]
    ]


def sideways_overflow(page: Page) -> int:
    """By how many pixels ``page`` is wider than its window; 0 when nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
