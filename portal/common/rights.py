"""What the portal's own role of a PostgreSQL database may do: everything with rows, but nothing to a written line of an
append-only table, and nothing to the tables themselves."""

import re
from typing import Any

from django.db import connection

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
# What only the owner's migrations write.
KEPT_FROM_IT = ("django_migrations",)


def append_only_tables() -> list[str]:
    """The tables that refuse to be changed, read from the triggers that stand in this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_delete'"
            )
        else:
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname = c.relname || '_append_only' AND t.tgenabled <> 'D'"
            )
        return sorted(str(name) for (name,) in cursor.fetchall())


def statements(role: str) -> list[str]:
    """What the owner of the tables has to run, after every migration too. Raises ValueError for no plain name."""
    if not ROLE.fullmatch(role):
        raise ValueError(role)
    quote: Any = connection.ops.quote_name
    who = quote(role)
    return [
        f"GRANT USAGE ON SCHEMA public TO {who};",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {who};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {who};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who};",
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {who};" for table in append_only_tables()),
        *(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {who};" for table in KEPT_FROM_IT),
    ]
