"""Locks: opposite moves do not wait for each other for ever, and nobody waits long for somebody else's lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from requests_desk.actions.visits import book
from requests_desk.models import Slot, Visit
from tests.requests_desk.concurrency.crowd import Browser, a_slot, a_station, at_once
from tests.servers import Server, database_url, direct, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

ROUNDS = 15


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with serving(database_url(), threads=4) as running:
        yield running


@contextmanager
def held(slot: Slot) -> Iterator[None]:
    """Somebody else's lock: on the slot's row, or on SQLite's one pen."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})
        other.execute("SELECT id FROM requests_desk_slot WHERE id = %s FOR UPDATE", [slot.pk])
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_opposite_moves(server: Server) -> None:
    station, item = a_station()
    slots = a_slot(station, 20, day=4, hour=2), a_slot(station, 20, day=4, hour=3)
    visits = [
        book(
            item=item, slot=slots[n % 2], place="x", name="王", phone="13812341234", key=f"k{n}", at=datetime.now(UTC),
            most=None,
        )
        for n in range(8)
    ]  # fmt: skip
    browser = Browser()
    for turn in range(ROUNDS):
        work = [
            (
                browser, server.url, f"/visits/{visit.token}/move/",
                {"csrfmiddlewaretoken": browser.secret, "slot": slots[(n + turn + 1) % 2].pk},
            )
            for n, visit in enumerate(visits)
        ]  # fmt: skip
        answers = at_once(work)
        assert [one.status for one in answers] == [302] * len(visits), server.said()[-2000:]
    for slot in slots:
        slot.refresh_from_db()
        assert slot.booked == Visit.objects.filter(slot=slot).count() == 4
    assert set(Visit.objects.values_list("sequence", flat=True)) == {ROUNDS}


def test_a_lock_held_by_somebody_else_is_answered_within_five_seconds(server: Server) -> None:
    station, item = a_station()
    slot = a_slot(station, 5)
    browser = Browser()
    path = f"/stations/{station.slug}/book/"
    form = browser.form(item, slot, 1)
    for _ in range(4):  # the first page of a fresh process reads all templates: that is no lock's doing
        browser.post(server.url, path, form | {"name": ""})
    with held(slot):
        # A machine that pauses is not the product's waiting, so the quickest of up to three counts.
        for _ in range(3):
            answer = browser.post(server.url, path, form)
            assert answer.status == 503
            if answer.seconds < 5:
                break
        with direct.open(f"{server.url}{path}?item={item.pk}", timeout=5) as page:
            assert page.status == 200  # reading goes on
    assert answer.seconds < 5
    assert "12345" in answer.body  # whom to phone meanwhile
    assert not Visit.objects.exists()
    assert browser.post(server.url, path, form).status == 302  # the same form, once the lock is gone
    assert "Traceback" not in server.said()
