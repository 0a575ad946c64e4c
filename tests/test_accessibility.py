"""Every page, in every state: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests import every_page
from tests.browser import axe, sideways_overflow
from tests.every_page import Looker, Shown
from tests.inside import show

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

NARROWEST, PHONE, WIDE = 320, 360, 1280
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((one) => one.outerHTML.slice(0, 120))
  .slice(-3)"""
Section = Callable[[Looker], Iterator[Shown]]
SECTIONS: list[tuple[str, Section]] = [
    ("", every_page.places),
    ("", every_page.booking),
    ("", every_page.own),
    ("", every_page.doors),
    ("desk", every_page.desk),
    ("desk", every_page.quiet_desk),
    ("district", every_page.review),
]


@dataclass(frozen=True)
class Look:
    """One way to look at every page."""

    name: str
    language: str
    elder: bool
    widths: tuple[int, ...]


ON_A_PHONE = Look("chinese", "", False, (PHONE,))
MORE = [
    Look("chinese-wide", "", False, (WIDE,)),
    Look("english", "/en", False, (WIDE,)),
    Look("larger-print", "", True, (PHONE,)),
]
LOOKS = [
    pytest.param(ON_A_PHONE, marks=every_page.ON_ONE_DATABASE),
    *(pytest.param(look, marks=pytest.mark.proof) for look in MORE if not every_page.ON_ONE_DATABASE),
]

each_section = pytest.mark.parametrize(
    ("who", "section"), SECTIONS, ids=lambda value: getattr(value, "__name__", value)
)


def faults(page: Page, shown: Iterator[Shown], *widths: int) -> str:
    """What is wrong with the pages ``shown`` at each of ``widths``, a line for each kind of fault."""
    found, looked = [], 0
    for what, answer in shown:
        show(page, answer)
        looked += 1
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        if sideways := sideways_overflow(page):
            found.append(f"{what}: {sideways} px too wide at {NARROWEST} px: {page.evaluate(STICKS_OUT)}")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{what} at {width} px: {fault}" for fault in axe(page)]
    print(f"{looked} pages at {widths} px")
    assert looked > 1
    return "\n".join(found)


@each_section
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_nothing_is_wrong(
    demo: None, open_page: Callable[..., Page], look: Look, who: str, section: Section
) -> None:
    page = open_page(locale="en-GB" if look.language else "zh-CN")
    assert faults(page, section(Looker(who, look.language, elder=look.elder)), *look.widths) == ""


def test_faults_would_be_found(demo: None, open_page: Callable[..., Page]) -> None:
    """The control: a page with a nameless picture, a pale word and a table too wide for a phone."""
    what, answer = Looker().get("privacy")
    bad = '<img src="/static/img/favicon.svg"><p id="pale">x</p><pre>' + "x" * 200 + "</pre></main>"
    answer.content = answer.content.replace(b"</main>", bad.encode())
    found = faults(open_page(), iter([(what, answer), (what, answer)]), PHONE)
    assert "image-alt" in found
    assert "px too wide" in found
