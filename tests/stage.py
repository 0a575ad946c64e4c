"""The stage: what many tests stand on is made once for all that follow each other, not for each of them.

A fixture marked ``@staged`` is made in a transaction that stays open from test to test; each test runs in a
savepoint inside it and is rolled back as ever. So a test sees the same rows as if they had been made for it
alone, and gets objects of its own, copied anew. What a test has not asked for is taken down before it begins.

Where a test commits (or nothing stands yet) the fixture is an ordinary one.
"""

import inspect
import pickle
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from tests import factories as make

# What a staged fixture may ask for besides other staged ones: on the stage both are there anyhow.
GIVEN = frozenset({"db", "clock"})
# Whoever asks for one of these wants committed rows, or empty tables to begin with.
ALONE = frozenset({"transactional_db", "live_server", "demo", "django_db_reset_sequences"})
# Whoever asks for none of these does not look at the database.
LOOKING = ALONE | {"db", "django_db_blocker"}


@dataclass(frozen=True)
class Part:
    """One fixture: its function, and the fixtures that it asks for."""

    name: str
    make: Callable[..., Any]
    needs: tuple[str, ...]


@dataclass
class Layer:
    """A part that stands, in its own transaction, and the objects of all parts up to it, pickled."""

    part: Part
    transaction: AbstractContextManager[None]
    objects: bytes


class Stage:
    """The layers that stand, the lowest first."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        # What the present test gets: {fixture: its object}.
        self.copies: dict[str, Any] = {}

    def objects(self) -> dict[str, Any]:
        """Copies of all that stands, which know each other as the objects did."""
        return pickle.loads(self.layers[-1].objects) if self.layers else {}

    def set(self, wanted: list[Part]) -> None:
        """Let ``wanted`` stand and nothing else, keeping what can be kept. Each part comes after its needs."""
        # Where a test has closed the connection, nothing stands any more.
        lost = connection.closed_in_transaction
        while self.layers and (lost or not all(layer.part in wanted for layer in self.layers)):
            self.pop()
        standing = [layer.part for layer in self.layers]
        for part in wanted:
            if part not in standing:
                self.push(part)
        self.copies = self.objects()

    def push(self, part: Part) -> None:
        """Make ``part`` on top of what stands."""
        begun = transaction.atomic()
        begun.__enter__()
        try:
            objects = self.objects()
            with time_machine.travel(make.NOW, tick=False):
                objects[part.name] = part.make(**{need: objects.get(need) for need in part.needs})
            connection.check_constraints()  # now, not again at the end of every test
            self.layers.append(Layer(part, begun, pickle.dumps(objects)))
        except BaseException:
            roll_back(begun)
            raise

    def pop(self) -> None:
        """Take the uppermost part down."""
        roll_back(self.layers.pop().transaction)


def roll_back(begun: AbstractContextManager[None]) -> None:
    """End a transaction (or savepoint) as if nothing had happened in it."""
    transaction.set_rollback(True)
    begun.__exit__(None, None, None)


STAGE = Stage()


def staged(function: Callable[..., Any]) -> Any:
    """Mark a fixture as one that may stand on the stage: it makes rows, and depends on nothing but its needs."""
    part = Part(function.__name__, function, tuple(inspect.signature(function).parameters))

    def fixture(**needs: Any) -> Any:
        return STAGE.copies[part.name] if part.name in STAGE.copies else function(**needs)

    fixture.__name__, fixture.__doc__, fixture.__module__ = part.name, function.__doc__, function.__module__
    fixture.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
    fixture.part = part  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def parts(names: Set[str], holders: tuple[object, ...]) -> list[Part]:
    """The staged ones among the fixtures of these names, each after its needs; ``holders`` are where fixtures
    are defined, the nearest first. One that needs a fixture that is not staged is not either."""
    found: dict[str, Part | None] = {}

    def look(name: str) -> bool:
        if name not in found:
            nearest = next((vars(holder)[name] for holder in holders if name in vars(holder)), None)
            part = getattr(nearest, "part", None)
            ready = isinstance(part, Part) and all(need in GIVEN or look(need) for need in part.needs)
            found[name] = part if ready else None
        return found[name] is not None

    for holder in reversed(
        holders
    ):  # in the order in which they are written down: the cast, then a file's own
        for name in vars(holder):
            if name in names:
                look(name)
    return [part for part in found.values() if part is not None]


def wanted(item: pytest.Item) -> list[Part]:
    """What shall stand for this test."""
    mark = item.get_closest_marker("django_db")
    names = frozenset(getattr(item, "fixturenames", ()))
    if names & ALONE or (mark and (mark.args or mark.kwargs)):
        return []
    cast = item.config.pluginmanager.get_plugin("tests.cast")
    nearest = (getattr(item, "cls", None), getattr(item, "module", None), cast)
    return parts(names, tuple(holder for holder in nearest if holder is not None))


def looks_at_the_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not LOOKING.isdisjoint(names)


_unblock: list[Callable[[], AbstractContextManager[None]]] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database is there: from the next test on there is a stage."""
    _unblock.append(django_db_blocker.unblock)
    yield
    _unblock.clear()
    with django_db_blocker.unblock():
        STAGE.set([])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any of the test's own fixtures."""
    STAGE.copies = {}
    if _unblock and looks_at_the_database(item):
        with _unblock[0]():
            STAGE.set(wanted(item))
