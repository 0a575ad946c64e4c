"""Chromium asks, Django's test client answers: real pages without a server, on the test's own rows and clock."""

from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

HOST = "http://testserver"
# The frame's own headers say less than the client's; what the browser must not be told twice.
NOT_PASSED_ON = {"content-length", "set-cookie"}
# What each window shows now.
SHOWN: WeakKeyDictionary[Page, tuple[HttpResponse, frozenset[str]]] = WeakKeyDictionary()


def answer(window: BrowserContext, client: Client) -> None:
    """Let ``client`` answer every request of ``window`` under HOST; cookies stay with the client.

    A redirect is passed on as it is; requests to other hosts fail.
    """

    def handle(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if not served_as_file(route):
            response = client.generic(
                route.request.method,
                f"{parts.path}?{parts.query}" if parts.query else parts.path,
                route.request.post_data_buffer or b"",
                content_type=route.request.headers.get("content-type", "application/octet-stream"),
                headers={"Origin": HOST, "Referer": HOST + "/"},
            )
            pass_on(route, response)

    window.route("**/*", handle)


def show(page: Page, response: HttpResponse, *, without: frozenset[str] = frozenset()) -> None:
    """Let ``page`` show an answer that is already there, less the headers named in ``without``."""
    if page not in SHOWN:
        # Once for each window: taking a route away races with what the last page still asks for.
        page.route("**/*", lambda route: served_as_file(route) or pass_on(route, *SHOWN[page]))
    SHOWN[page] = response, without
    page.goto(HOST + "/")


def served_as_file(route: Route) -> bool:
    """Answer requests for static files, and refuse those to other hosts."""
    parts = urlsplit(route.request.url)
    if f"{parts.scheme}://{parts.netloc}" != HOST:
        route.abort()
    elif parts.path.startswith("/static/"):
        file = finders.find(parts.path.removeprefix("/static/"))
        route.fulfill(path=str(file)) if file else route.fulfill(status=404)
    else:
        return False
    return True


def pass_on(route: Route, response: HttpResponse, without: frozenset[str] = frozenset()) -> None:
    """Give the browser an answer with its headers."""
    dropped = NOT_PASSED_ON | without
    kept = {name: value for name, value in response.items() if name.lower() not in dropped}
    route.fulfill(status=response.status_code, headers=kept, body=response.content)
