"""The poster for the old office's door: what it says of the move, a square that phones read, one sheet of A4."""

import re
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.views.poster import print_size
from stations.actions.stations import move_station
from stations.models import Programme, Relocation, Site, Station, WeekHours
from tests import factories as make
from tests.cast import Place
from tests.common.test_qr import painted
from tests.every_page import on_one_database
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db

QR_MM = 40  # a phone reads it at arm's length
PX_A_MM = 96 / 25.4


@pytest.fixture
def path(place: Place) -> str:
    return f"/stations/{place.station.slug}/poster/"


def words(client: Client, path: str) -> str:
    """The poster's words in English, without the page around it."""
    page = text_of(client.get(f"/en{path}"))
    poster = page[page.index('<article class="poster"') : page.index("</article>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", poster)).split())


def move(station: Station, on: date, **fields: Any) -> None:
    move_station(
        site=Site(station=station, address="曹杨路891号", entrance="玻璃门", step_free=True, **fields), on=on
    )


def test_a_place_that_moved_says_so_and_strikes_the_old_address(
    client: Client, place: Place, path: str
) -> None:
    old = Site.objects.get(station=place.station)
    move(place.station, date(2026, 3, 1))
    said = words(client, path)
    assert said.startswith(
        "We have moved Since 1 March 2026 you find us here: 枫香里会客厅 曹杨路891号 玻璃门"
    )
    assert "Floor 1, step-free, facing the street" in said
    assert "Monday–Sunday 08:30–17:30" in said
    assert place.station.phone in said
    assert re.search(f"No longer here: <s>.*{old.address}.*</s>", text_of(client.get(f"/en{path}")))


def test_of_a_rough_date_no_more_is_said_than_is_known(client: Client, place: Place, path: str) -> None:
    move(place.station, date(2023, 1, 1), dates_are_rough=True)
    assert "Since 2023 you find us here:" in words(client, path)


def test_a_move_to_come_says_from_when(client: Client, place: Place, path: str) -> None:
    old = Site.objects.get(station=place.station)
    move(place.station, make.TODAY + timedelta(days=44))
    said = words(client, path)
    assert said.startswith("We are moving From 1 January 2027 you find us here:")
    assert said.endswith(f"Until then: {old.address}")
    assert "<s>" not in text_of(client.get(path))


def test_a_planned_place_says_when_it_opens(client: Client, place: Place, path: str) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    Site.objects.update(used_from=date(2027, 1, 1))
    assert words(client, path).startswith("We are opening From 1 January 2027 you find us here:")


def test_a_promised_day_is_the_latest(client: Client, place: Place, path: str) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    programme = Programme.objects.create(
        division=place.subdistrict, name="沿街设置", began_on=date(2026, 1, 1)
    )
    Relocation.objects.create(programme=programme, committee=place.committee, due_on=date(2027, 4, 20))
    assert "From 20 April 2027 at the latest you find us here:" in words(client, path)


def test_an_office_that_is_to_move_says_by_when(client: Client, place: Place, path: str) -> None:
    programme = Programme.objects.create(
        division=place.subdistrict, name="沿街设置", began_on=date(2026, 1, 1), due_on=date(2027, 4, 20)
    )
    Relocation.objects.create(programme=programme, committee=place.committee)
    assert words(client, path).startswith("Come in"), "it stands on the street already"
    Site.objects.update(street_front=False)
    said = words(client, path)
    assert said.startswith("We are moving By 20 April 2027 at the latest. Until then you find us here:")
    assert "The new address will stand on the page behind the square." in said
    Programme.objects.update(due_on=date(2026, 11, 17))
    assert words(client, path).startswith("Come in"), "a day that is over is promised to nobody"


def test_without_a_site_the_address_is_to_come(client: Client, place: Place, path: str) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    Site.objects.all().delete()
    assert "You find us here: 枫香里会客厅 The address will be announced." in words(client, path)


def test_a_place_that_never_moved_invites(client: Client, place: Place, path: str) -> None:
    assert words(client, path).startswith("Come in You find us here: 枫香里会客厅")


