"""For eyes that need it: text at twice its size, and the figures that the larger print promises."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests import every_page
from tests.browser import sideways_overflow
from tests.every_page import Looker, Shown
from tests.inside import show

pytestmark = [pytest.mark.journey, pytest.mark.django_db, *every_page.ON_ONE_DATABASE]

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}

# The size of every piece of text that shows, and what stands in the way of its growing.
SIZES = """() => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => one.checkVisibility() && !one.closest("svg, .sr"))
  .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 90)])"""
CLIPPED = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg, .sr, .skip"))
  .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowX)
    || ["hidden", "clip"].includes(getComputedStyle(one).overflowY))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 90))"""
LINES = """() => [...document.querySelectorAll("main p, main li, main dd")]
  .filter((one) => one.checkVisibility() && !one.closest("svg, .minutes, .figures, .big"))
  .map((one) => [parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize),
    one.outerHTML.slice(0, 90)])"""
TARGETS = """() => [...document.querySelectorAll(
    "button, .btn, .choices a, .nav a, .tools a, label.choice, summary, select, input:not("
    + "[type=hidden], [type=radio], [type=checkbox])")]
  .filter((one) => one.checkVisibility() && !one.closest(".sr"))
  .map((one) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 90)])"""
ENHANCED = """() => axe.run({ runOnly: { type: "rule", values: ["color-contrast", "color-contrast-enhanced"] } })
  .then((report) => report.violations.flatMap((one) => one.nodes.map((node) => node.target.join(" "))))"""


def each(page: Page, shown: Iterator[Shown]) -> Iterator[str]:
    for what, answer in shown:
        show(page, answer)
        yield what


def test_a_thumb_hits_everything_and_at_twice_its_size_no_text_is_cut_off(
    demo: None, open_page: Callable[..., Page]
) -> None:
    page, found = open_page(), []
    for what in each(page, every_page.main_way(Looker())):
        page.set_viewport_size(PHONE)
        found += [
            f"{what}: {high:.0f} px high: {html}" for high, html in page.evaluate(TARGETS) if high < 43.5
        ]
        page.set_viewport_size(WIDE)
        before = page.evaluate(SIZES)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        after = page.evaluate(SIZES)
        # Headings that follow the window's width grow less than their smallest size does.
        found += [
            f"{what}: {small} → {large} px: {html}"
            for (small, html), (large, _again) in zip(before, after, strict=True)
            if large < 1.5 * small
        ]
        found += [f"{what}: cut off: {html}" for html in page.evaluate(CLIPPED)]
        for window in (WIDE, PHONE):
            page.set_viewport_size(window)
            if sideways := sideways_overflow(page):
                found.append(f"{what}: {sideways} px wider than {window['width']}")
    assert "\n".join(found) == ""


def test_the_larger_print_keeps_its_figures(demo: None, open_page: Callable[..., Page]) -> None:
    page, found = open_page(), []
    for what in each(page, every_page.main_way(Looker(elder=True))):
        sizes = page.evaluate(SIZES)
        found += [f"{what}: {size} px: {html}" for size, html in sizes if size < 18]
        if max(size for size, _html in sizes) < 30:
            found.append(f"{what}: no step of 30 px")
        found += [
            f"{what}: lines of {lines:.2f}: {html}" for lines, html in page.evaluate(LINES) if lines < 1.5
        ]
        found += [
            f"{what}: {high:.0f} px high: {html}" for high, html in page.evaluate(TARGETS) if high < 59.5
        ]
        page.evaluate(AXE_SCRIPT)
        found += [f"{what}: contrast below 7 to 1: {target}" for target in page.evaluate(ENHANCED)]
    assert "\n".join(found) == ""


def test_the_rulers_measure(demo: None, open_page: Callable[..., Page]) -> None:
    """The control: small print, tight lines, a flat button, a pale word, a box that cuts off."""
    _what, answer = Looker(elder=True).get("privacy")
    bad = (
        '<div class="sign" id="cut"><pre>' + "字" * 300 + "</pre></div>"
        '<p id="small">small</p><p id="tight">tight</p><button id="flat">x</button><p id="pale">pale</p></main>'
    )
    answer.content = answer.content.replace(b"</main>", bad.encode())
    page = open_page()
    show(page, answer)
    page.evaluate(
        """() => { const set = (id, style) => Object.assign(document.getElementById(id).style, style);
        set("small", { fontSize: "12px" }); set("tight", { lineHeight: "1.1" }); set("pale", { color: "#666" });
        set("flat", { minHeight: "0", height: "20px", padding: "0" }); set("cut", { overflow: "hidden" }); }"""
    )
    assert min(page.evaluate(SIZES))[0] == 12
    assert [html for lines, html in page.evaluate(LINES) if lines < 1.5] == [
        '<p id="tight" style="line-height: 1.1;">tight</p>'
    ]
    assert any('id="flat"' in html for high, html in page.evaluate(TARGETS) if high < 43.5)
    assert any('id="cut"' in html for html in page.evaluate(CLIPPED))
    page.evaluate(AXE_SCRIPT)
    assert "#pale" in page.evaluate(ENHANCED)
