"""A hundred taps on the counter of drop-ins at the same moment count a hundred, the day's first one among them; and a
hundred slips take back no more than was counted.

The control reads, thinks and writes instead of the one guarded update: then taps are lost.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from requests_desk.actions.drop_ins import count_in, count_out
from requests_desk.models import DropIns
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_line_parallel import each_in_a_thread

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

TAPS, HANDS = 100, 20


def all_at_once(tap: Callable[[], Any]) -> list[Any]:
    """Tap a hundred times, with twenty hands that begin at the same moment."""
    ready = threading.Barrier(HANDS)

    def hand(_number: int) -> list[Any]:
        ready.wait(30)
        return [tap() for _ in range(TAPS // HANDS)]

    return [said for hand_said in each_in_a_thread(hand, list(range(HANDS)), HANDS) for said in hand_said]


def test_a_hundred_taps_count_a_hundred(place: Place, desk: Worker) -> None:
    here: dict[str, Any] = {"station": place.station, "worker": desk, "day": make.TODAY}
    all_at_once(lambda: count_in(**here))
    assert DropIns.objects.get().people == TAPS

    DropIns.objects.update(people=30)
    assert sum(all_at_once(lambda: count_out(**here))) == 30
    assert DropIns.objects.get().people == 0


def test_the_control_loses_taps(place: Place) -> None:
    DropIns.objects.create(station=place.station, day=make.TODAY)

    def tap() -> None:
        row = DropIns.objects.get()
        time.sleep(0.002)
        DropIns.objects.update(people=row.people + 1)

    all_at_once(tap)
    assert DropIns.objects.get().people < TAPS, "Even without its guard the counter lost no tap."
