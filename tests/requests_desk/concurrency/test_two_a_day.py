"""Twenty forms with one phone, for twenty times of one day, at the same moment: two visits, not three."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from requests_desk.models import Slot, Visit
from tests.requests_desk.concurrency.crowd import Browser, a_station, at_once
from tests.servers import database_url, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

TIMES = 20
ROUNDS = 3


def test_one_phone_gets_two_of_the_days_times(transactional_db: None) -> None:
    station, item = a_station()
    path = f"/stations/{station.slug}/book/"
    with serving(database_url(), threads=4) as server:
        for turn in range(ROUNDS):
            slots = slots_of_a_day(station.pk, turn)
            work = [
                (one, server.url, path, one.form(item, slot, 1))
                for one, slot in ((Browser(), slot) for slot in slots)
            ]
            answers = Counter(one.status for one in at_once(work))
            assert answers == {302: 2, 409: TIMES - 2}, server.said()[-2000:]
            assert Visit.objects.filter(slot__in=slots).count() == 2
            assert (
                sum(Slot.objects.filter(pk__in=[one.pk for one in slots]).values_list("booked", flat=True))
                == 2
            )


def slots_of_a_day(station: int, turn: int) -> list[Slot]:
    """Twenty times of one local day, each with many places; another day every turn."""
    begin = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=3 + turn)
    return [
        Slot.objects.create(
            station_id=station, starts_at=begin + timedelta(minutes=20 * n), minutes=20, capacity=50
        )
        for n in range(TIMES)
    ]
