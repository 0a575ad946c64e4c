"""Emptying the append-only tables after a test that commits: the one place where their triggers stand aside.

The product's triggers refuse every DELETE and TRUNCATE; Django's test case empties all tables
between tests that commit. So the emptying, and nothing else, goes around them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

ordinary = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def without_triggers(connection: Any) -> Iterator[None]:
    """Leave the triggers aside inside the block, and stand as before after it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)


def execute_sql_flush(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
    """Django's own flush, around the triggers."""
    connection = operations.connection
    with without_triggers(connection):
        # PostgreSQL makes a new file for each table that it truncates, and most of them are empty.
        if connection.vendor == "postgresql" and not any("RESTART IDENTITY" in sql for sql in sql_list):
            sql_list = ["; ".join(deletes(connection))]
        ordinary(operations, sql_list)


def deletes(connection: Any) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]
