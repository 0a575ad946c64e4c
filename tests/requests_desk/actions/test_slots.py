"""Slots follow the opening days, and the reading does not grow with the stations."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_desk.actions.slots import make_slots
from requests_desk.models import Slot, Visit
from stations.actions.opening import rebuild_opening_days
from stations.models import ItemHours, OpeningDay, OpeningException, Station, WeekHours
from tests import factories as make
from tests.cast import Place


def starts(station: Station, day: int) -> list[time]:
    begin = make.at(day, 0)
    slots = Slot.objects.filter(station=station, item=None, open=True).between(
        begin, begin + timedelta(days=1)
    )
    return [slot.starts_at.astimezone(make.SHANGHAI).time() for slot in slots.order_by("starts_at")]


def test_a_day_is_cut_into_slots_up_to_the_horizon(place: Place) -> None:
    assert starts(place.station, 1)[0] == time(8, 30)
    assert starts(place.station, 1)[-1] == time(17)
    assert len(starts(place.station, 1)) == 18
    assert starts(place.station, 0)[0] == time(10, 30)  # it is ten o'clock
    assert starts(place.station, 14)
    assert not starts(place.station, 15)
    slot = make.slot(place.item)
    assert (slot.minutes, slot.capacity, slot.held) == (30, 2, 1)


def test_the_second_time_changes_nothing(place: Place) -> None:
    before = list(Slot.objects.values_list())
    assert make_slots(stations=[place.station], at=make.NOW) == 0
    assert list(Slot.objects.values_list()) == before


def test_each_stations_own_horizon(place: Place, other_place: Place) -> None:
    Station.objects.filter(pk=place.station.pk).update(horizon_days=3)
    make_slots(stations=[place.station, other_place.station], at=make.NOW)
    assert starts(place.station, 3)
    assert not starts(place.station, 4)
    assert starts(other_place.station, 14)


def test_a_closed_day_loses_what_nobody_booked_and_shuts_the_rest(place: Place, visit: Visit) -> None:
    OpeningException.objects.create(station=place.station, date=make.at(1).date())
    make.opened(place.station)
    assert starts(place.station, 1) == []
    (left,) = Slot.objects.filter(station=place.station).between(make.at(1, 0), make.at(2, 0))
    assert left == visit.slot
    assert not left.open
    OpeningException.objects.all().delete()
    make.opened(place.station)
    assert len(starts(place.station, 1)) == 18


def test_changed_places_are_taken_over(place: Place, visit: Visit) -> None:
    make.visit(place.item)
    Station.objects.filter(pk=place.station.pk).update(slot_capacity=1, slot_held=0, slot_minutes=15)
    make_slots(stations=[place.station], at=make.NOW)
    booked = Slot.objects.get(pk=visit.slot_id)
    assert (booked.capacity, booked.held, booked.over, booked.minutes) == (1, 0, 1, 30)
    free = Slot.objects.get(station=place.station, starts_at=make.at(2, 10, 15))
    assert (free.capacity, free.held, free.over, free.minutes) == (1, 0, 0, 15)
    assert Slot.objects.get(station=place.station, starts_at=make.at(2)).minutes == 15


def test_an_item_with_hours_of_its_own(place: Place) -> None:
    lawyer = make.item(place.station, slot_minutes=60, slot_capacity=3)
    ItemHours.objects.create(item=lawyer, weekday=3, opens=time(16), closes=time(20))
    make.opened(place.station)
    slots = Slot.objects.filter(item=lawyer)
    assert [slot.starts_at for slot in slots] == [
        make.at(1, 16),
        make.at(8, 16),
    ]  # inside the station's hours
    assert {(slot.minutes, slot.capacity, slot.held) for slot in slots} == {(60, 3, 0)}


@pytest.mark.parametrize("change", [{"status": Station.Status.CLOSED}, {"slot_capacity": 0, "slot_held": 0}])
def test_no_slots_at_a_station_that_takes_nobody(place: Place, change: dict[str, object]) -> None:
    Station.objects.filter(pk=place.station.pk).update(**change)
    make_slots(stations=[place.station], at=make.NOW)
    assert not Slot.objects.exists()


def test_without_a_week_there_are_no_slots(place: Place) -> None:
    WeekHours.objects.filter(station=place.station).delete()
    make.opened(place.station)
    assert not Slot.objects.exists()


def test_the_statements_do_not_grow_with_the_stations(place: Place) -> None:
    def statements(stations: list[Station]) -> int:
        make_slots(stations=stations, at=make.NOW)
        with CaptureQueriesContext(
            connection,
        ) as said:
            make_slots(stations=stations, at=make.NOW)
        return len(said)

    one = statements([place.station])
    many = [make.station(make.committee(number)) for number in range(20, 30)]
    for station in many:
        make.item(station)
    make.opened(*many)
    assert statements([place.station, *many]) == one <= 8


class TestOpeningDays:
    """Rows that are right stay as they are."""

    def test_the_second_time_writes_nothing(self, place: Place) -> None:
        before = list(OpeningDay.objects.order_by("pk").values_list())
        assert rebuild_opening_days(stations=[place.station], today=make.TODAY) == 0
        assert list(OpeningDay.objects.order_by("pk").values_list()) == before

    def test_only_what_changed_is_written(self, place: Place) -> None:
        OpeningException.objects.create(
            station=place.station, date=make.at(1).date(), opens=time(9), closes=time(12)
        )
        assert rebuild_opening_days(stations=[place.station], today=make.TODAY) == 1
        (day,) = OpeningDay.objects.filter(station=place.station, date=make.at(1).date())
        assert (day.opens, day.closes, day.source) == (time(9), time(12), "exception")

    def test_the_next_day_adds_one_at_the_end(self, place: Place) -> None:
        assert rebuild_opening_days(stations=[place.station], today=make.at(1).date()) == 1
        assert OpeningDay.objects.order_by("-date")[0].date == make.at(61).date()
