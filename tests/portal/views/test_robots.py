"""For search engines: every public page once in each language, and nothing that is anybody's own."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from portal.views.robots import SECTIONS
from requests_desk.models import Visit
from stations.models import Station
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "https://portal.example"


@pytest.fixture(autouse=True)
def public_url(settings: object) -> None:
    settings.PORTAL_PUBLIC_URL = HOST  # type: ignore[attr-defined]


def read(client: Client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)


def addresses(client: Client) -> list[str]:
    """Every page of every list that the index names."""
    lists = [one.text or "" for one in read(client, "/sitemap.xml").iterfind(".//s:loc", SPACES)]
    assert len(lists) >= len(SECTIONS)
    found = [read(client, one.removeprefix(HOST)).iterfind("s:url/s:loc", SPACES) for one in lists]
    return [page.text or "" for pages in found for page in pages]


def test_every_public_page_stands_there_in_both_languages(client: Client, place: Place) -> None:
    found = addresses(client)
    assert len(found) == len(set(found))
    for name, args in {
        "home": [], "station_list": [], "service_list": [], "privacy": [], "accessibility": [],
        "station_page": [place.station.slug], "checklist": [place.station.slug], "estate": [place.estate.pk],
        "service": [place.service.slug], "committee": [place.committee.code],
    }.items():  # fmt: skip
        path = reverse(name, args=args)
        assert {HOST + path, HOST + "/en" + path} <= set(found)


def test_every_address_answers(client: Client, place: Place) -> None:
    for address in addresses(client):
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_languages_name_each_other(client: Client, place: Place) -> None:
    for page in read(client, "/sitemap-stations.xml").iterfind("s:url", SPACES):
        links = page.iterfind("x:link", SPACES)
        path = place.station.get_absolute_url()
        assert {link.get("hreflang"): link.get("href") for link in links} == {
            "zh-hans": HOST + path,
            "en": f"{HOST}/en{path}",
            "x-default": HOST + path,
        }


def test_what_was_given_up_and_what_is_somebodys_own_is_not_there(
    client: Client, place: Place, other_place: Place, visit: Visit
) -> None:
    Station.objects.filter(pk=other_place.station.pk).update(status=Station.Status.CLOSED)
    found = " ".join(addresses(client))
    assert place.station.slug in found
    assert other_place.station.slug not in found
    assert visit.token not in found
    assert not any(word in found for word in ("/visits/", "/track/", "/desk/", "/admin/", "/book/"))


def test_a_long_list_is_read_page_by_page(
    client: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SECTIONS["estates"], "limit", 2)
    for number in range(4):
        make.estate(place.committee, f"小区{number}")
    estates = [address for address in addresses(client) if "/estates/" in address]
    assert len(estates) == len(set(estates)) == 2 * 5


@pytest.mark.parametrize(
    "path", ["/sitemap-nothing.xml", "/sitemap-stations.xml?p=9", "/sitemap-stations.xml?p=x"]
)
def test_a_list_that_is_not_there_is_404(client: Client, place: Place, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_may_read_public_pages_alone(client: Client, place: Place, visit: Visit) -> None:
    text = client.get("/robots.txt").content.decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    for path in ("/", "/stations/", place.station.get_absolute_url(), "/en/services/"):
        assert rules.can_fetch("*", path)
    for path in (f"/visits/{visit.token}/", "/en/track/", "/desk/", "/en/admin/"):
        assert not rules.can_fetch("*", path)
    assert rules.site_maps() == [HOST + "/sitemap.xml"]
