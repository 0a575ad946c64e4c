"""Patience: what nobody waits for, or is shown how far it is, may take longer than a page."""

from typing import Any

from django.db import connection

# Seconds that a statement may take in PostgreSQL; those of pages have few (portal/settings/base.py).
NIGHT = 600  # of a command
SHEET = 120  # that writes a part of a large sheet, or ends it: all its foreign keys are looked at then
GRACE = 5  # so much longer we wait ourselves, to be told so by the server (portal/common/postgresql/base.py)


def be_patient() -> None:
    """Let this connection's statements run longer; SQLite knows no limit. For commands alone."""
    _limit("SET statement_timeout = %s", NIGHT, "longest")


def be_patient_until_committed() -> None:
    """Let the statements of this transaction run longer, its COMMIT among them."""
    _limit("SET LOCAL statement_timeout = %s", SHEET, "longest_here")


def _limit(statement: str, seconds: int, ours: str) -> None:
    here: Any = connection
    if here.vendor == "postgresql":
        with here.cursor() as cursor:
            cursor.execute(statement, [f"{seconds}s"])
        setattr(here, ours, seconds + GRACE)
