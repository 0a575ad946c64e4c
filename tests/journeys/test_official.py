"""The official's way: sign in as the street's → coverage → the sheet holds the page's figures, cell by cell."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from portal.demo.load import PASSWORD
from tests.demo import lay
from tests.journeys.stage import says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NOT_KNOWN = ("–", says("not known"))
# The sheet's columns, as far as the page shows them.
CODE, NAME, STANDING, DUE, MOVED, REASON, HOUSEHOLDS = 0, 1, 3, 4, 5, 6, 7
BEFORE, NOW, NOT_REACHED, CHECKLIST, MISSING, ON_TIME, OVERDUE = 9, 11, 12, 15, 16, 19, 20
SHOWN = (CODE, NAME, STANDING, DUE, MOVED, REASON, HOUSEHOLDS, BEFORE, NOW, NOT_REACHED, CHECKLIST, MISSING)
SHOWN += (ON_TIME, OVERDUE)


def share(cell: Locator) -> str:
    """The number of a bar; nothing where the page says that it is not known."""
    number = text(cell, ".bar .num")
    assert number or cell.inner_text().strip().startswith(NOT_KNOWN)
    return re.sub(r"\D", "", number)


def text(row: Locator, selector: str) -> str:
    found = row.locator(selector)
    return found.first.inner_text().strip() if found.count() else ""


def day_after(words: str, sentence: str) -> str:
    """The day in ``words`` that stands where ``sentence`` has its gap."""
    found = re.search(re.escape(says(sentence)).replace(re.escape("%(day)s"), r"(\d{4}-\d\d-\d\d)"), words)
    return found[1] if found else ""


def on_the_page(row: Locator) -> list[str]:
    """One committee's line as the page shows it, in the order of SHOWN."""
    cells = row.locator("td")
    unreached, households = re.findall(r"\d+", cells.nth(4).inner_text())
    days = cells.nth(1).inner_text()
    return [
        text(row, "th .code"), text(row, "th a"), text(row, "td .tag"),
        day_after(days, "due %(day)s"), day_after(days, "moved %(day)s"), text(row, "td .why"),
        households, share(cells.nth(2)), share(cells.nth(3)), unreached, share(cells.nth(5)),
        "; ".join(one.text_content() or "" for one in cells.nth(5).locator("li").all()),
        share(cells.nth(6)), cells.nth(7).inner_text().strip(),
    ]  # fmt: skip


def totals_on_the_page(row: Locator) -> list[str]:
    cells = row.locator("td")
    unreached, households = re.findall(r"\d+", cells.nth(4).inner_text())
    bars = [share(cells.nth(number)) for number in (2, 3, 5, 6)]
    return [households, *bars[:2], unreached, *bars[2:], cells.nth(7).inner_text().strip()]


def download(page: Page, folder: Path) -> list[list[str]]:
    """The sheet behind the page's link, as rows."""
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV").click()
    begun.value.save_as(folder / "sheet.csv")
    with (folder / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def laid(live_server: LiveServer, clock: object, demo_file: Path) -> Iterator[None]:
    """The demo, and nothing of it in the cache for whoever comes after."""
    lay(demo_file)
    yield
    cache.clear()


def test_the_sheet_has_the_pages_figures(
    live_server: LiveServer, laid: None, desk_page: Page, tmp_path: Path
) -> None:
    page = desk_page
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("input[name=username]", "street")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/admin/")
    page.locator(f"#content-main a[href='{reverse('coverage_review')}']").first.click()
    page.wait_for_url(f"**{reverse('coverage_review')}**")  # whole: its rows are counted at once

    rows = [on_the_page(row) for row in page.locator("table.rows tbody tr").all()]
    totals = totals_on_the_page(page.locator("table.rows tfoot tr"))
    header, *lines, sums = download(page, tmp_path)
    print(f"{len(rows)} committees, {len(SHOWN)} figures each; totals {totals}")
    assert len(header) == 21
    assert len(rows) > 12
    assert rows == [[line[column] for column in SHOWN] for line in lines]
    assert totals == [
        sums[column] for column in (HOUSEHOLDS, BEFORE, NOW, NOT_REACHED, CHECKLIST, ON_TIME, OVERDUE)
    ]
    # What is compared is not all alike, and the street sees nobody else's.
    assert len({row[2] for row in rows}) >= 3
    assert {row[0][:9] for row in rows} == {"310107005", "990101001"}
    # Sorted on the page, sorted in the sheet.
    page.locator("table.rows thead a").nth(5).click()
    page.wait_for_url("**sort=-unreached**")
    again = [on_the_page(row) for row in page.locator("table.rows tbody tr").all()]
    assert again != rows
    assert again == [[line[column] for column in SHOWN] for line in download(page, tmp_path)[1:-1]]
