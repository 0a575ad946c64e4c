"""Devices under watch: a desk that calls, a server that can be stopped, what the screen says, what its page weighs.

The time is real here, unlike in most tests: the portal runs in a process of its own, which no test's clock reaches.
"""

import os
import random
import socket
import subprocess
import time
from dataclasses import dataclass, field
from urllib.error import URLError

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import CDPSession, Page

from requests_desk.actions.line import call_next
from requests_desk.actions.numbers import take_number
from requests_desk.actions.queue import call_again
from requests_desk.actions.terminals import issue
from requests_desk.actions.tickets import receive
from requests_desk.models import Terminal, Ticket
from stations.models import Service, Station, Worker
from tests import factories as make
from tests.servers import BASE, command, database_url, direct, stop

# The page itself keeps less than 2 kB; what the engine compiles and remembers of its few functions while they run hot
# is more than a hundred. Whatever is kept at every answer passes this within a few hundred of them.
MOST_BYTES = 400_000
MOST_NODES = 60  # text nodes of figures that had none before
MOST_LISTENERS = 5

# Nothing is spoken; what would be is told to the test.
EARS = """
Object.defineProperty(window, "speechSynthesis", {
  value: { speak: (line) => window.heard(`${line.lang} ${line.text}`), cancel() {}, pending: false, speaking: false },
});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


class Portal:
    """The portal on a port that stays its own while it is stopped."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 60) -> None:
        """Return once it answers. Raises RuntimeError when it does not."""
        bound = [*command("portal.wsgi:application", 0, 1, 8), "--bind", f"127.0.0.1:{self.port}"]
        bound = [word for word in bound if word != "fd://0"]
        bound.remove("--bind")  # that of the socket which is not handed down
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.device_settings",
            "DATABASE_URL": database_url(),
        }
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(bound, cwd=BASE, env=env, start_new_session=True, **quiet)  # type: ignore[call-overload]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with direct.open(f"{self.url}/healthz", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError("the portal does not answer")

    def stop(self) -> None:
        """From now on connections are refused."""
        if self.process is not None:
            stop(self.process, gently=False)
        self.process = None


@dataclass
class Bar:
    """A station with two desks that receive, and its line. Whatever is called is noted as the screen should say it."""

    station: Station
    matter: Service
    workers: list[Worker]
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    called: list[str] = field(default_factory=list)

    @classmethod
    def made(cls) -> "Bar":
        """Open, by rows that hold on any day."""
        committee = make.committee(name="梧桐里居委会")
        station = make.station(committee, slug="watched", name="梧桐里会客厅", desks=2)
        workers = [make.worker(f"watched-{number}") for number in (1, 2)]
        for worker, role in zip(workers, ("head", "desk"), strict=True):
            make.post(worker, role, committee)
        return cls(station, make.service("综合咨询"), workers)

    def link(self, kind: str) -> str:
        """The path of a fresh link for a device."""
        chosen = Terminal.Kind(kind)
        _row, link, _code = issue(
            station=self.station, kind=chosen, worker=self.workers[0], at=timezone.now()
        )
        return reverse(f"{kind}_open", args=[self.station.slug, link])

    def come(self) -> None:
        """Somebody takes a number."""
        take_number(
            station=self.station, matter=self.matter, green=self.chance.random() < 0.2, at=timezone.now()
        )

    def step(self) -> None:
        """One thing that happens at the bar: who is awaited comes or is called once more, else the next is called."""
        number = self.chance.randrange(2)
        worker, desk, at = self.workers[number], number + 1, timezone.now()
        awaited = Ticket.objects.waiting().filter(station=self.station, called_by=worker).first()
        if awaited is None:
            self.come()
            self.note(call_next(station=self.station, worker=worker, at=at, desk=desk), desk)
        elif self.chance.random() < 0.3 and awaited.times_called < 3:
            self.note(call_again(ticket=awaited, worker=worker, at=at, desk=desk), desk)
        else:
            receive(ticket=awaited, worker=worker, at=at)

    def note(self, ticket: Ticket, desk: int) -> None:
        self.called += [
            f"zh-CN 请{ticket.number}号到{desk}号接待台",
            f"en Number {ticket.number}, desk {desk}",
        ]


@dataclass(frozen=True)
class Weight:
    """What a page holds after the engine has thrown away all it can: bytes of its heap, nodes, listeners."""

    heap: int
    nodes: int
    listeners: int


class Scales:
    """Weighs one page."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")

    def weigh(self) -> Weight:
        for _time in range(2):  # what the first round sets free may hold more
            self.session.send("HeapProfiler.collectGarbage")
        found = self.session.send("Performance.getMetrics")["metrics"]
        kept = {one["name"]: int(one["value"]) for one in found}
        return Weight(kept["JSHeapUsedSize"], kept["Nodes"], kept["JSEventListeners"])


def grown(before: Weight, after: Weight) -> list[str]:
    """What grew more than a page may that is to run for months."""
    limits = {"heap": MOST_BYTES, "nodes": MOST_NODES, "listeners": MOST_LISTENERS}
    more = {name: getattr(after, name) - getattr(before, name) for name in limits}
    return [f"{name}: +{number}" for name, number in more.items() if number > limits[name]]
