"""What is laid from memory is what the action makes."""

from typing import Any

from requests_desk.models import Slot
from stations.models import Holiday, OpeningDay, Station
from tests import factories as make
from tests.cast import Place
from tests.hours_kept import open_like_all


def hours(station: Station) -> list[list[tuple[Any, ...]]]:
    days = OpeningDay.objects.filter(station=station).values_list("date", "opens", "closes", "source")
    columns = ("item", "starts_at", "minutes", "capacity", "held", "booked", "over", "open")
    slots = Slot.objects.filter(station=station).values_list(*columns)
    return [list(days.order_by("date", "opens")), list(slots.order_by("starts_at"))]


def test_the_same_as_by_the_action(place: Place, other_place: Place) -> None:
    by_action = make.station(make.committee(under=place.subdistrict))
    make.item(by_action)
    make.opened(by_action)
    assert all(hours(by_action))
    assert hours(place.station) == hours(other_place.station) == hours(by_action)


def test_a_holiday_is_not_overlooked(place: Place) -> None:
    Holiday.objects.create(date=make.at(3).date(), off=True, name="假日", source="tests")
    closed = make.station(make.committee(under=place.subdistrict))
    make.item(closed)
    open_like_all(closed)
    assert hours(closed) != hours(place.station)
