"""What both desks cost their servers: processor time and queries of a page and of an enquiry from log to answer.

python -m tests.bench.beside.cost http://127.0.0.1:8116 PID http://127.0.0.1:8117 PID [WORD of a row]

The PIDs are those of the two gunicorn masters, each with one worker. Both take turns, since the machine has
other work; the median of the turns is printed. With COUNT_QUERIES set for both servers the queries are printed
instead.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

TURNS, REQUESTS = 5, 30
IDLE = 2  # seconds
fresh = count(1)


def cpu_of(pid: int) -> float:
    """Seconds of CPU the process has used so far, its own and the system's for it, to the nanosecond: a clock's
    tick of 10 ms is an eighth of what the cheapest page takes here in all."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


class Desk:
    """One kept-open connection, signed in as `desk`."""

    def __init__(self, url: str, pid: int, sign_in: str, home: str) -> None:
        self.net, self.home = HTTPConnection(urlsplit(url).netloc, timeout=60), home
        self.pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        self.cookies: dict[str, str] = {}
        self.queries, self.used = 0, time.monotonic()
        self.page = b""
        self.get(sign_in)
        self.post(sign_in, username="desk", password="doorstep-demo", next=home)

    def send(self, method: str, path: str, body: str = "") -> str:
        """The address the answer leads to, "" where it is a page."""
        if time.monotonic() - self.used > IDLE:
            self.net.close()  # the server may have hung up; the next request opens it again
        self.used = time.monotonic()
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.net.request(method, path, body or None, headers)
        answer = self.net.getresponse()
        self.page = answer.read()
        assert answer.status in (200, 302), (path, answer.status)
        self.queries += int(answer.headers.get("X-Queries", 0))
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.headers.get("Location", "") if answer.status == 302 else ""

    def get(self, path: str) -> None:
        where = self.send("GET", path)
        assert not where, (path, where)

    def post(self, path: str, **fields: str) -> str:
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        assert token
        where = self.send("POST", path, urlencode({"csrfmiddlewaretoken": token[1].decode(), **fields}))
        assert where, (path, re.findall(rb'(?s)class="error.{0,300}', self.page))
        return where

    def cost(self, do: Callable[[], None], times: int) -> float:
        """Milliseconds of the worker's processor time."""
        before = cpu_of(self.pid)
        for _ in range(times):
            do()
        return (cpu_of(self.pid) - before) / times * 1000


def our_enquiry(desk: Desk) -> None:
    """Form, answer, board: what a browser asks for."""
    desk.get("/en/desk/tickets/new/")
    hidden = dict(re.findall(r'name="(station|key)" value="([^"]*)"', desk.page.decode()))
    quick = re.search(r'name="quick" value="(\d+)"', desk.page.decode())
    assert quick
    number = next(fresh)
    where = desk.post(
        "/en/desk/tickets/new/", **hidden, quick=quick[1], words="Who gives out the places?", channel="walk_in",
        answer="The property company does.", name="王小明", phone=f"137{number:08}", then="answered",
    )  # fmt: skip
    desk.get(where)


def their_enquiry(desk: Desk) -> None:
    """Form, ticket, answer, ticket."""
    desk.get("/tickets/submit/")
    queue = re.search(r'name="queue" value="(\d+)"', desk.page.decode())
    assert queue
    number = next(fresh)
    where = urlsplit(desk.post(
        "/tickets/submit/", queue=queue[1], title="Parking", body="Who gives out the places?", priority="3",
        custom_name="王小明", custom_phone=f"137{number:08}",
    )).path  # fmt: skip
    desk.get(where)
    where = desk.post(
        f"{where}update/", comment="The property company does.", new_status="3", public="1", queue=queue[1],
        title="Parking", priority="3", owner="0",
    )  # fmt: skip
    desk.get(urlsplit(where).path)


def first(desk: Desk, start: str, pattern: str) -> str:
    desk.get(start)
    found = re.search(pattern, desk.page.decode())
    assert found, start
    return found[0]


def main(ours: str, our_pid: str, theirs: str, their_pid: str, word: str = "") -> None:
    us = Desk(ours, int(our_pid), "/en/desk/sign-in/", "/en/desk/")
    them = Desk(theirs, int(their_pid), "/login/", "/dashboard/")
    guests = [
        Desk(ours, int(our_pid), "/en/desk/sign-in/", "/en/"),
        Desk(theirs, int(their_pid), "/login/", "/"),
    ]
    for guest in guests:
        guest.cookies = {}
    sheet = first(us, "/en/desk/tickets/?show=all", r"/en/desk/tickets/\w{4}-\w{4}/")
    rows = first(them, "/tickets/", r"/datatables_ticket_list/[\w+/=]+")

    def their_list() -> None:
        them.get("/tickets/")
        them.get(f"{rows}?draw=1&start=0&length=25&order[0][column]=0")

    pairs: list[tuple[str, Desk, Callable[[], None], Desk, Callable[[], None], int]] = [
        ("board / dashboard", us, lambda: us.get("/en/desk/"), them, lambda: them.get("/dashboard/"), 1),
        ("form to log", us, lambda: us.get("/en/desk/tickets/new/"), them, lambda: them.get("/tickets/submit/"), 1),
        ("a ticket", us, lambda: us.get(sheet), them, lambda: them.get("/tickets/300/"), 1),
        (
            "list of tickets (theirs: frame + rows)", us, lambda: us.get("/en/desk/tickets/?show=all"),
            them, their_list, 1,
        ),
        ("an enquiry, from log to answered", us, lambda: our_enquiry(us), them, lambda: their_enquiry(them), 2),
        (
            "public home, never from a cache", guests[0], lambda: guests[0].get(f"/en/?n={next(fresh)}"),
            guests[1], lambda: guests[1].get("/"), 1,
        ),
        ("public home as served", guests[0], lambda: guests[0].get("/en/"), guests[1], lambda: guests[1].get("/"), 1),
    ]  # fmt: skip
    for what, mine, do, other, do_other, share in pairs:
        if word not in what:
            continue
        do()
        mine.queries = other.queries = 0
        do()
        do_other()
        if mine.queries or other.queries:
            print(f"{what:42} queries {mine.queries:3} {other.queries:3}", flush=True)
            continue
        times = REQUESTS // share
        turns = [(mine.cost(do, times), other.cost(do_other, times)) for _ in range(TURNS)]
        us_ms, them_ms = (statistics.median(column) for column in zip(*turns, strict=True))
        ratio = statistics.median(b / a for a, b in turns if a)
        print(f"{what:42} ms {us_ms:6.1f} {them_ms:6.1f}  theirs ÷ ours {ratio:5.2f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
