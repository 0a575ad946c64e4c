"""Taking turns: what is the same on both databases, and takes long, is tried by halves, one on each."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")

# Which turn this database has; the other one has the other.
FIRST = 0 if connection.vendor == "sqlite" else 1


def every_other(things: Iterable[T]) -> list[T]:
    """This database's half."""
    return list(things)[FIRST::2]
