"""Commands of the night and large sheets may take longer than a page."""

import pytest
from django.db import connection, transaction

from portal.common.patience import be_patient, be_patient_until_committed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no limit of a statement"),
]


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


def test_a_statement_may_take_ten_minutes() -> None:
    before = limit()
    be_patient()
    assert (before, limit()) == ("15s", "10min")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [before])


def test_a_sheets_may_until_it_is_committed() -> None:
    with transaction.atomic():
        be_patient_until_committed()
        assert limit() == "2min"
    assert limit() == "15s"
