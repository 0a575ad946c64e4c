"""`manage.py load_demo`: where it is refused, and when there is nothing to do."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.common.models import Installation
from stations.models import Committee, Division, Worker
from tests import factories as make

pytestmark = pytest.mark.django_db


def load(**options: object) -> None:
    call_command("load_demo", verbosity=0, **options)


def test_settings_that_allow_no_demo_refuse_it(settings):
    settings.PORTAL_DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        load()
    assert not Division.objects.exists()
    assert not Worker.objects.exists()


def test_a_database_with_other_rows_refuses_it_and_keeps_them():
    committee = make.committee(7)
    with pytest.raises(CommandError):
        load(days=1)
    assert list(Committee.objects.all()) == [committee]
    assert not Installation.objects.exists()


def test_an_installation_that_is_no_demo_is_not_wiped():
    Installation.objects.create(demo=False)
    worker = make.worker("somebody")
    with pytest.raises(CommandError):
        load(days=1, if_stale=True)
    assert list(Worker.objects.all()) == [worker]


def test_it_needs_a_day_behind_it():
    with pytest.raises(CommandError):
        load(days=0)


def test_a_demo_of_today_is_left_alone(clock):
    Installation.objects.create(demo=True, demo_made_on=date(2026, 11, 18))
    load(if_stale=True)
    assert not Division.objects.exists()
