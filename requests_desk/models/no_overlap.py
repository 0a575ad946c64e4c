"""That two approved uses of a room never overlap, kept by the database: an exclusion constraint on PostgreSQL, two
triggers on SQLite, which knows no such constraint."""

from typing import Any

from django.db import migrations

TABLE = "requests_desk_roomuse"
NAME = "room_used_once_at_a_time"

# Ranges of keys and of time overlap; a range of one key needs no extension, as plain equality would.
POSTGRES = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist (
    int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (state = 'approved')
"""
SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {upper} ON {table} WHEN NEW.state = 'approved'
BEGIN
    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
        SELECT 1 FROM {table} WHERE room_id = NEW.room_id AND state = 'approved' AND id IS NOT NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    );
END;
"""


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guard on the table, replacing one that stands there. Call it again after a migration that alters
    the table: SQLite rebuilds a table to alter it, and drops its triggers."""
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            sql = SQLITE.format(name=NAME, table=TABLE, verb=verb, upper=verb.upper())
            schema_editor.execute(sql)
    else:
        schema_editor.execute(POSTGRES)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the guard off, if it stands."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{verb}")
    else:
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {NAME}")


def operation() -> migrations.RunPython:
    """The migration operation that installs it."""
    return migrations.RunPython(install, remove)
