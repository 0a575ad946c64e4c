"""A crowd of clients: each with a browser's cookie and a form filled in, all sent at the same moment."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.utils.crypto import get_random_string

from portal.common.form_keys import new_key
from requests_desk.models import Slot, Visit
from stations.models import ChecklistItem, Station
from tests import factories as make

SECONDS = 60  # the longest a client waits for its answer
_days = count(2)


@dataclass(frozen=True)
class Answer:
    """What a client got, and after how many seconds."""

    status: int
    location: str
    body: str
    seconds: float = 0.0


@dataclass
class Browser:
    """One person's browser: its CSRF cookie, and the key of the form it was given."""

    secret: str = field(default_factory=lambda: get_random_string(32))

    def form(self, item: ChecklistItem, slot: Slot, number: int, **more: object) -> dict[str, object]:
        """The third question, answered. The key is made as the page makes it, without fetching
        200 pages first."""
        request = HttpRequest()
        request.META["CSRF_COOKIE"] = self.secret
        key = new_key("booking", request, at=datetime.now(UTC) - timedelta(minutes=1))
        return {
            "csrfmiddlewaretoken": self.secret, "item": item.pk, "slot": slot.pk, "key": key,
            "name": f"居民{number}", "phone": f"138{number:08}", **more,
        }  # fmt: skip

    def post(self, url: str, path: str, form: dict[str, object]) -> Answer:
        """Send the form on a connection of its own."""
        begun = datetime.now(UTC)
        connection = HTTPConnection(urlsplit(url).netloc, timeout=SECONDS)
        try:
            headers = {
                "Cookie": f"csrftoken={self.secret}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            connection.request("POST", path, urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            seconds = (datetime.now(UTC) - begun).total_seconds()
            return Answer(answer.status, answer.getheader("Location", ""), body, seconds)
        finally:
            connection.close()


def at_once(work: Sequence[tuple[Browser, str, str, dict[str, object]]]) -> list[Answer]:
    """Post all of it (browser, url, path, form) at the same moment; the answers in the same order."""
    ready = threading.Barrier(len(work))

    def send(one: tuple[Browser, str, str, dict[str, object]]) -> Answer:
        browser, url, path, form = one
        ready.wait(SECONDS)
        return browser.post(url, path, form)

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(send, work))


def a_station() -> tuple[Station, ChecklistItem]:
    """A station with one bookable item and no slots yet."""
    station = make.station(make.committee())
    return station, make.item(station)


def a_slot(station: Station, places: int, *, day: int | None = None, hour: int = 2) -> Slot:
    """A slot of so many places, on a day of its own, days from now."""
    begin = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return Slot.objects.create(
        station=station,
        starts_at=begin + timedelta(days=day or next(_days) % 10 + 2),
        minutes=30,
        capacity=places,
    )


def a_roomy_station() -> tuple[Station, ChecklistItem]:
    """A station whose other slots, the ones to be offered, have room for everybody."""
    station, item = a_station()
    for hour in (6, 7, 8):
        a_slot(station, 10_000, day=13, hour=hour)
    return station, item


@dataclass(frozen=True)
class Burst:
    """What became of one slot that a crowd wanted."""

    statuses: Counter[int]
    confirmations: set[str]
    with_other_times: int
    rows: int
    booked: int


def burst(url: str, item: ChecklistItem, slot: Slot, clients: int) -> Burst:
    """Let ``clients`` book ``slot`` at once, each from a browser of its own."""
    path = f"/stations/{item.station.slug}/book/"
    browsers = [Browser() for _ in range(clients)]
    answers = at_once([(one, url, path, one.form(item, slot, n)) for n, one in enumerate(browsers)])
    offers = re.compile(r'type="radio" name="slot" value="\d+"')
    slot.refresh_from_db()
    return Burst(
        statuses=Counter(one.status for one in answers),
        confirmations={one.location for one in answers if one.status == 302},
        with_other_times=sum(one.status == 409 and bool(offers.search(one.body)) for one in answers),
        rows=Visit.objects.filter(slot=slot).count(),
        booked=slot.booked,
    )
