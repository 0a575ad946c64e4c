"""Traffic as a proxy brings it: each line asks and books, on fresh connections or on one kept open, and tries nothing
twice. Whatever does not come back as it should is written down as a failure."""

import random
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client

from requests_desk.models import Slot
from stations.models import ChecklistItem, Station
from tests import factories as make
from tests.requests_desk.concurrency.crowd import Browser

numbers = count(1)


@dataclass
class Line:
    """One line of traffic. ``kept``: its connection is kept open between requests, as a proxy keeps those behind it,
    and given up where the other side has closed it meanwhile, for which a proxy watches. ``pause``: seconds between
    two requests, at most."""

    url: str
    kept: bool
    pause: float
    connection: HTTPConnection | None = None
    times: list[float] = field(default_factory=list)
    opened: int = 0
    booked: int = 0
    failures: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, want: int, body: str = "", headers: dict[str, str] | None = None
    ) -> bool:
        """Whether the one try was answered with the status wanted."""
        begun = time.monotonic()
        try:
            connection = self.connected()
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            self.failures.append(f"{method} {path}: {error!r} after {time.monotonic() - begun:.1f} s")
            self.hang_up()
            return False
        self.times.append(time.monotonic() - begun)
        if answer.status != want:
            self.failures.append(f"{method} {path}: {answer.status}")
        if not self.kept:
            self.hang_up()
        return answer.status == want

    def connected(self) -> HTTPConnection:
        """The connection kept open, if the portal keeps it, too; else a new one."""
        if self.connection and self.connection.sock:
            closed, _, _ = select.select([self.connection.sock], [], [], 0)
            if not closed:
                return self.connection
        self.hang_up()
        self.opened += 1
        self.connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        return self.connection

    def hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def book(self, item: ChecklistItem, slot: Slot) -> None:
        """A visit, by somebody of whom nobody has heard yet."""
        browser, number = Browser(), next(numbers)
        headers = {
            "Cookie": f"csrftoken={browser.secret}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(browser.form(item, slot, number))
        self.booked += self.ask("POST", f"/stations/{item.station.slug}/book/", 302, body, headers)


def flow(lines: list[Line], item: ChecklistItem, slots: list[Slot], meanwhile: Callable[[], None]) -> None:
    """Let every line look at pages and book in ``slots`` by turns, while ``meanwhile`` is done."""
    over = threading.Event()
    pages = [
        "/stations/",
        f"/stations/{item.station.slug}/",
        f"/stations/{item.station.slug}/book/?item={item.pk}",
    ]

    def go(line: Line) -> None:
        while not over.is_set():
            line.ask("GET", random.choice(pages), 200)
            over.wait(random.uniform(0, line.pause))
            line.book(item, random.choice(slots))
            over.wait(random.uniform(0, line.pause))
        line.hang_up()

    threads = [threading.Thread(target=go, args=[line]) for line in lines]
    for thread in threads:
        thread.start()
    try:
        meanwhile()
    finally:
        over.set()
        for thread in threads:
            thread.join()


def at_the_desk(station: Station) -> str:
    """The cookie of a worker of that desk."""
    worker = make.worker("desk")
    make.post(worker, "desk", station.committee)
    client = Client()
    client.force_login(worker)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
