"""The city that the long proofs are held in, in small: it has what it says, the same every time."""

import pytest

from stations.models import Committee, Estate, IdleRoom, Site, WalkingTime
from tests import factories as make
from tests.proof import big_city

pytestmark = pytest.mark.django_db


def street() -> None:
    """Forty committees of Shanghai's register."""
    under = make.division(
        "310101001", "一街道", make.division("310101", "一区", make.division("3101", "上海市"))
    )
    Committee.objects.bulk_create(
        Committee(code=f"310101001{number:03}", name=f"第{number}居委会", subdistrict=under)
        for number in range(1, 41)
    )


def test_a_small_one_has_what_was_asked_for() -> None:
    street()
    city = big_city.build(30, 120, 12)
    assert (len(city.committees), len(city.stations), city.estates, city.sites) == (30, 15, 120, 12)
    assert (Estate.objects.count(), Site.objects.count(), IdleRoom.objects.count()) == (120, 15, 12)
    assert {estate.committee_id for estate in Estate.objects.all()} == {one.pk for one in city.committees}


def test_each_way_leads_to_the_nearest_door() -> None:
    street()
    big_city.build(30, 60, 0)
    doors = list(Site.objects.all())
    for way in WalkingTime.objects.select_related("estate", "site"):
        metres = {door.pk: big_city.metres_between(way.estate.point, door.point) for door in doors}
        assert metres[way.site_id] == min(metres.values())
    assert WalkingTime.objects.count() == 60
    shares = Estate.objects.with_minutes().values_list("minutes", flat=True)
    assert 0 < sum(minutes <= 15 for minutes in shares) < 60, "some are reached, and some are not"


def test_it_is_the_same_every_time() -> None:
    street()
    big_city.build(10, 20, 5)
    before = list(Estate.objects.order_by("pk").values_list("households", "lat", "lon"))
    for model in (IdleRoom, WalkingTime, Site, Estate):
        model.objects.all().delete()
    big_city.Station.objects.all().delete()
    big_city.build(10, 20, 5)
    assert list(Estate.objects.order_by("pk").values_list("households", "lat", "lon")) == before
