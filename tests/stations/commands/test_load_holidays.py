"""`manage.py load_holidays`."""

from io import StringIO

import pytest
from django.core.management import call_command

from stations.models import AnnouncedYear, Holiday

pytestmark = pytest.mark.django_db


def told(*years: str) -> str:
    out = StringIO()
    call_command("load_holidays", *years, stdout=out)
    return out.getvalue()


def test_without_years_it_takes_last_year_this_one_and_the_next(clock):
    out = told()
    assert list(AnnouncedYear.objects.values_list("year", flat=True)) == [2025, 2026]
    assert "2025, 2026" in out
    assert "2027" in out.splitlines()[-1]


def test_it_takes_the_years_it_is_given(clock):
    told("2024")
    assert set(Holiday.objects.values_list("date__year", flat=True)) == {2024}


def test_the_second_time_there_is_nothing_to_enter(clock):
    told()
    rows = Holiday.objects.count()
    assert "2025" not in told()
    assert Holiday.objects.count() == rows
