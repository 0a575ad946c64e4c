"""Where a district's places stand: its own estates and current doors, and nobody else's."""

import pytest

from portal.common.geo import Point
from stations.actions.known_places import district_of, known_places
from stations.models import Committee, Site
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def test_estates_and_current_doors_count(place: Place) -> None:
    assert known_places(["990101"]) == {"990101": None}, "an estate and a door are too few"
    for lat in (31.3, 31.4, None):
        make.estate(place.committee, lat=lat, lon=lat and 121.4)
    Site.objects.create(station=place.station, address="旧址", lat=10, lon=100, used_until=make.at(-9).date())
    found = known_places([district_of(place.committee.code)])["990101"]
    assert found is not None
    assert found.middle == Point(pytest.approx((31.201 + 31.3) / 2), 121.4)


def test_another_district_s_do_not(place: Place) -> None:
    city = place.subdistrict.parent.parent  # type: ignore[union-attr]
    there = make.division("990102001", "外街道", make.division("990102", "外区", city))
    other = Committee.objects.create(code="990102001001", name="外居委会", subdistrict=there)
    for _number in range(3):
        make.estate(other, lat=40, lon=110)
    found = known_places(["990101", "990102"])
    assert found["990101"] is None
    assert found["990102"] is not None
    assert found["990102"].middle == Point(40, 110)
