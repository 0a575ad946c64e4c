"""Five million tickets in PostgreSQL: no page of the desk may take more than 1.2 times what it takes with 500,000.

Both databases stand side by side in one server and are asked in turn by one process, so that whatever else the
machine does falls on both alike."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common.patience import be_patient
from requests_desk.actions.review import keep_review, sum_ticket_days
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.proof.many_tickets import A_DAY, COMMITTEES, Ground, fill, ground

FEW, MANY = 500_000, 5_000_000
MOST, MOST_REVIEW = 1.2, 1.3
ROUNDS, TIMES = 8, 5  # of each page in each database: 40 requests

pytestmark = [
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="millions are for PostgreSQL"),
]

Page = Callable[[Client], int]


@dataclass(frozen=True)
class Databases:
    """The names of both databases, and the worker who sits at the first desk in both and is its head."""

    few: str
    many: str
    worker: Worker
    official: Worker  # of the district in which all three hundred committees lie


def use(name: str) -> None:
    """Let the portal speak to the database ``name`` from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def databases(place: Place, desk: Worker, head: Worker) -> Iterator[Databases]:
    few = connection.settings_dict["NAME"]
    many = f"{few}_many"
    make.post(desk, "head", place.committee)  # who also opens the head's pages
    official = make.worker("of-the-district")
    make.post(official, "district", place.subdistrict.parent)
    begun = time.perf_counter()
    on: Ground = ground(place.service, desk, place.station)
    fill(on, 0, FEW - 1)
    try:
        copied(few, many)
        use(many)
        fill(on, FEW, MANY - 1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            size = cursor.fetchone()[0]
        print(
            f"{MANY:,} tickets at {COMMITTEES} stations: {size}, made in {time.perf_counter() - begun:.0f} s"
        )
        for name in (few, many):
            use(name)
            be_patient()
            begun = time.perf_counter()
            days = sum_ticket_days(at=make.NOW, everything=True)
            print(f"{days:,} days of tickets summed up in {time.perf_counter() - begun:.0f} s")
            begun = time.perf_counter()
            pages = keep_review(at=make.NOW)
            print(f"{pages} pages of the review kept in {time.perf_counter() - begun:.0f} s")
        yield Databases(few, many, desk, official)
    finally:
        use(few)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{many}" WITH (FORCE)')


def copied(old: str, new: str) -> None:
    """A copy of the database ``old``, made while nobody speaks to it."""
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')


def get(path: str) -> Page:
    return lambda client: client.get(path).status_code


def search(words: str) -> Page:
    return lambda client: client.post("/desk/tickets/", {"q": words}).status_code


def call_next(client: Client) -> int:
    """The next one is called, and it never happened: the line stays as long as it is."""
    with transaction.atomic():
        status = client.post("/desk/next/").status_code
        transaction.set_rollback(True)
    return status


def pages() -> dict[str, Page]:
    """Of the first desk: today's rows and those of the last hundred days, which both databases hold."""
    mine = Ticket.objects.filter(station__slug="place-1", reference__startswith="X")
    one = mine.filter(day=make.TODAY.replace(day=1), state="closed").latest("pk")
    return {
        "board": get("/desk/"),
        "ticket": get(one.get_absolute_url()),
        "tickets, mine": get("/desk/tickets/"),
        "tickets, late": get("/desk/tickets/?show=late"),
        "tickets, all": get("/desk/tickets/?show=all"),
        "tickets, all, far down": get(f"/desk/tickets/?show=all&after={one.reference}"),
        "search: reference": search(one.reference),
        "search: phone": search(one.phone),
        "search: phone's end": search(one.phone[-6:]),
        "search: day": search(f"{one.day}"),
        "search: number of a day": search(f"{one.day} 7"),
        "the day in figures": get("/desk/day/"),
        "call next": call_next,
    }


def reviews() -> dict[str, Page]:
    """The official's pages of the district of three hundred committees."""
    return {
        "review, live": get("/admin/coverage/990101/"),
        "review, each committee": get("/admin/coverage/990101/?each=committee"),
    }


def measured(databases: Databases, page: Page, worker: Worker) -> dict[str, list[float]]:
    """Seconds of every request, by database; they take turns."""
    taken: dict[str, list[float]] = {databases.few: [], databases.many: []}
    for _round in range(ROUNDS):
        for name in taken:
            use(name)
            client = Client()
            client.force_login(worker)
            assert page(client) in (200, 302)  # the first speaks with a new connection
            for _time in range(TIMES):
                begun = time.perf_counter()
                page(client)
                taken[name].append(time.perf_counter() - begun)
    return taken


def statements(databases: Databases, page: Page, worker: Worker) -> list[int]:
    """How many statements the page takes in each database."""
    found = []
    for name in (databases.few, databases.many):
        use(name)
        client = Client()
        client.force_login(worker)
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        found.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    return found


def test_ten_times_the_tickets_take_no_longer(databases: Databases) -> None:
    for name, rows in ((databases.few, FEW), (databases.many, MANY)):
        use(name)
        assert Ticket.objects.count() == rows + 1  # and the one they are copies of
        assert Ticket.objects.of_day(Ticket.objects.earliest("pk").station, make.TODAY).count() == A_DAY
    missed = []
    looked_at = [(name, page, databases.worker, MOST) for name, page in pages().items()]
    looked_at += [(name, page, databases.official, MOST_REVIEW) for name, page in reviews().items()]
    for name, page, worker, most in looked_at:
        few, many = statements(databases, page, worker)
        taken = measured(databases, page, worker)
        before, after = (statistics.median(taken[one]) for one in (databases.few, databases.many))
        print(
            f"{name:24} {1000 * before:6.1f} → {1000 * after:6.1f} ms, {after / before:4.2f} ×, {many} statements"
        )
        if after > most * before or few != many:
            missed.append(name)
    assert not missed
