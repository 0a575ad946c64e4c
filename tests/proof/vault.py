"""What a database holds, read without the portal: a checksum of each table, and everything that guards them."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.sqlite3._functions import register

# What stands in a database and what guards it: {its name: a checksum or its definition}.
State = dict[str, str]

GUARDS = {
    "column": "SELECT table_name || '.' || column_name, data_type || is_nullable || coalesce(column_default, '')"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraint": "SELECT conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgrelid::regclass::text || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "function": "SELECT oid::regprocedure::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "extension": "SELECT extname, extversion FROM pg_extension",
    "sequence": "SELECT sequencename, coalesce(last_value, 0)::text FROM pg_sequences",
}


def plain(definition: str) -> str:
    """A definition without casts and brackets: having read its own text of a condition, PostgreSQL writes the same one
    with others (``(ARRAY['a'::varchar])::text[]`` becomes ``ARRAY[('a'::varchar)::text]``)."""
    return re.sub(r"::(character varying|[a-z]+)(\[\])?|[()\s]", "", definition)


class Vault:
    """An open database."""

    def __init__(self, connection: Any, *, lite: bool) -> None:
        self.connection, self.lite = connection, lite

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()  # type: ignore[no-any-return]

    def one(self, statement: str) -> Any:
        return self.rows(statement)[0][0]

    def tables(self) -> list[str]:
        if self.lite:
            found = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        else:
            found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        return [name for (name,) in self.rows(found)]

    def counts(self) -> dict[str, int]:
        return {name: self.one(f'SELECT count(*) FROM "{name}"') for name in self.tables()}

    def state(self) -> State:
        """Every table with the number and a checksum of its rows, and every guard. On SQLite the next keys stand in a
        table of its own."""
        found = {f"table {name}": self.checksum(name) for name in self.tables()}
        if self.lite:
            kinds = self.rows("SELECT type, name, sql FROM sqlite_master")
            return found | {f"{kind} {name} is": str(sql) for kind, name, sql in kinds}
        for kind, statement in GUARDS.items():
            found |= {f"{kind} {name}": plain(said) for name, said in self.rows(statement)}
        return found

    def checksum(self, table: str) -> str:
        rows = sorted(map(repr, self.rows(f'SELECT * FROM "{table}"')))
        return f"{len(rows)} rows {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is done inside the block is rolled back."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")


@contextmanager
def opened(url: str) -> Iterator[Vault]:
    """The database at ``url``, outside of any transaction."""
    if url.startswith("sqlite:///"):
        lite = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        lite.execute("PRAGMA foreign_keys = ON")
        register(lite)  # constraints and indexes call them
        try:
            yield Vault(lite, lite=True)
        finally:
            lite.close()
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            yield Vault(connection, lite=False)


def differences(before: State, after: State) -> list[str]:
    """What is not the same, by name."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
