"""What whoever runs the portal relies on: a reload fails nobody, a database that is gone is told of at once and needs
no restart afterwards, and eight writers on SQLite wait for each other without an error."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.request import Request

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from requests_desk.models import Slot, Visit
from stations.models import ChecklistItem, Station
from tests.postgres import PrivatePostgres
from tests.proof.own_database import OwnDatabase
from tests.proof.traffic import Line, at_the_desk, flow
from tests.requests_desk.concurrency.crowd import Answer, Browser, a_slot, a_station
from tests.servers import Server, direct, serving

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]

SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
RELOADS = 3
IMPATIENT = "tests.proof.impatient_settings"


@dataclass(frozen=True)
class Ground:
    station: Station
    item: ChecklistItem
    slots: list[Slot]


@pytest.fixture
def ground(own: OwnDatabase) -> Ground:
    station, item = a_station()
    return Ground(station, item, [a_slot(station, 10_000, day=4, hour=hour) for hour in range(1, 9)])


# A reload.


def lines(url: str) -> list[Line]:
    """Four on fresh connections, four on connections kept busy, four on such as idle longer than they are kept."""
    ways = ((False, 0.1), (True, 0.1), (True, 7.0))
    return [Line(url, kept, pause) for kept, pause in ways for _ in range(4)]


def reload(server: Server) -> None:
    """SIGHUP, and wait until other workers have taken over."""
    before = set(server.workers())
    os.kill(server.pid, signal.SIGHUP)
    deadline = time.monotonic() + 60
    while before & set(server.workers()) or len(server.workers()) < len(before):
        assert time.monotonic() < deadline, "the old workers do not go"
        time.sleep(0.05)


def three_times(server: Server, what: Callable[[Server], None]) -> None:
    for _ in range(RELOADS):
        time.sleep(4)
        what(server)
    time.sleep(4)


@pytest.mark.parametrize("preload", [False, True])
def test_no_request_fails_while_the_portal_is_reloaded_three_times(
    own: OwnDatabase, ground: Ground, preload: bool
) -> None:
    with serving(own.url, threads=4, preload=preload) as server:
        traffic = lines(server.url)
        flow(traffic, ground.item, ground.slots, lambda: three_times(server, reload))
        said = server.said()
    times = [one for line in traffic for one in line.times]
    failures = [one for line in traffic for one in line.failures]
    booked = sum(line.booked for line in traffic)
    print(
        f"\n{connection.vendor}, {'portal read once' if preload else 'each worker reads the portal'}: {len(times)} "
        f"requests ({booked} bookings) over {sum(line.opened for line in traffic)} connections, {RELOADS} reloads: "
        f"{len(failures)} failed, the slowest took {max(times):.1f} s"
    )
    assert failures == []
    assert Visit.objects.count() == booked > 100
    assert "Traceback" not in said
    assert '"trace"' not in said


def shoot(server: Server) -> None:
    """End the workers as nobody should: whatever they hold is lost."""
    for pid in server.workers():
        os.kill(pid, signal.SIGKILL)


def test_the_control_sees_requests_fail_where_workers_are_shot(own: OwnDatabase, ground: Ground) -> None:
    with serving(own.url, threads=4) as server:
        traffic = lines(server.url)
        flow(traffic, ground.item, ground.slots, lambda: three_times(server, shoot))
    assert any(line.failures for line in traffic)


# A database that is gone.


@dataclass
class Probe:
    """Asks one address again and again; ``seen``: when, with what status it answered, and after how many seconds."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[float, int, float]] = field(default_factory=list)

    def once(self) -> Answer:
        begun = time.monotonic()
        try:
            with direct.open(Request(self.url, headers=self.headers), timeout=30) as page:
                status, said, body = page.status, page.headers, page.read()
        except HTTPError as error:
            status, said, body = error.code, error.headers, error.read()
        took = time.monotonic() - begun
        self.seen.append((begun, status, took))
        return Answer(status, said.get("Retry-After", ""), body.decode(), took)

    def until(self, status: int, seconds: float) -> float:
        """After how many seconds it first answered so; asked four times a second."""
        begun = time.monotonic()
        while self.once().status != status:
            assert time.monotonic() - begun < seconds, f"{self.url}: no {status} within {seconds} s"
            time.sleep(0.25)
        return time.monotonic() - begun

    def asked(self, since: float, until: float) -> list[tuple[int, float]]:
        """What came of the requests that began between these moments: status and seconds."""
        return [(status, took) for at, status, took in self.seen if since < at < until]


