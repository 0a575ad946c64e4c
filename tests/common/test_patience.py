"""Commands of the night and large sheets may take longer than a page."""

from typing import Any

import pytest
from django.db import connection, transaction

from portal.common.patience import be_patient, be_patient_until_committed
from portal.common.postgresql.base import LONGEST

here: Any = connection
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no limit of a statement"),
]


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def as_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that another test called has left this connection patient, as it may: it ends with its command."""
    monkeypatch.setattr(here, "longest", LONGEST)


def limits() -> tuple[str, float]:
    """The server's limit of a statement, and ours: a little more, so that the server says so first."""
    return limit(), max(here.longest, here.longest_here)


def test_a_statement_may_take_ten_minutes() -> None:
    before = limits()
    be_patient()
    assert (before, limits()) == (("15s", 20), ("10min", 605))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [before[0]])


def test_a_sheets_may_until_it_is_committed() -> None:
    with transaction.atomic():
        be_patient_until_committed()
        assert limits() == ("2min", 125)
    assert limits() == ("15s", 20)


def test_or_until_it_is_rolled_back() -> None:
    with transaction.atomic():
        be_patient_until_committed()
        transaction.set_rollback(True)
    assert limits() == ("15s", 20)
