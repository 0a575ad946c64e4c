"""The demo for tests that walk through the whole portal: loaded once for a module, at the tests' own moment.

It is loaded by its command once in a run; later modules get the very same rows from memory, and another worker
gets them from a file.
"""

import os
import pickle
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from portal.common.statistics import gather_statistics
from portal.demo.load import PASSWORD
from stations.models import Worker
from tests import factories as make
from tests.flush import without_triggers

DAYS = 5  # of visits and tickets behind the tests' moment

# The rows of every table, as they were when the demo had been loaded.
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
_kept: Rows = {}


def lay(file: Path) -> None:
    """Put the demo into the empty tables, in one transaction. The clock stands at make.NOW."""
    cache.clear()
    if not _kept and file.exists():
        _kept.update(pickle.loads(file.read_bytes()))
    if _kept:
        put_back(_kept)
    else:
        call_command("load_demo", days=DAYS, verbosity=0)
        _kept.update(all_rows())
        hand_on(_kept, file)


def hand_on(kept: Rows, file: Path) -> None:
    """Write ``kept`` for the other workers, who see the file when it is whole; two may do so at once."""
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_bytes(pickle.dumps(kept))
    beside.replace(file)


def all_rows() -> Rows:
    """Every table's columns, in the order of their names, and rows, as the database holds them: a table that a
    test has built anew has its columns in another order."""
    kept: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            names = [column[0] for column in cursor.description]
            order = sorted(range(len(names)), key=names.__getitem__)
            rows = [tuple(plain(row[at]) for at in order) for row in cursor.fetchall()]
            kept[table] = ([names[at] for at in order], rows)
    return kept


def plain(value: Any) -> Any:
    """A value as every database takes it back: SQLite gives times of day, but takes only their text."""
    return value.isoformat() if isinstance(value, time) else value


def put_back(kept: Rows) -> None:
    """Write ``kept`` in place of whatever the tables hold, around the triggers, and set the counters."""
    quote = connection.ops.quote_name
    with without_triggers(connection), transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            cursor.execute(f"DELETE FROM {quote(table)}")
            names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            if rows:
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    ContentType.objects.clear_cache()
    gather_statistics()


def on_the_test_database() -> bool:
    """pytest-django makes one only where a test bears the mark ``django_db``."""
    settings = connection.settings_dict
    return str(settings["NAME"]) == str(settings["TEST"]["NAME"]) or settings["NAME"].startswith("test_")


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the worker that has loaded the demo leaves its rows for the other."""
    folder = tmp_path_factory.getbasetemp()
    return (folder if worker_id == "master" else folder.parent) / "demo.pickle"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, demo_file: Path) -> Iterator[None]:
    """The demo as of the tests' Wednesday, at which the clock stands still; committed, and gone after the
    module. The module's tests bear the mark ``django_db``."""
    if not on_the_test_database():
        raise RuntimeError("The demo would go into a database that is not the tests' own.")
    with time_machine.travel(make.NOW, tick=False):
        try:
            with django_db_blocker.unblock():
                lay(demo_file)
            yield
        finally:
            with django_db_blocker.unblock():
                call_command("flush", interactive=False, verbosity=0)
                cache.clear()


def scoped(username: str) -> Worker:
    """That person of the demo, with what their posts of this day let them see."""
    worker: Worker = Worker.objects.get(username=username)
    worker.load_scope(on=timezone.localdate())
    return worker


def entered(username: str) -> Client:
    """A browser in which that person of the demo has signed in; nobody for ""."""
    client = Client()
    if username:
        assert client.login(username=username, password=PASSWORD)
    return client
