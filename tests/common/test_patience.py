"""Commands of the night may take longer than a page."""

import pytest
from django.db import connection

from portal.common.patience import be_patient

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no limit of a statement")
def test_a_statement_may_take_ten_minutes() -> None:
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return str(cursor.fetchone()[0])

    before = limit()
    be_patient()
    assert (before, limit()) == ("15s", "10min")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [before])
