"""PostgreSQL as Django speaks it, but nobody waits for ever for a server that hangs, or behind a line that is cut.

PostgreSQL's own limits (lock_timeout, statement_timeout) are kept by the server: one that is gone without a word keeps
none. So the client stops waiting by itself, and the page that needed the answer becomes a "busy" page.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base

PULSE = 1.0  # seconds in which a connection kept open must answer before a request uses it
LONGEST = (
    20.0  # seconds for a statement: more than statement_timeout, so that a server that lives says so itself
)
TURN = 0.4  # seconds for which others wait for the one that tries: a server that had only paused takes them all then
SILENCE = 5.0  # seconds for which a try that came to nothing keeps others from trying


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose waits end. What takes longer than a page raises ``longest``, or for one transaction
    ``longest_here``, its COMMIT included."""

    longest = LONGEST
    longest_here = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, for at most connect_timeout, where not another thread is waiting for a silent server already."""
        with gate.passed():
            connection = super().get_new_connection(conn_params)
        wait, self.longest_here = connection.wait, 0.0

        def patiently(*args: Any, **how: Any) -> Any:
            try:
                return wait(*args, **{"timeout": max(self.longest, self.longest_here), **how})
            except psycopg.OperationalError:
                if connection.info.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                    gate.fell_silent()
                    connection.close()  # the answer may still come, to a question asked long ago
                raise

        connection.wait = patiently
        return connection

    def is_usable(self) -> bool:
        """Whether the connection answers; asked before a request's first statement."""
        before, self.longest, self.longest_here = self.longest, PULSE, 0.0
        try:
            return super().is_usable()
        finally:
            self.longest = before

    def _set_autocommit(self, autocommit: bool) -> None:
        """Around every transaction: with its end, however that comes, ends what was allowed to it."""
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self.longest_here = 0.0


class Gate:
    """Where all threads of a process connect: together, but one at a time while the server is silent. The others are
    told soon: else all would wait for the same silence, and nobody be left to answer what needs no database."""

    def __init__(self) -> None:
        self.silent_until = 0.0  # by time.monotonic()
        self.trying = threading.Lock()

    def fell_silent(self) -> None:
        """A wait was in vain."""
        self.silent_until = time.monotonic() + SILENCE

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Around a try to connect. Raises OperationalError where another thread is trying in vain."""
        alone = time.monotonic() < self.silent_until
        if alone and not self.trying.acquire(timeout=TURN):
            raise psycopg.OperationalError("The database did not answer a moment ago.")
        try:
            yield
            self.silent_until = 0.0
        except psycopg.errors.ConnectionTimeout:
            self.fell_silent()
            raise
        finally:
            if alone:
                self.trying.release()


gate = Gate()
