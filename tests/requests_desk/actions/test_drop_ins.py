"""Drop-ins: counted one by one, also by many hands at once, never below zero, and by the own desk alone."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.drop_ins import count_in, count_out
from requests_desk.models import DropIns
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def people(place: Place) -> list[int]:
    return list(
        DropIns.objects.filter(station=place.station).order_by("day").values_list("people", flat=True)
    )


def test_one_more_and_one_fewer(place: Place, desk: Worker, colleague: Worker) -> None:
    assert not count_out(station=place.station, worker=desk, day=make.TODAY), "nothing to take back"
    for who in (desk, colleague, desk):
        count_in(station=place.station, worker=who, day=make.TODAY)
    count_in(station=place.station, worker=desk, day=make.TODAY + timedelta(days=1))
    assert people(place) == [3, 1]
    for _tap in range(3):
        assert count_out(station=place.station, worker=desk, day=make.TODAY)
    assert not count_out(station=place.station, worker=desk, day=make.TODAY)
    assert people(place) == [0, 1]


def test_only_the_own_desk_counts(place: Place, stranger: Worker, street: Worker) -> None:
    DropIns.objects.create(station=place.station, day=make.TODAY, people=5)
    for who in (stranger, street):
        with pytest.raises(NotAllowed):
            count_in(station=place.station, worker=who, day=make.TODAY)
        with pytest.raises(NotAllowed):
            count_out(station=place.station, worker=who, day=make.TODAY)
    assert people(place) == [5]
