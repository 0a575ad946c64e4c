"""Two change hours and slots of a station at the same moment: whoever comes second works from what the first has done.

The control takes the station's lock away: then the second writes back what is over.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from requests_desk.actions import closures, slots
from requests_desk.models import Slot
from stations.actions import opening
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_line_parallel import each_in_a_thread

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

DAY = make.TODAY + timedelta(days=1)
CLOSING = {"reason": "修水管", "reason_en": "", "seen": ()}


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> None:
    """``second`` begins when ``first`` has done its work and not yet committed it."""
    done = threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            first()
            done.set()
            time.sleep(0.7)

    def then() -> None:
        assert done.wait(20)
        second()

    each_in_a_thread(lambda one: one(), [slowly, then], 2)


def bookable(place: Place) -> int:
    return Slot.objects.filter(station=place.station, open=True, starts_at__date=DAY).count()


def close(place: Place, desk: Worker) -> None:
    closures.close_day(station=place.station, day=DAY, worker=desk, at=make.NOW, **CLOSING)  # type: ignore[arg-type]


def open_while_rebuilding(place: Place, desk: Worker) -> None:
    close(place, desk)
    assert bookable(place) == 0
    meanwhile(
        lambda: closures.reopen_day(station=place.station, day=DAY, worker=desk, at=make.NOW),
        lambda: closures.change_opening(stations=[place.station], at=make.NOW),
    )


def close_while_making_slots(place: Place, desk: Worker) -> None:
    meanwhile(lambda: close(place, desk), lambda: slots.make_slots(stations=[place.station], at=make.NOW))


def test_a_day_opened_again_stays_open(place: Place, desk: Worker) -> None:
    before = bookable(place)
    open_while_rebuilding(place, desk)
    assert bookable(place) == before > 0


def test_a_day_closed_stays_closed(place: Place, desk: Worker) -> None:
    close_while_making_slots(place, desk)
    assert bookable(place) == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets nobody else write at all")
def test_without_the_lock_the_second_writes_back_what_is_over(
    place: Place, desk: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (opening, slots, closures):
        monkeypatch.setattr(module, "lock_stations", list)
    close_while_making_slots(place, desk)
    assert bookable(place) > 0