def test_nobody_is_sent_to_a_place_given_up(client: Client, place: Place, path: str) -> None:
    Station.objects.update(status=Station.Status.CLOSED)
    assert client.get(path).status_code == 404
    assert path not in text_of(client.get(place.station.get_absolute_url()))


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_phone_reads_the_square_and_finds_the_station(
    client: Client, place: Place, path: str, language: str
) -> None:
    page = text_of(client.get(language + path))
    (drawing,) = re.findall(r'<svg role="img" focusable="false".*?</svg>', page, re.S)
    (found,) = zxingcpp.read_barcodes(painted(drawing))
    assert found.text == f"{settings.PORTAL_PUBLIC_URL}{language}/stations/{place.station.slug}/"
    assert client.get(found.text.removeprefix(settings.PORTAL_PUBLIC_URL)).status_code == 200


def test_the_stations_page_leads_to_it_and_search_engines_are_not(
    client: Client, place: Place, path: str
) -> None:
    assert f'href="{path}"' in text_of(client.get(place.station.get_absolute_url()))
    page = assert_cached_page(client, path)
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page


def test_the_same_statements_however_many_hours_and_sites(client: Client, place: Place, path: str) -> None:
    few = count_queries(client, path)
    for year in range(2010, 2026):
        move(place.station, date(year, 1, 1))
    assert count_queries(client, path) == few


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def fill(station: Station, letters: int, days: int) -> None:
    """Every word of a move ``letters`` hundredths as long as its column allows; hours on ``days`` days, each
    with others and a break."""

    def some(text: str, most: int) -> str:
        return (text * most)[: max(2, most * letters // 100)]

    Site.objects.update(address=some("旧楼", 120), address_en=some("Old road ", 160))
    move(station, date(2026, 3, 1))
    Site.objects.filter(used_until=None).update(
        address=some("曹杨路", 120), address_en=some("Caoyang Road ", 160),
        entrance=some("门朝马路", 200), entrance_en=some("Glass door ", 240),
    )  # fmt: skip
    Station.objects.update(name=some("百姓会客厅", 80), name_en=some("Living Room ", 120))
    station.week.all().delete()
    for day in range(days):
        for opens, closes in ((time(8, day), time(12)), (time(13, day), time(17))):
            WeekHours.objects.create(station=station, weekday=day, opens=opens, closes=closes)


# Just within the largest print, in either language, and the next; and all that can be typed.
FULL = [("", 13, 2), ("/en", 26, 2), ("", 25, 5), ("", 100, 7)]


@on_one_database
@pytest.mark.parametrize(("language", "letters", "days"), FULL)
def test_however_much_is_said_it_fits_one_sheet(
    desk_page: Page, live_server: LiveServer, place: Place, language: str, letters: int, days: int
) -> None:
    page = desk_page
    fill(place.station, letters, days)
    page.goto(f"{live_server.url}{language}/stations/{place.station.slug}/poster/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.set_viewport_size({"width": round(180 * PX_A_MM), "height": round(267 * PX_A_MM)})
    page.emulate_media(media="print")
    hidden = page.locator(".poster").evaluate("it => it.scrollHeight - it.clientHeight")
    assert hidden <= 1, "words are cut off"
    box = page.locator(".poster .scan svg").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= QR_MM * PX_A_MM


@pytest.mark.parametrize(
    ("texts", "lines", "size"),
    [
        (["枫杨园百姓会客厅", "曹杨路891号", "临街玻璃门", "中桥大楼小区6号楼2楼"], 2, ""),
        (["a" * 220], 0, ""),
        (["a" * 221], 0, "smaller"),
        (["字" * 110], 0, ""),
        (["字" * 111], 0, "smaller"),
        (["a" * 200], 2, "smaller"),
        (["字" * 251], 0, "smallest"),
        ([""], 30, "smallest"),
    ],
)
def test_the_more_is_said_the_smaller_it_is_printed(texts: list[str], lines: int, size: str) -> None:
    assert print_size(texts, lines) == size


@on_one_database
def test_a_page_that_is_longer_would_be_seen(desk_page: Page, live_server: LiveServer, place: Place) -> None:
    """The control: the station's own page does not fit."""
    desk_page.goto(live_server.url + place.station.get_absolute_url())
    assert pages_of(desk_page.pdf(prefer_css_page_size=True)) > 1


def test_the_poster_is_in_chinese_for_who_reads_chinese(client: Client, place: Place, path: str) -> None:
    with translation.override("zh-hans"):
        heading = translation.gettext("Come in")
    assert f'<h1 id="says">{heading}</h1>' in text_of(client.get(path))
