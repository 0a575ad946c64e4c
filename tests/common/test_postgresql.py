"""No wait for PostgreSQL is without an end: not for a connection, not for one kept open, not for a statement."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from portal.common.postgresql import base
from portal.common.postgresql.base import DatabaseWrapper, Gate
from portal.settings.base import database


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection to a server that takes connections and says nothing."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / ".s.PGSQL.5432"))
        server.listen(20)
        url = f"postgresql://somebody@/nowhere?host={tmp_path}"
        common: dict[str, Any] = {**connection.settings_dict, "ATOMIC_REQUESTS": False}
        yield DatabaseWrapper({**common, **database(url)}, alias="silent")


@pytest.fixture(autouse=True)
def own_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "gate", Gate())


def test_one_waits_for_a_silent_server_and_the_others_are_told(
    silent: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(words: str) -> None:
        with pytest.raises(psycopg.OperationalError, match=words):
            silent.get_new_connection(silent.get_connection_params())

    monkeypatch.setattr(base, "SILENCE", 600)
    refused("timeout")
    assert base.gate.silent_until > time.monotonic()
    with base.gate.trying:
        refused("a moment ago")
    refused("timeout")  # the control: nobody tries now, and so this one does


def test_behind_a_server_that_had_only_paused_all_get_through() -> None:
    gate, held = Gate(), threading.Event()
    gate.fell_silent()
    through = []

    def first() -> None:
        with gate.passed():
            held.set()
            time.sleep(0.1)
            through.append(1)

    trying = threading.Thread(target=first)
    trying.start()
    held.wait()
    with gate.passed():
        through.append(2)
    trying.join()
    assert through == [1, 2]


def test_who_gets_through_opens_the_gate_for_all() -> None:
    gate = Gate()
    with pytest.raises(psycopg.errors.ConnectionTimeout), gate.passed():
        raise psycopg.errors.ConnectionTimeout
    with gate.passed(), pytest.raises(psycopg.OperationalError), gate.passed():
        pytest.fail("two at once")
    with gate.passed(), gate.passed():
        assert gate.silent_until == 0


def test_a_refusal_is_no_silence() -> None:
    gate = Gate()
    with pytest.raises(psycopg.OperationalError), gate.passed():
        raise psycopg.OperationalError
    with gate.passed(), gate.passed():
        assert gate.silent_until == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")
@pytest.mark.django_db(transaction=True)
class TestStatements:
    def test_a_statement_is_given_up_and_the_next_one_has_a_new_connection(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connection.ensure_connection()
        monkeypatch.setattr(connection, "longest", 0.3)
        begun = time.monotonic()
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(14)")
        assert time.monotonic() - begun < 12
        monkeypatch.undo()
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)

    def test_a_kept_connection_that_does_not_answer_is_not_usable(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connection.ensure_connection()
        assert connection.is_usable()
        monkeypatch.setattr(base, "PULSE", 0.2)
        monkeypatch.setattr(base, "SILENCE", 600)
        backend = connection.connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        try:
            assert not connection.is_usable()
        finally:
            os.kill(backend, signal.SIGCONT)
        assert base.gate.silent_until > time.monotonic()  # the others need not find out for themselves
        connection.close()
