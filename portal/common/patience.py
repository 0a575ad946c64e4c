"""Patience: what nobody waits for, or is shown how far it is, may take longer than a page."""

from django.db import connection

NIGHT = (
    "10min"  # PostgreSQL's limit of a statement for commands; pages have seconds (portal/settings/base.py)
)
SHEET = (
    "2min"  # of one that writes a part of a large sheet, or ends it: all its foreign keys are looked at then
)


def be_patient() -> None:
    """Let this connection's statements run longer; SQLite knows no limit. For commands alone."""
    _limit("SET statement_timeout = %s", NIGHT)


def be_patient_until_committed() -> None:
    """Let the statements of this transaction run longer, its COMMIT among them."""
    _limit("SET LOCAL statement_timeout = %s", SHEET)


def _limit(statement: str, limit: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [limit])
