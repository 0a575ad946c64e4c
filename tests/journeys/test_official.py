"""The official's way: from the admin's index into the coverage review, down to a committee, and the page's figures as a
workbook."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.demo import PASSWORD, lay

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The page's columns from the third on, by the headings of the workbook.
SHOWN = (
    "计划内居委会之前15分钟内可达的户数：百分比", "15分钟内可达的户数：百分比", "15分钟以外的户数",
    "已提供的标准项目：百分比", "按时答复的工单：百分比", "目前逾期的工单数",
)  # fmt: skip


@pytest.fixture
def laid(live_server: LiveServer, clock: object, demo_file: Path) -> Iterator[None]:
    """The demo, and nothing of it in the cache for whoever comes after."""
    lay(demo_file)
    yield
    cache.clear()


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(url + reverse("admin:index"))
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/admin/")


def on_the_page(row: Locator) -> list[int | None]:
    """The figures of one line, in the order of SHOWN; None of a dash and of what is not known."""
    found = []
    for cell in row.locator("td").all()[-6:]:
        number = re.search(r"\d+", cell.inner_text())
        found.append(int(number[0]) if number else None)
    return found


def workbook(page: Page, folder: Path) -> list[dict[str, Any]]:
    """The workbook behind the page's link, a row by its headings."""
    with page.expect_download() as begun:
        page.get_by_role("link", name="XLSX").click()
    begun.value.save_as(folder / "book.xlsx")
    head, *rows = load_workbook(folder / "book.xlsx").worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(page: Page) -> dict[str, list[int | None]]:
    rows = page.locator("table.rows tbody tr").all()
    return {row.locator("th .code").inner_text(): on_the_page(row) for row in rows}


def test_down_to_a_committee_and_into_a_workbook(
    live_server: LiveServer, laid: None, desk_page: Page, tmp_path: Path
) -> None:
    page = desk_page
    sign_in(page, live_server.url, "street")
    page.locator(f"#content-main a[href='{reverse('coverage_review')}']").first.click()
    page.wait_for_url(f"**{reverse('coverage_review')}")
    expect(page.locator("table.rows tbody tr")).to_have_count(2)
    assert set(lines(page)) == {"310107005", "990101001"}, "the street sees nobody else's"

    page.locator("a[href='/admin/coverage/990101001/']").click()
    page.wait_for_url("**/admin/coverage/990101001/")
    shown = lines(page)
    *book, total = workbook(page, tmp_path)
    assert len(shown) == len(book) == 12
    assert {row["区划代码"]: [row[words] for words in SHOWN] for row in book} == shown
    assert total["15分钟以外的户数"] == sum(row["15分钟以外的户数"] for row in book)
    assert len({row["进展"] for row in book}) >= 3, "what is compared is not all alike"

    # Sorted on the page, sorted in the workbook.
    page.locator("table.rows thead a[href*='sort=-beyond']").click()
    page.wait_for_url("**sort=-beyond**")
    again = list(lines(page))
    assert again != list(shown)
    assert again == [row["区划代码"] for row in workbook(page, tmp_path)[:-1]]

    page.locator("table.rows tbody th a").first.click()
    page.wait_for_url("**/admin/coverage/*/")
    assert page.locator("table.rows tbody tr").count() > 0, "its estates"
