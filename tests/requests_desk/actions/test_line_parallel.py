"""Many hands at one line: numbers without gaps, nobody called twice, nobody skipped."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from requests_desk.actions import line, tickets
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import Ticket, TicketEvent
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def each_in_a_thread(work: Callable[[Any], Any], of: list[Any], threads: int) -> list[Any]:
    """``work`` for each of ``of`` in threads with connections of their own; their results."""

    def alone(one: Any) -> Any:
        try:
            return work(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(alone, of))


def test_a_hundred_walk_ins_at_once_are_numbered_1_to_100(
    transactional_db: None, place: Place, desk: Worker
) -> None:
    def log(n: int) -> int | None:
        return log_ticket(
            station=place.station, matter=place.service, worker=desk, at=make.NOW, to_line=True
        ).ticket.number

    numbers = each_in_a_thread(log, list(range(100)), threads=10)
    assert sorted(numbers) == list(range(1, 101))


def test_one_form_sent_ten_times_at_once_is_one_ticket(
    transactional_db: None, place: Place, desk: Worker
) -> None:
    def log(n: int) -> str:
        slip = log_ticket(
            station=place.station, matter=place.service, worker=desk, at=make.NOW, to_line=True, key="double"
        )
        return f"{slip.ticket.reference} {slip.code}"

    assert len(set(each_in_a_thread(log, list(range(10)), threads=10))) == 1
    assert Ticket.objects.get().number == 1


def test_two_workers_press_next_two_hundred_times(
    transactional_db: None, place: Place, desk: Worker, colleague: Worker
) -> None:
    for n in range(200):
        log_ticket(
            station=place.station, matter=place.service, worker=desk, to_line=True,
            at=make.NOW + timedelta(seconds=n), green=n % 7 == 0,
        )  # fmt: skip

    def serve(worker: Worker) -> list[int]:
        called = []
        while True:
            try:
                ticket = line.call_next(station=place.station, worker=worker, at=make.at(0, 11))
            except line.NobodyWaits:
                return called
            called.append(ticket.pk)
            tickets.receive(ticket=ticket, worker=worker, at=make.at(0, 11))

    one, other = each_in_a_thread(serve, [desk, colleague], threads=2)
    assert Counter(one + other) == Counter(Ticket.objects.values_list("pk", flat=True))
    assert one
    assert other
    assert TicketEvent.objects.filter(kind=TicketEvent.Kind.CALLED).count() == 200
    assert set(Ticket.objects.values_list("state", flat=True)) == {"serving"}


def test_one_person_is_received_by_one_of_ten(transactional_db: None, place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, to_line=True)

    def receive(n: int) -> bool:
        try:
            tickets.receive(ticket=ticket, worker=desk, at=make.NOW)
        except tickets.WrongState:
            return False
        return True

    assert sum(each_in_a_thread(receive, list(range(10)), threads=10)) == 1
    assert ticket.events.filter(kind=TicketEvent.Kind.RECEIVED).count() == 1
