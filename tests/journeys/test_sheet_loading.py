"""A large sheet in the browser: the page says how far it is, and who leaves it has loaded nothing."""

import time
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.actions.sheets import write
from requests_desk.actions.sheets.write import Progress, Stage
from stations.models import Estate, Worker
from tests.cast import Place
from tests.journeys.stage import sign_in
from tests.portal.views.test_sheets import HEAD
from tests.requests_desk.actions.sheets.files import as_xlsx

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def preview(
    live_server: LiveServer, place: Place, street: Worker, desk_page: Page, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """An official before the button that loads three new estates; these are many."""
    monkeypatch.setattr("portal.views.sheets.LARGE", 2)
    monkeypatch.setattr("portal.views.sheet_loading.PAUSE", 0)  # the tests' clock stands still
    monkeypatch.setattr("portal.views.sheet_loading.LONGER", 0)
    sign_in(desk_page, live_server, street, reverse("sheet_new", args=["estates"]))
    lines = as_xlsx(HEAD, [[place.committee.code, f"新村{n}", n] for n in range(3)])
    desk_page.set_input_files("input[type=file]", {"name": "x.xlsx", "mimeType": "", "buffer": lines})
    desk_page.click("input[type=submit]")
    desk_page.wait_for_url("**/admin/sheets/uploads/**")
    return desk_page


def test_the_page_says_how_far_it_is(preview: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page, seen, follow = preview, Event(), write._bring_into_step

    def held(*args: Any) -> Iterator[Progress]:
        seen.wait(8)
        yield from follow(*args)

    monkeypatch.setattr(write, "_bring_into_step", held)
    page.locator("#content-main form button").click(no_wait_after=True)
    shown = page.locator(".steps > :visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("第 2 步，共 4 步：写入各行")
    expect(shown).to_contain_text("3 / 3")
    expect(page.locator("progress:visible")).to_have_count(1)
    expect(shown).to_contain_text("不要关闭")
    seen.set()
    expect(page.get_by_role("heading", name="表格已导入")).to_be_visible()
    expect(page.locator("progress:visible")).to_have_count(0)
    assert Estate.objects.filter(name__startswith="新村").count() == 3


def test_who_leaves_has_loaded_nothing(preview: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page, left = preview, Event()

    def endless(*_args: Any) -> Iterator[Progress]:
        try:
            for _n in range(400):
                time.sleep(0.05)
                yield Progress(Stage.NOTED, 1, 2)
        finally:
            left.set()

    monkeypatch.setattr(write, "_write_history", endless)
    preview_url = page.url
    page.locator("#content-main form button").click(no_wait_after=True)
    expect(page.locator(".steps > :visible")).to_contain_text("第 4 步，共 4 步")
    page.goto(preview_url)
    assert left.wait(10)
    expect(page.get_by_role("heading", name="要新增的")).to_be_visible()
    assert not Estate.objects.filter(name__startswith="新村").exists()
