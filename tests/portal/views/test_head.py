"""What a page's <head> tells search engines and messengers; of what is anybody's own it tells nothing."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.common.access import MARK
from requests_desk.models import Visit
from stations.models import Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of

pytestmark = pytest.mark.django_db

HOST = "https://portal.example"


@pytest.fixture(autouse=True)
def public_url(settings: Any) -> None:
    settings.PORTAL_PUBLIC_URL = HOST + "/"


def links(page: str) -> dict[str, str]:
    """The addresses in the head: the canonical one and one for each language."""
    found = re.findall(r'<link rel="(canonical|alternate)"(?: hreflang="([\w-]+)")? href="([^"]*)">', page)
    return {language or rel: unescape(address) for rel, language, address in found}


def properties(page: str) -> dict[str, str]:
    """The Open Graph of a page."""
    found = re.findall(r'<meta [^>]*property="(og:[\w:]+)" content="([^"]*)">', page)
    return {name: unescape(words) for name, words in found}


PUBLIC = (
    "home", "station_list", "station_page", "checklist", "service_list", "service", "estate", "committee",
    "coverage", "coverage_area",
    "privacy", "accessibility",
)  # fmt: skip


def public_path(name: str, place: Place) -> str:
    args = {
        "station_page": [place.station.slug],
        "checklist": [place.station.slug],
        "service": [place.service.slug],
        "estate": [place.estate.pk],
        "committee": [place.committee.code],
        "coverage_area": [place.subdistrict.code],
    }
    return reverse(name, args=args.get(name, []))


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_public_page_names_itself_in_both_languages(client: Client, place: Place, language: str) -> None:
    for name in PUBLIC:
        path = public_path(name, place)
        page = text_of(client.get(language + path))
        assert links(page) == {
            "canonical": HOST + language + path,
            "zh-Hans": HOST + path,
            "en": f"{HOST}/en{path}",
            "x-default": HOST + path,
        }
        title = re.search(r"<title>(.*) · [^·]+</title>", page)
        description = re.search(r'<meta name="description"[^>]* content="([^"]+)"', page)
        said = properties(page)
        site = said.pop("og:site_name")
        assert title is not None
        assert description is not None
        assert site
        assert said == {
            "og:title": unescape(title[1]),
            "og:description": unescape(description[1]),
            "og:url": HOST + language + path,
            "og:type": "website",
            "og:locale": "en_GB" if language else "zh_CN",
        }, name


@pytest.mark.parametrize("query", ["?from=poster", "?page=1", "?q=", "?utm_source=wechat&x=%22%3E"])
def test_what_narrows_nothing_is_the_list_itself(client: Client, place: Place, query: str) -> None:
    page = text_of(client.get(reverse("station_list") + query))
    assert links(page)["canonical"] == HOST + reverse("station_list")
    assert properties(page)["og:url"] == HOST + reverse("station_list")


@pytest.mark.parametrize(
    ("name", "query"), [("station_list", "?open=now"), ("station_list", "?q=x"), ("service_list", "?q=x")]
)
def test_a_narrowed_list_is_not_for_search_engines(
    client: Client, place: Place, name: str, query: str
) -> None:
    page = text_of(client.get(reverse(name) + query))
    assert '<meta name="robots" content="noindex">' in page
    assert_tells_nothing(page, name)


def test_names_that_hold_quotes_and_tags_stay_text(client: Client, place: Place) -> None:
    Station.objects.update(name='枫"香<b>里 & 家')
    said = properties(text_of(client.get(place.station.get_absolute_url())))
    assert said["og:title"] == '枫"香<b>里 & 家'


def assert_tells_nothing(page: str, what: str) -> None:
    assert links(page) == {}, what
    assert not properties(page).keys() - {"og:description"}, what
    assert HOST not in page.partition("</head>")[0], what


@pytest.fixture
def own(
    place: Place, visit: Visit, desk: Worker, street: Worker, as_: Callable[..., Client]
) -> dict[str, tuple[Client, str]]:
    """Pages that are somebody's own, the staff's, or none."""
    nobody, worker = Client(), as_(desk)
    ticket = make.ticket(desk, place.station, place.service)
    return {
        "visit": (nobody, visit.get_absolute_url()),
        "visit in English": (nobody, "/en" + visit.get_absolute_url()),
        "move": (nobody, reverse("visit_move", args=[visit.token])),
        "cancel": (nobody, reverse("visit_cancel", args=[visit.token])),
        "ticket": (nobody, reverse("ticket_track", args=[ticket.token])),
        "track": (nobody, reverse("track")),
        "booking": (nobody, reverse("book", args=[place.station.slug])),
        "sign-in": (nobody, reverse("sign_in")),
        "board": (worker, reverse("desk:board")),
        "desk's ticket": (worker, ticket.get_absolute_url()),
        "slip": (worker, reverse("desk:ticket_slip", args=[ticket.reference])),
        "review": (as_(street), reverse("coverage_review")),
        "administration": (as_(street), reverse("admin:index")),
        "missing": (nobody, "/nowhere/"),
        "no such station": (nobody, "/en/stations/nowhere/"),
        "no such link": (nobody, reverse("visit", args=["A" * len(visit.token)])),
        "forbidden": (worker, reverse("coverage_review")),
    }


def test_what_is_somebodys_own_is_told_to_nobody(own: dict[str, tuple[Client, str]]) -> None:
    for kind, (client, path) in own.items():
        page = text_of(client.get(path))
        assert "</head>" in page, kind
        assert_tells_nothing(page, kind)


def routes(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def test_no_secret_stands_in_an_address_that_is_told() -> None:
    """Only pages marked for the cache are told, and none of these has a secret or a person in its path."""
    told = [route for route, view in routes(get_resolver()) if getattr(view, MARK, "") == "public cached"]
    assert len(told) > 10
    # A proposal's reference is no secret: everybody may read what was published under it.
    told = [route for route in told if not route.endswith("proposals/<reference:reference>/")]
    for word in ("token", "uidb64", "reference", "desk/", "admin/", "visits/", "track/"):
        assert not [route for route in told if word in route]


def test_the_host_is_the_settings_own(client: Client, place: Place) -> None:
    page = text_of(client.get("/", headers={"Host": "localhost"}))
    assert settings.PORTAL_PUBLIC_URL.startswith(HOST)
    assert links(page)["canonical"] == HOST + "/"
