"""escalate: says how many were told, and the second time that nobody was."""

import pytest
import time_machine
from django.core.management import call_command

from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def test_twice_is_once(
    place: Place, desk: Worker, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    make.ticket(desk, place.station, place.service)
    clock.move_to(make.at(5, 11))
    for number in ("1", "0"):
        call_command("escalate")
        assert number in capsys.readouterr().out
