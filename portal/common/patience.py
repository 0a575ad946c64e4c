"""The night's patience: what nobody waits for may take longer than a page."""

from django.db import connection

NIGHT = (
    "10min"  # PostgreSQL's limit of a statement for commands; pages have seconds (portal/settings/base.py)
)


def be_patient() -> None:
    """Let this connection's statements run longer; SQLite knows no limit. For commands alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [NIGHT])
