"""Walking through the demo's pages as a resident does: from the search box, by links, reading text."""

import html
import re
from dataclasses import dataclass
from functools import cached_property

from django.test import Client
from django.urls import reverse

LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.S)
HIDDEN = re.compile(r"<(script|style)\b.*?</\1>", re.S)


def bare(text: str) -> str:
    """Without any white space: where lines break says nothing."""
    return re.sub(r"\s+", "", text)


def words(markup: str) -> str:
    """What a person reads of some HTML."""
    return bare(html.unescape(re.sub(r"<[^>]+>", "", HIDDEN.sub("", markup))))


@dataclass
class Page:
    """One page, fetched."""

    address: str
    markup: str

    @cached_property
    def text(self) -> str:
        return words(self.markup)

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """(address, text) of every link."""
        return [(html.unescape(address), words(text)) for address, text in LINK.findall(self.markup)]

    def link_to(self, name: str, under: str) -> str:
        """The address of the link whose text holds ``name`` and that leads under ``under``."""
        found = [to for to, text in self.links if bare(name) in text and to.startswith(under)]
        assert found, f"no link to {name} on {self.address}"
        return found[0]


class Walk:
    """A resident at the search box; pages are kept, for the next one who asks."""

    def __init__(self, language: str = "") -> None:
        self.home = f"/{language}/" if language else "/"
        self._pages: dict[str, Page] = {}

    def open(self, address: str) -> Page:
        if address not in self._pages:
            response = Client().get(address)
            assert response.status_code == 200, address
            self._pages[address] = Page(address, response.content.decode())
        return self._pages[address]

    def find(self, query: str, name: str) -> Page:
        """Type ``query`` into the search box and follow the result called ``name``."""
        response = Client().get(f"{self.home}stations/", {"q": query})
        assert response.status_code == 200
        results = Page(f"?q={query}", response.content.decode())
        return self.open(results.link_to(name, f"{self.home}stations/"))

    def committee_of(self, station: Page) -> Page:
        address = next(to for to, _text in station.links if to.startswith(f"{self.home}committees/"))
        return self.open(address)

    def estate(self, station: Page, name: str) -> Page:
        """The estate's page, by its link on the committee's."""
        return self.open(self.committee_of(station).link_to(name, f"{self.home}estates/"))

    def checklist_of(self, station: Page) -> Page:
        return self.open(f"{station.address}checklist/")

    def service(self, slug: str) -> Page:
        return self.open(reverse("service", args=[slug]))
