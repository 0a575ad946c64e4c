"""The figure grows with every row that is written, and with nothing else."""

import pytest
from django.db import transaction

from stations.models import Programme
from tests import factories as make
from tests.cast import Place
from tests.written import rows_written

pytestmark = pytest.mark.django_db


def test_it_grows_with_what_is_written_alone(place: Place) -> None:
    before = rows_written()
    assert list(Programme.objects.all()) == []
    assert rows_written() == before
    one = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
    assert rows_written() > before
    before = rows_written()
    Programme.objects.filter(pk=one.pk).update(name="一居委一方案")
    assert rows_written() > before
    before = rows_written()
    Programme.objects.filter(pk=one.pk).delete()
    assert rows_written() > before


def test_what_was_rolled_back_stays_counted(place: Place) -> None:
    before = rows_written()
    with transaction.atomic():
        Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
        transaction.set_rollback(True)
    assert rows_written() > before
