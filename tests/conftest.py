"""What every test stands on: its database, and the browser."""

import gc
import os
import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from hypothesis import HealthCheck, settings

from tests import flush

pytest_plugins = ["tests.laid", "tests.browser", "tests.stage", "tests.cast", "tests.demo"]

# A machine with much else to do is slow, and that is no fault of what is tested.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# pytest-playwright keeps an event loop running in the tests' own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# With such a loop Django would take another connection for each task, and leave the thread's own open.
connections._connections = threading.local()


@pytest.fixture(scope="session", autouse=True)
def own_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for photographs, one for each worker, which servers beside it share; never the portal's own."""
    folder = tmp_path_factory.mktemp("media")
    with pytest.MonkeyPatch.context() as patch, override_settings(MEDIA_ROOT=folder):
        patch.setenv("MEDIA_ROOT", str(folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def flush_around_triggers() -> None:
    """Let tests that commit empty the append-only tables afterwards."""
    BaseDatabaseOperations.execute_sql_flush = flush.execute_sql_flush  # type: ignore[method-assign]


def pytest_collection_finish() -> None:
    """What has been read stays: nobody need look through it again and again for what may be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


LONG = ("journey", "concurrency")  # marks of files that take half a minute and more


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no worker begins one when the others are done. Of those that need the demo one
    comes before all others: while one worker loads it, the other does what needs none."""
    demo = list(dict.fromkeys(item.path for item in items if uses_demo(item)))
    long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}

    def turn(item: pytest.Item) -> int:
        if item.path in demo:
            return 0 if item.path == demo[0] else 2
        return 1 if item.path in long else 3

    items.sort(key=turn)


def uses_demo(item: pytest.Item) -> bool:
    return "demo_file" in getattr(item, "fixturenames", ())
