"""What the database knows about its tables: to be gathered anew after many rows came at once."""

from django.db import connection


def gather_statistics() -> None:
    """Let PostgreSQL count its tables now, not in a minute: until then it plans as for empty tables, and a
    page of the public list can take many seconds. Tables of another owner are left out. SQLite plans by its
    indexes alone and needs nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
