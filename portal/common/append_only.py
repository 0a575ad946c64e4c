"""Append-only tables: triggers that refuse to change or remove a written line, on both databases."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {upper} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def install(schema_editor: Any, table: str) -> None:
    """Put the triggers on ``table``, replacing any that stand there. Call it again after a migration
    that alters the table: SQLite rebuilds a table to alter it, and drops its triggers."""
    remove(schema_editor, table)
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb, upper=verb.upper()))
    else:
        schema_editor.execute(POSTGRES_FUNCTION, params=None)  # params would read its % as theirs
        schema_editor.execute(POSTGRES.format(table=table))


def remove(schema_editor: Any, table: str) -> None:
    """Take the triggers off ``table``, if they stand."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        for name in ("append_only", "no_truncate"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")


def operation(*tables: str) -> migrations.RunPython:
    """The migration operation that makes ``tables`` append-only."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            install(schema_editor, table)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            remove(schema_editor, table)

    return migrations.RunPython(forwards, backwards)
