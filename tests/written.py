"""How many rows a test has written so far: where the figure stays, no table needs to be read to see that nothing
changed."""

from django.db import connection


def rows_written() -> int:
    """Rows that were added, changed or deleted on this connection: since it was opened on SQLite, in the present
    transaction on PostgreSQL. What was rolled back stays counted, so a higher figure says nothing yet."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_xact_user_tables"
        )
        return cursor.fetchone()[0]
