"""Walks through the portal as a reader does, by its links, a few pages for each address pattern."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

HOST = "http://testserver"


class Links(HTMLParser):
    """Collects where the links and GET forms of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each tag."""
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"] or "")
        if tag == "form" and (given.get("method") or "get").lower() == "get" and given.get("action"):
            self.found.append(given["action"] or "")


def links(page: str, at: str) -> list[str]:
    """The portal's own addresses (path and query) that ``page`` at ``at`` links to."""
    parser = Links()
    parser.feed(page)
    whole = [urldefrag(urljoin(HOST + at, link)).url for link in parser.found]
    return [url.removeprefix(HOST) or "/" for url in whole if url == HOST or url.startswith(f"{HOST}/")]


def pattern(url: str) -> str:
    """The language, route and parameter names of ``url``: pages alike in all three are of one kind."""
    parts = urlsplit(url)
    language = "en" if parts.path.startswith("/en/") else "zh-hans"
    try:
        with translation.override(language):
            route = resolve(parts.path).route
    except Resolver404:
        return url
    names = ",".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&")}))
    return f"{language} {route}?{names}"


def anywhere(url: str) -> bool:
    """Follow every link."""
    return True


def crawl(
    client: Client,
    *starts: str,
    each: int = 2,
    follow: Callable[[str], bool] = anywhere,
    **more: Any,
) -> Iterator[tuple[str, HttpResponse]]:
    """Every kind of page within reach of ``starts``, ``each`` examples of a kind: (address, response).

    Redirects are followed as links are; addresses that ``follow`` refuses are left alone.
    ``more`` goes to ``client.get``.
    """
    waiting = deque(starts)
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    while waiting:
        url = waiting.popleft()
        if url in seen or kinds[pattern(url)] >= each or not follow(url):
            continue
        seen.add(url)
        kinds[pattern(url)] += 1
        response = client.get(url, **more)
        yield url, response
        if response.status_code in (301, 302, 303, 307):
            waiting.extend(links(f'<a href="{response["Location"]}">', url))
        elif response.get("Content-Type", "").startswith("text/html"):
            waiting.extend(links(response.content.decode(), url))
