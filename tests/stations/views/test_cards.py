"""Cards: the word over each door, however long it stays shut, in as few statements as that takes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stations.models import OpeningException, Site, Station
from stations.views.cards import DAYS_AHEAD, SOON, cards, doors
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

EVENING = make.at(0, 20)


def shut_for(station: Station, days: int) -> None:
    """From tomorrow on, ``days`` days long."""
    for day in range(1, days + 1):
        date = make.TODAY + timedelta(days=day)
        OpeningException.objects.create(station=station, date=date, reason="装修")
    make.opened(station)


@pytest.mark.parametrize("days", [0, SOON - 1, SOON, SOON + 1, DAYS_AHEAD - 1])
def test_it_says_when_a_shut_door_opens_again(place: Place, days: int) -> None:
    shut_for(place.station, days)
    word = doors([place.station], EVENING)[place.station.pk]
    assert word.state == "closed"
    assert word.changes_at is not None
    assert timezone.localtime(word.changes_at).date() == make.TODAY + timedelta(days=days + 1)


def test_beyond_the_longest_holiday_it_says_closed(place: Place) -> None:
    shut_for(place.station, DAYS_AHEAD + 3)
    word = doors([place.station], EVENING)[place.station.pk]
    assert (word.state, word.changes_at, word.changes_day) == ("closed", None, "")


def test_only_doors_shut_for_days_cost_a_second_statement(
    place: Place, other_place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both = [place.station, other_place.station]
    with django_assert_num_queries(1):
        doors(both, EVENING)
    shut_for(place.station, SOON + 1)
    shut_for(other_place.station, SOON + 2)
    with django_assert_num_queries(2):
        doors(both, EVENING)


def test_a_card_needs_nothing_that_its_list_did_not_load(
    place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (row,) = Station.objects.for_cards()
    with django_assert_num_queries(1):
        (card,) = cards([row], EVENING)
    assert card.name == place.station.label
    assert card.address.startswith("梧桐路")
    assert (card.url, card.under) == (place.station.get_absolute_url(), place.committee.label)


def test_a_card_says_where_the_door_is_now_and_nothing_where_nobody_knows(place: Place) -> None:
    site = place.station.sites.get(used_until=None)
    old = Site.objects.create(
        station=place.station, address="旧址", used_until=make.TODAY - timedelta(days=1)
    )
    (card,) = cards(Station.objects.for_cards(), EVENING)
    assert (card.address, card.entrance, card.step_free) == (site.address, site.entrance, site.step_free)
    site.delete()
    (card,) = cards(Station.objects.for_cards(), EVENING)
    assert old.address == "旧址"
    assert (card.address, card.entrance, card.step_free) == ("", "", None)