@contextmanager
def asked_all_the_time(probes: list[Probe], pause: float) -> Iterator[None]:
    """Each of ``probes``, by a thread of its own."""
    over = threading.Event()

    def go(probe: Probe) -> None:
        while not over.is_set():
            probe.once()
            over.wait(pause)

    threads = [threading.Thread(target=go, args=[one]) for one in probes]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def crash(server: PrivatePostgres) -> None:
    server.crash()


def freeze(server: PrivatePostgres) -> None:
    server.freeze()


WAYS_TO_GO = {"dead": (crash, PrivatePostgres.start), "silent": (freeze, PrivatePostgres.thaw)}
GONE = 8  # seconds for which it is away


@pytest.mark.skipif(SQLITE, reason="SQLite has no server that could go")
@pytest.mark.parametrize("how", ["dead", "silent"])
def test_a_database_that_is_gone_is_told_of_and_needs_no_restart(
    own: OwnDatabase, ground: Ground, how: str
) -> None:
    assert own.server is not None
    go, come_back = WAYS_TO_GO[how]
    staff = {"Cookie": at_the_desk(ground.station)}
    connection.close()
    with serving(own.url, threads=4) as server:
        alive, ready = Probe(f"{server.url}/healthz"), Probe(f"{server.url}/readyz")
        public = [
            "/stations/",
            "/en/stations/",
            f"/stations/{ground.station.slug}/",
            f"/stations/{ground.station.slug}/book/",
        ]
        pages = [Probe(server.url + path) for path in public]
        pages += [Probe(server.url + path, staff) for path in ("/desk/", "/desk/visits/")]
        assert [page.once().status for page in [alive, ready, *pages]] == [200] * 8
        for page in pages * 3:
            page.once()  # every thread has a connection that it keeps
        workers, quick = server.workers(), Probe(f"{server.url}/healthz")
        with asked_all_the_time([*pages, quick], 0.2):
            time.sleep(2)
            go(own.server)
            gone = time.monotonic()
            noticed = ready.until(503, 2)
            time.sleep(GONE)
            nearly = time.monotonic()
            come_back(own.server)
            again = ready.until(200, 10)
            time.sleep(3)
            back = time.monotonic()
            time.sleep(2)
        # Whoever is still being answered when it comes back may be answered either way.
        meanwhile = [one for page in pages for one in page.asked(gone, nearly - 5)]
        afterwards = [one for page in pages for one in page.asked(back, time.monotonic())]
        slowest = max(took for page in pages for _status, took in page.asked(gone, time.monotonic()))
        healthz = max(took for _at, _status, took in quick.seen)
        print(
            f"\n{how}: /readyz 503 after {noticed:.1f} s, 200 again {again:.1f} s after its return; of "
            f"{len(meanwhile)} pages asked for meanwhile the slowest answered after {slowest:.1f} s; "
            f"/healthz {len(quick.seen)} times within {healthz:.2f} s"
        )
        assert noticed < 2
        assert again < 10
        assert {status for status, _took in meanwhile} == {503}
        assert {status for status, _took in afterwards} == {200}
        assert {status for _at, status, _took in quick.seen} == {200}
        assert max(healthz, slowest) < 5
        assert server.workers() == workers
        assert '"trace"' not in server.said()
        assert '"status": 500' not in server.said()


