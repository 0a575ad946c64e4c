"""The checklist on a sheet: every item open, in sections, with papers, hours, time, cost and check."""

from datetime import date, time

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from stations.models import ChecklistSection, ItemHours, Station
from stations.views.checklist import hour_lines
from tests import factories as make
from tests.cast import Place
from tests.every_page import on_one_database
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(place: Place) -> str:
    return f"/stations/{place.station.slug}/checklist/"


def test_a_stranger_reads_the_whole_list(client: Client, place: Place, path: str) -> None:
    page = assert_cached_page(client, path)
    assert place.service.name in page
    assert "接待咨询" in page
    assert "<details" not in page


def test_an_unknown_station_is_404(client: Client, place: Place) -> None:
    assert client.get("/stations/nowhere/checklist/").status_code == 404


def test_each_item_tells_papers_hours_time_cost_contact_and_check(
    client: Client, place: Place, path: str
) -> None:
    place.service.papers_en = place.service.papers = "Card\nBook"
    place.service.save()
    place.item.verified_on, place.item.contact = date(2026, 11, 3), "Window 2"
    place.item.save()
    for weekday in range(5):
        ItemHours.objects.create(item=place.item, weekday=weekday, opens=time(9), closes=time(11))
    page = text_of(client.get(f"/en{path}"))
    for fact in (
        "Card · Book",
        "Monday–Friday",
        "09:00–11:00",
        "3 working days",
        "free of charge",
        "Window 2",
    ):
        assert fact in page, fact
    assert "checked on 3 November 2026" in page


def test_an_item_that_nobody_checked_for_long_is_marked(client: Client, place: Place, path: str) -> None:
    place.item.verified_on, place.item.verify_days = date(2026, 11, 3), 90
    place.item.save()
    assert "due to be checked again" not in text_of(client.get(f"/en{path}"))
    place.item.verified_on = date(2026, 8, 1)
    place.item.save()
    assert "due to be checked again" in text_of(client.get(f"/en{path}"))


def test_the_sheet_leads_to_its_large_print_and_back(client: Client, place: Place, path: str) -> None:
    assert f'href="{path}?large"' in text_of(client.get(path))
    assert f'href="{path}?large"' in text_of(client.get(place.station.get_absolute_url()))
    large = text_of(client.get(f"{path}?large"))
    assert f'href="{path}"' in large
    assert f'rel="canonical" href="{settings.PORTAL_PUBLIC_URL}{path}"' in large


@on_one_database
@pytest.mark.parametrize(("sheet", "points"), [("", 10), ("?large", 16)])
def test_on_paper_large_print_has_sixteen_points(
    desk_page: Page, live_server: LiveServer, place: Place, path: str, sheet: str, points: int
) -> None:
    page = desk_page
    page.goto(f"{live_server.url}{path}{sheet}")
    page.set_viewport_size({"width": 680, "height": 1009})  # A4 without its margins
    page.emulate_media(media="print")
    pixels = page.locator(".sheet p").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert round(pixels * 72 / 96, 1) >= points
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_sections_stand_in_their_order(client: Client, place: Place, path: str) -> None:
    first = ChecklistSection.objects.create(station=place.station, name="最先", position=0)
    make.item(place.station).__class__.objects.create(
        station=place.station, service=make.service(), section=first
    )
    page = text_of(client.get(path))
    assert page.index("最先") < page.index("接待咨询")


def test_an_empty_list_says_whom_to_phone(client: Client, place: Place, path: str) -> None:
    place.item.delete()
    page = text_of(client.get(f"/en{path}"))
    assert "has not written down yet what it does" in page
    assert f'href="tel:{place.station.phone}"' in page


def test_a_place_given_up_without_a_site_still_answers(client: Client, place: Place, path: str) -> None:
    place.station.sites.update(used_until=make.TODAY)
    Station.objects.update(status=Station.Status.CLOSED)
    page = text_of(client.get(path))
    assert "/book/" not in page


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [([3], ["Thursday"]), ([0, 1, 2], ["Monday–Wednesday"]), ([0, 2], ["Monday", "Wednesday"]), ([], [])],
)
def test_days_in_a_row_with_the_same_hours_stand_together(weekdays: list[int], words: list[str]) -> None:
    rows = [ItemHours(weekday=day, opens=time(9), closes=time(11)) for day in weekdays]
    from_rows = hour_lines(rows)
    assert len(from_rows) == len(words)
    assert all(intervals == [(time(9), time(11))] for _days, intervals in from_rows)


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place, path: str) -> None:
    few = count_queries(client, path)
    for _number in range(30):
        row = make.item(place.station)
        ItemHours.objects.create(item=row, weekday=3, opens=time(14), closes=time(16))
    assert count_queries(client, path) == few == 3
