"""Axe finds nothing, and nothing scrolls sideways: on the main pages, and among the proofs on every page in
every state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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
# What is looked at whenever the tests run, and every page in every state, which takes minutes.
MAIN: list[tuple[str, Section]] = [
    ("", every_page.main_way),
    ("desk", every_page.main_desk),
    ("district", every_page.main_review),
]
EVERY: list[tuple[str, Section]] = [
    ("", every_page.places),
    ("", every_page.coverage),
    ("", every_page.booking),
    ("", every_page.own),
    ("", every_page.whats_on),
    ("", every_page.voice),
    ("", every_page.rooms),
    ("", every_page.devices),
    ("", every_page.doors),
    ("desk", every_page.desk),
    ("desk", every_page.desk_voice),
    ("head", every_page.heads_pages),
    ("desk", every_page.desk_rooms),
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


CHINESE = Look("chinese", "", False, (PHONE, WIDE))
LOOKS = [CHINESE, Look("english", "/en", False, (WIDE,)), Look("larger-print", "", True, (PHONE,))]


def looks() -> Iterator[Any]:
    for who, section in MAIN:
        yield pytest.param(
            CHINESE, who, section, marks=every_page.ON_ONE_DATABASE, id=f"chinese-{section.__name__}"
        )
    if not every_page.ON_ONE_DATABASE:
        for look in LOOKS:
            for who, section in EVERY:
                name = f"{look.name}-every-{section.__name__}"
                yield pytest.param(look, who, section, marks=pytest.mark.proof, id=name)


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


@pytest.mark.parametrize(("look", "who", "section"), list(looks()))
def test_nothing_is_wrong(
    demo: None, open_page: Callable[..., Page], look: Look, who: str, section: Section
) -> None:
    page = open_page(locale="en-GB" if look.language else "zh-CN")
    assert faults(page, section(Looker(who, look.language, elder=look.elder)), *look.widths) == ""


@every_page.on_one_database
def test_faults_would_be_found(demo: None, open_page: Callable[..., Page]) -> None:
    """The control: a page with a nameless picture, a pale word and a table too wide for a phone."""
    what, answer = Looker().get("privacy")
    bad = '<img src="/static/img/favicon.svg"><p id="pale">x</p><pre>' + "x" * 200 + "</pre></main>"
    answer.content = answer.content.replace(b"</main>", bad.encode())
    found = faults(open_page(), iter([(what, answer), (what, answer)]), PHONE)
    assert "image-alt" in found
    assert "px too wide" in found