@pytest.mark.skipif(SQLITE, reason="SQLite has no server that could go")
@pytest.mark.parametrize("how", ["dead", "silent"])
def test_who_asks_meanwhile_is_told_to_come_again(own: OwnDatabase, ground: Ground, how: str) -> None:
    assert own.server is not None
    go, come_back = WAYS_TO_GO[how]
    connection.close()
    browser, path = Browser(), f"/stations/{ground.station.slug}/book/"
    form = browser.form(ground.item, ground.slots[0], 1)
    with serving(own.url, threads=4) as server:
        go(own.server)
        for address, sentence in ((path, "没有保存任何内容"), ("/en/stations/", "Nothing was saved")):
            answer = Probe(server.url + address).once()
            assert (answer.status, answer.location) == (503, "5")  # Retry-After
            assert sentence in answer.body
        assert browser.post(server.url, path, form).status == 503
        come_back(own.server)
        Probe(f"{server.url}/readyz").until(200, 10)
        assert browser.post(server.url, path, form).status == 302  # the same form, with the same workers
    assert Visit.objects.count() == 1


@pytest.mark.skipif(SQLITE, reason="SQLite has no server that could go")
def test_a_statement_under_way_is_given_up(own: OwnDatabase, ground: Ground) -> None:
    """The server falls silent while a booking waits for a lock in it: its own limits of time do not help any more."""
    assert own.server is not None
    browser, path = Browser(), f"/stations/{ground.station.slug}/book/"
    answers: list[Answer] = []
    with serving(own.url, threads=4) as server, psycopg.connect(own.url) as other:
        form = browser.form(ground.item, ground.slots[0], 1)
        other.execute("SELECT id FROM requests_desk_slot WHERE id = %s FOR UPDATE", [ground.slots[0].pk])
        booking = threading.Thread(target=lambda: answers.append(browser.post(server.url, path, form)))
        booking.start()
        time.sleep(1.5)
        assert not answers  # it waits for the lock
        own.server.freeze()
        booking.join()
        own.server.thaw()
        other.rollback()
        print(
            f"\na statement under way when the server falls silent: answered after {answers[0].seconds:.1f} s"
        )
        assert answers[0].status == 503
        assert answers[0].seconds < 25
        Probe(f"{server.url}/readyz").until(200, 10)
        assert browser.post(server.url, path, form).status == 302
    assert Visit.objects.count() == 1


# Eight writers on SQLite.

WRITERS, SECONDS = 8, 20


def write(own: OwnDatabase, ground: Ground, settings_module: str) -> tuple[list[float], list[str]]:
    """How long each booking took, and what failed, while eight hands book one visit after the other."""
    with serving(own.url, threads=4, settings=settings_module) as server:
        hands = [Line(server.url, kept=True, pause=0) for _ in range(WRITERS)]
        over = time.monotonic() + SECONDS

        def go(hand: Line, number: int) -> None:
            while time.monotonic() < over:
                hand.book(ground.item, ground.slots[number % len(ground.slots)])

        threads = [threading.Thread(target=go, args=[hand, number]) for number, hand in enumerate(hands)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [one for hand in hands for one in hand.times], [one for hand in hands for one in hand.failures]


@pytest.mark.skipif(not SQLITE, reason="SQLite alone has one pen for all")
def test_eight_writers_wait_for_each_other_without_an_error(own: OwnDatabase, ground: Ground) -> None:
    times, failures = write(own, ground, "portal.settings.test")
    print(
        f"\nSQLite, {WRITERS} writers: {len(times)} bookings, {len(failures)} errors, slowest {max(times):.2f} s"
    )
    assert failures == []
    assert max(times) <= 4
    assert Visit.objects.count() == len(times) > 500


@pytest.mark.skipif(not SQLITE, reason="SQLite alone has one pen for all")
def test_the_control_that_does_not_wait_for_the_pen_meets_errors(own: OwnDatabase, ground: Ground) -> None:
    _times, failures = write(own, ground, IMPATIENT)
    assert failures
