"""The benchmark: ratios within one run of one server, so that another machine's figures compare."""

import gzip
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from requests_desk.models import Slot, Visit
from stations.models import ChecklistItem
from tests import factories as make
from tests.requests_desk.concurrency.crowd import Browser
from tests.servers import Server, database_url, serving

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

REQUESTS = 150
_pages = count(1)


@dataclass(frozen=True)
class Cost:
    """What one request cost the server's worker in CPU, and the client in time, both in ms."""

    cpu: float
    wall: float


def cpu_of(pid: int) -> float:
    """Seconds of CPU the process has used so far, its own and the system's for it, to the nanosecond: a clock's
    tick of 10 ms is an eighth of what the cheapest page takes here in all."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


def measure(server: Server, send: Callable[[], int], wanted: int) -> Cost:
    """Send REQUESTS requests one after another, each of which must answer ``wanted``."""
    assert send() == wanted
    (worker,) = server.workers()
    cpu, begun = cpu_of(worker), time.perf_counter()
    for _ in range(REQUESTS):
        assert send() == wanted
    wall = time.perf_counter() - begun
    return Cost((cpu_of(worker) - cpu) / REQUESTS * 1000, wall / REQUESTS * 1000)


class Client:
    """One kept-open connection, as a browser holds it."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())


def twenty_places() -> ChecklistItem:
    """Twenty open stations on one page of the directory, the first of them bookable for weeks."""
    street = make.subdistrict(1)
    stations = []
    for number in range(1, 21):
        committee = make.committee(number, under=street)
        stations.append(make.station(committee, estates=[make.estate(committee)], slot_held=0))
    stations[0].slot_capacity, stations[0].slot_minutes, stations[0].notice_minutes = 1000, 5, 0
    stations[0].save()
    item = make.item(stations[0])
    make.opened(*stations, now=timezone.now())
    return item


def test_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    item = twenty_places()
    slots = list(Slot.objects.filter(starts_at__gt=timezone.now() + timedelta(hours=2))[: REQUESTS + 1])
    with serving(database_url(), settings="tests.bench.settings", workers=1, threads=1) as server:
        client = Client(server)
        ok = measure(server, lambda: client.get("/healthz")[0], 200)
        fresh = measure(server, lambda: client.get(f"/stations/?n={next(_pages)}")[0], 200)
        kept = measure(server, lambda: client.get("/stations/")[0], 200)
        tag = client.get("/stations/")[2]["ETag"]
        same = measure(server, lambda: client.get("/stations/", **{"If-None-Match": tag})[0], 304)
        hot = measure(server, booking(server, item, slots[:1]), 302)
        spread = measure(server, booking(server, item, slots), 302)
        weight = first_visit(Client(server))
    assert Visit.objects.count() == 2 * (REQUESTS + 1)
    rows = [
        ("directory of 20, uncached: CPU ÷ ok view's", fresh.cpu / ok.cpu, "≤ 7"),
        ("the same from the page cache", kept.cpu / ok.cpu, "≤ 1.3"),
        ("the same as a 304", same.cpu / ok.cpu, "≤ 1.3"),
        ("bookings a second, one hot slot ÷ spread", spread.wall / hot.wall, "≥ 0.8"),
        ("bookings a second ÷ uncached directory pages a second", fresh.wall / spread.wall, "≥ 0.8"),
        ("first visit, gzipped KiB of HTML, CSS and JS", weight / 1024, "≤ 25"),
    ]
    with capsys.disabled():
        print(f"\nok view {ok.cpu:.2f} ms of CPU, uncached directory {fresh.cpu:.2f} ms")
        for what, figure, goal in rows:
            print(
                f"{what:55} {figure:7.2f}  {goal:6} {'reached' if reached(figure, goal) else 'not reached'}"
            )


def reached(figure: float, goal: str) -> bool:
    bound = float(goal[2:])
    return figure <= bound if goal[0] == "≤" else figure >= bound


def booking(server: Server, item: ChecklistItem, slots: list[Slot]) -> Callable[[], int]:
    """A function that books the next of ``slots``, around and around, as another person each time."""
    numbers = count()
    path = f"/stations/{item.station.slug}/book/"

    def book() -> int:
        number, browser = next(numbers), Browser()
        person = next(_pages)
        return browser.post(server.url, path, browser.form(item, slots[number % len(slots)], person)).status

    return book


def first_visit(client: Client) -> int:
    """Bytes of the home page with all its style and script, each gzipped as a browser gets it."""
    page = client.get("/")[1]
    files = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    assert files
    return sum(len(gzip.compress(body)) for body in (page, *(client.get(name.decode())[1] for name in files)))
