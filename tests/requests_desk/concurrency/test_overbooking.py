"""200 clients want one slot: exactly as many get it as it has places, the others see other times.

The control runs the same crowd against a portal without its guard and without the constraint: it must
overbook, else the proof proves nothing.
"""

from collections.abc import Iterator

import pytest

from requests_desk.models import Slot
from stations.models import ChecklistItem, Station
from tests.requests_desk.concurrency.crowd import a_roomy_station, a_slot, burst
from tests.requests_desk.concurrency.unconstrained import without_constraint
from tests.servers import Server, database_url, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

CLIENTS = 200
RUNS = 1  # burst of each size in every run of the tests
ALL_RUNS = 5  # in the long proofs


@pytest.fixture
def place(transactional_db: None) -> tuple[Station, ChecklistItem]:
    return a_roomy_station()


@pytest.fixture
def server(place: tuple[Station, ChecklistItem]) -> Iterator[Server]:
    with serving(database_url(), threads=4) as running:
        yield running


@pytest.mark.parametrize("places", [1, 10, 50])
@pytest.mark.parametrize("runs", [RUNS, pytest.param(ALL_RUNS, marks=pytest.mark.proof)])
def test_exactly_as_many_as_there_are_places(
    server: Server, place: tuple[Station, ChecklistItem], runs: int, places: int
) -> None:
    station, item = place
    for _ in range(runs):
        seen = burst(server.url, item, a_slot(station, places), CLIENTS)
        assert len(seen.confirmations) == places
        assert seen.statuses == {302: places, 409: CLIENTS - places}, server.said()[-2000:]
        assert (seen.with_other_times, seen.rows, seen.booked) == (CLIENTS - places, places, places)
    assert "Traceback" not in server.said()


@pytest.fixture
def no_constraint(place: tuple[Station, ChecklistItem]) -> Iterator[None]:
    """The slots' table without the line that says booked ≤ capacity."""
    with without_constraint(Slot, "slot_not_overbooked"):
        yield


def test_the_control_overbooks(no_constraint: None, place: tuple[Station, ChecklistItem]) -> None:
    station, item = place
    application = "tests.requests_desk.concurrency.unguarded:application"
    with serving(database_url(), application=application, threads=4) as unguarded:
        for places in (1, 10, 50):
            seen = burst(unguarded.url, item, a_slot(station, places), CLIENTS)
            if seen.rows > places:
                return
    pytest.fail("Even without its guard the portal did not overbook: the crowd does not meet.")
