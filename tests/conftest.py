"""What every test stands on: its database, and the browser."""

import os

import pytest
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations

from tests import flush

pytest_plugins = ["tests.browser", "tests.cast", "tests.demo"]

# pytest-playwright keeps an event loop running in the tests' own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """On SQLite a file, one for each worker: servers in other threads and processes read it too."""
    settings = connections.databases["default"]
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        folder = tmp_path_factory.mktemp("database")
        settings["TEST"]["NAME"] = str(folder / f"doorstep-{worker_id}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def flush_around_triggers() -> None:
    """Let tests that commit empty the append-only tables afterwards."""
    BaseDatabaseOperations.execute_sql_flush = flush.execute_sql_flush  # type: ignore[method-assign]
