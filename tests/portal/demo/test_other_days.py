"""The demo on other days than an ordinary Wednesday."""

from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command

from requests_desk.models import Ticket
from stations.models import Station
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 10, 4, 21, 30, tzinfo=make.SHANGHAI),  # a Sunday of the National Day's week, at night
        datetime(2027, 2, 6, 9, 0, tzinfo=make.SHANGHAI),  # the Spring Festival of a year not announced
    ],
    ids=["holiday Sunday at night", "not announced"],
)
def test_today_is_busy_whatever_day_it_is(now):
    with time_machine.travel(now, tick=False):
        call_command("load_demo", days=1, verbosity=0)
    assert Station.objects.open_at(now).filter(slug="fengyangyuan").exists()
    bar = Ticket.objects.filter(station__slug="fengyangyuan", day=now.date())
    assert bar.waiting().count() == 5
    assert bar.filter(state=Ticket.State.SERVING).count() == 2
    assert not bar.overdue(now).exists()
