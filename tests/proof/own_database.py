"""A database that a drill may break: on PostgreSQL a server of its own, on SQLite the test's own file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from portal.settings.base import database
from tests.laid import lay_tables
from tests.postgres import PrivatePostgres, private_postgres
from tests.servers import database_url


@dataclass(frozen=True)
class OwnDatabase:
    """``url`` for the portal's servers, and for the tests' own connection; ``server`` is None on SQLite."""

    url: str
    server: PrivatePostgres | None

    def crash(self) -> None:
        """PostgreSQL goes down as by a power cut, and comes up again. A file cannot crash without its writers."""
        connection.close()  # it would break, too
        if self.server is not None:
            self.server.crash()
            self.server.start()


@contextmanager
def server_with_tables() -> Iterator[PrivatePostgres | None]:
    """A PostgreSQL that nobody else uses, with a database "laid" to be copied; None where the tests are SQLite's."""
    if connection.vendor == "sqlite":
        yield None
        return
    with private_postgres() as server:
        if lay_tables(dict(os.environ), server.create("laid")).wait():
            raise RuntimeError("The tables could not be laid.")
        yield server


@contextmanager
def own_database(server: PrivatePostgres | None) -> Iterator[OwnDatabase]:
    """Empty tables in ``server``, and the tests' own connection turned to them meanwhile. On SQLite the test's own."""
    if server is None:
        yield OwnDatabase(database_url(), None)
        return
    url = server.create("drill", template="laid")
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = {**before, **database(url)}
    try:
        yield OwnDatabase(url, server)
    finally:
        server.thaw()
        if server.process is None:
            server.start()  # for the next drill
        connection.close()
        connection.settings_dict = before
