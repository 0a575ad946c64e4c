"""Statistics: after many rows came at once the database knows how many there are."""

from datetime import date, timedelta

import pytest
from django.db import connection

from portal.common.statistics import gather_statistics
from stations.models import Holiday

pytestmark = pytest.mark.django_db


def known_rows() -> float:
    """How many holidays PostgreSQL believes there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'stations_holiday'")
        return float(cursor.fetchone()[0])


def test_the_database_knows_how_many_rows_came() -> None:
    first = date(2026, 1, 1)
    Holiday.objects.bulk_create(
        Holiday(date=first + timedelta(days=day), off=True, source="x") for day in range(500)
    )
    gather_statistics()
    if connection.vendor == "postgresql":
        assert known_rows() == 500
    assert Holiday.objects.count() == 500
