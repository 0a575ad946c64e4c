"""Headers on ten kinds of page: a strict policy, nothing personal kept, no cookie where nobody needs one."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from portal.settings import base
from requests_desk.models import Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

# Per directive, all that may stand there. Nothing here lets script or style stand in the page itself.
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
    "base-uri": {"'none'"},
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
}
# The first keep the whole address at home, the last sends nothing but the origin anywhere.
REFERRERS = ("same-origin", "strict-origin")

CACHED = (
    "home",
    "directory",
    "station",
    "checklist",
    "service",
    "estate",
    "committee",
    "coverage",
    "privacy",
)
PERSONAL = (
    "booking",
    "visit",
    "calendar",
    "ticket",
    "track",
    "sign-in",
    "board",
    "desk's ticket",
    "slip",
    "review",
)
ERRORS = ("missing", "forbidden", "refused")


@pytest.fixture
def kinds(
    place: Place, desk: Worker, street: Worker, visit: Visit, as_: Callable[..., Client]
) -> Callable[[str], HttpResponse]:
    """One page of each kind, by its name."""
    nobody, worker, official = Client(), as_(desk), as_(street)
    ticket = make.ticket(desk, place.station, place.service)
    pages: dict[str, tuple[Client, str]] = {
        "home": (nobody, reverse("home")),
        "directory": (nobody, reverse("station_list") + "?open=now"),
        "station": (nobody, reverse("station_page", args=[place.station.slug])),
        "checklist": (nobody, reverse("checklist", args=[place.station.slug])),
        "service": (nobody, reverse("service", args=[place.service.slug])),
        "estate": (nobody, reverse("estate", args=[place.estate.pk])),
        "committee": (nobody, reverse("committee", args=[place.committee.code])),
        "coverage": (nobody, reverse("coverage")),
        "privacy": (nobody, reverse("privacy")),
        "booking": (nobody, reverse("book", args=[place.station.slug]) + f"?item={place.item.pk}"),
        "visit": (nobody, visit.get_absolute_url()),
        "calendar": (nobody, reverse("visit_calendar", args=[visit.token])),
        "ticket": (nobody, reverse("ticket_track", args=[ticket.token])),
        "track": (nobody, reverse("track")),
        "sign-in": (nobody, reverse("sign_in")),
        "board": (worker, reverse("desk:board")),
        "desk's ticket": (worker, ticket.get_absolute_url()),
        "slip": (worker, reverse("desk:ticket_slip", args=[ticket.reference])),
        "review": (official, reverse("coverage_review")),
        "missing": (nobody, "/nowhere/"),
        "forbidden": (worker, reverse("coverage_review")),
    }

    def get(kind: str) -> HttpResponse:
        if kind == "refused":  # a form without its token
            return Client(enforce_csrf_checks=True).post(reverse("track"), {"do": "find"})
        client, path = pages[kind]
        return client.get(path)

    return get


def policy(answer: HttpResponse) -> dict[str, set[str]]:
    """The Content-Security-Policy, read."""
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("kind", CACHED + PERSONAL + ERRORS)
def test_the_policy_is_strict(kind: str, kinds: Callable[[str], HttpResponse]) -> None:
    answer = kinds(kind)
    assert policy(answer) == POLICY
    assert "unsafe" not in answer["Content-Security-Policy"]
    for name, value in ALWAYS.items():
        assert answer[name] == value
    assert answer["Referrer-Policy"] in REFERRERS
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])
    for tells in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
        assert tells not in answer


INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|type=\"application/ld\+json\"))|javascript:"
)


@pytest.mark.parametrize("kind", [kind for kind in CACHED + PERSONAL + ERRORS if kind != "calendar"])
def test_nothing_inline_and_nothing_from_elsewhere(kind: str, kinds: Callable[[str], HttpResponse]) -> None:
    page = kinds(kind).content.decode()
    assert INLINE.findall(page) == []
    assert re.findall(r'(?:src|srcset|action)="(?:https?:)?//[^"]*"', page) == []
    # The page's own addresses in both languages are told, and fetched by nobody.
    fetched = re.findall(r'<link rel="(?!canonical|alternate)[^>]*href="(?:https?:)?//[^"]*"', page)
    assert fetched == []


def test_inline_script_would_be_seen() -> None:
    for bad in ("<p style='a'>", '<a onclick="b">', "<script>c</script>", "<style>", 'href="javascript:d"'):
        assert INLINE.search(bad)
    assert not INLINE.search('<script type="module" src="/static/js/keys.js"></script>')


@pytest.mark.parametrize("kind", PERSONAL + ERRORS)
def test_what_is_personal_is_kept_nowhere(kind: str, kinds: Callable[[str], HttpResponse]) -> None:
    assert "no-store" in kinds(kind)["Cache-Control"]


@pytest.mark.parametrize("kind", CACHED)
def test_public_pages_set_no_cookie_and_can_be_asked_again(
    kind: str, kinds: Callable[[str], HttpResponse]
) -> None:
    answer = kinds(kind)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-cache"
    assert answer["ETag"]
    assert "Cookie" in answer["Vary"]


@override_settings(PAGE_CACHE_SECONDS=20)
def test_the_page_cache_keeps_every_header(kinds: Callable[[str], HttpResponse]) -> None:
    cache.clear()
    fresh, kept = kinds("station"), kinds("station")
    assert fresh.content == kept.content
    assert fresh["X-Request-ID"] != kept["X-Request-ID"]
    assert {name: fresh[name] for name in fresh.headers if name != "X-Request-ID"} == {
        name: kept[name] for name in kept.headers if name != "X-Request-ID"
    }
    cache.clear()


@pytest.mark.parametrize("kind", ["visit", "ticket", "calendar"])
def test_secret_addresses_are_told_to_nobody(kind: str, kinds: Callable[[str], HttpResponse]) -> None:
    answer = kinds(kind)
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_cookies_of_the_staff_stay_with_this_site(place: Place, desk: Worker) -> None:
    client = Client()
    client.get(reverse("sign_in"))
    client.post(reverse("sign_in"), {"username": desk.username, "password": make.PASSWORD})
    assert client.cookies["sessionid"]["httponly"]
    for cookie in client.cookies.values():
        assert cookie["samesite"] in ("Lax", "Strict")


def test_over_https_everything_is_marked_so(place: Place) -> None:
    """As in production: HSTS for a year and more, cookies only there."""
    production = {"SECURE_HSTS_SECONDS": 31_536_000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True}
    with override_settings(**production, CSRF_COOKIE_SECURE=True, SESSION_COOKIE_SECURE=True):
        answer = Client().get(reverse("track"), secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert answer.cookies["csrftoken"]["secure"]


def test_a_toggle_over_https_sets_a_secure_cookie(place: Place) -> None:
    answer = Client().post(
        reverse("elder"), {"next": "/"}, secure=True, headers={"Origin": "https://testserver"}
    )
    assert answer.cookies["elder"]["secure"]
    assert answer.cookies["elder"]["httponly"]


def test_the_settings_are_those_that_ship() -> None:
    """These tests would prove nothing about a policy that only the tests have."""
    assert settings.CONTENT_SECURITY_POLICY == base.CONTENT_SECURITY_POLICY
    assert settings.MIDDLEWARE == base.MIDDLEWARE
