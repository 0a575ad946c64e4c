"""What several long proofs stand on."""

from collections.abc import Iterator

import pytest

from tests.postgres import PrivatePostgres
from tests.proof.own_database import OwnDatabase, own_database, server_with_tables


@pytest.fixture(scope="module")
def own_server() -> Iterator[PrivatePostgres | None]:
    """A PostgreSQL that a drill may crash and stop; None on SQLite."""
    with server_with_tables() as server:
        yield server


@pytest.fixture
def own(transactional_db: None, own_server: PrivatePostgres | None) -> Iterator[OwnDatabase]:
    """Empty tables that nobody else looks at; the ORM looks at them, too, until the test ends."""
    with own_database(own_server) as database:
        yield database
