"""The stage of the journeys: the cast behind a live server, and a door for each of them."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from stations.models import Worker
from tests import factories as make


def says(english: str) -> str:
    """What the Chinese page says for that interface string."""
    with translation.override("zh-hans"):
        return translation.gettext(english)


def as_it_is(english: str) -> str:
    """What the English page says for it."""
    return english


# A whole way in Chinese, then in English: what its addresses begin with, and what its pages say.
in_both_languages = pytest.mark.parametrize(
    ("language", "words"), [("", says), ("/en", as_it_is)], ids=["chinese", "english"]
)


def sign_in(page: Page, live_server: LiveServer, worker: Worker, then: str = "") -> None:
    """Sign in by the form, as anybody does; ``then`` is where the way was to lead."""
    page.goto(live_server.url + (then or reverse("desk:board")))
    page.fill("input[name=username]", worker.username)
    page.fill("input[name=password]", make.PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{then or reverse('desk:board')}")


def expect_heading(page: Page, words: str) -> None:
    """Wait until ``words`` are the page's main heading: after a click the next page is still on its way."""
    expect(page.locator("main h1")).to_have_text(words)


def heading(page: Page) -> str:
    """The page's one main heading."""
    return " ".join(page.locator("main h1").inner_text().split())
