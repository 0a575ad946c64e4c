"""No wait for PostgreSQL is without an end: not for a connection, not for one kept open, not for a statement."""

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


def test_one_waits_for_a_silent_server_and_the_others_are_told_at_once(silent: DatabaseWrapper) -> None:
    def seconds(*, wanted: str) -> float:
        begun = time.monotonic()
        with pytest.raises(psycopg.OperationalError, match=wanted):
            silent.get_new_connection(silent.get_connection_params())
        return time.monotonic() - begun

    assert 1.5 < seconds(wanted="timeout") < 4
    waiting = threading.Thread(target=lambda: seconds(wanted="timeout"))
    waiting.start()
    time.sleep(0.2)
    assert seconds(wanted="a moment ago") < 0.5
    waiting.join()
    assert base.gate.silent_until > time.monotonic()


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
            cursor.execute("SELECT pg_sleep(5)")
        assert time.monotonic() - begun < 3
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
        monkeypatch.setattr(base, "PULSE", 0.0)
        assert not connection.is_usable()
        assert base.gate.silent_until > time.monotonic()  # the others need not find out for themselves
        connection.close()
