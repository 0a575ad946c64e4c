"""Places in the database: the held ones before and inside the last 24 hours, and the statement that books
against the rule it repeats."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_desk.actions.places import give_back, next_free, set_places, take
from requests_desk.models import Slot
from requests_desk.rules.places import can_book
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)

TABLE = [
    # places, held, booked, of them green | how long before | ordinary gets one, green gets one
    (2, 1, 0, 0, DAY + SECOND, True, True),
    (2, 1, 1, 0, DAY + SECOND, False, True),  # the last place is held
    (2, 1, 1, 1, DAY + SECOND, True, True),  # the held place is used: the other is anybody's
    (2, 1, 2, 1, DAY + SECOND, False, False),
    (2, 1, 1, 0, DAY, True, True),  # exactly 24 hours before nothing is held any more
    (2, 1, 1, 0, DAY - SECOND, True, True),
    (2, 1, 2, 0, SECOND, False, False),
    (3, 3, 0, 0, DAY * 7, False, True),  # everything held
    (3, 3, 0, 0, DAY, True, True),
    (3, 0, 2, 2, DAY * 7, True, True),
    (1, 0, 0, 0, SECOND, True, True),
    (1, 0, 0, 0, timedelta(0), False, False),  # begun is begun
    (1, 0, 0, 0, -SECOND, False, False),
    (1, 0, 1, 0, DAY * 2, False, False),
    (0, 0, 0, 0, DAY * 2, False, False),
]


@staged
def slot(place: Place) -> Slot:
    return make.slot(place.item, make.at(3))


@pytest.mark.parametrize(("places", "held", "booked", "booked_green", "before", "ordinary", "green"), TABLE)
@pytest.mark.parametrize("lane", [False, True])
def test_a_place_is_taken_where_the_table_says(
    slot: Slot, places: int, held: int, booked: int, booked_green: int, before: timedelta,
    ordinary: bool, green: bool, lane: bool,
) -> None:  # fmt: skip
    Slot.objects.filter(pk=slot.pk).update(
        capacity=places, held=held, booked=booked, booked_green=booked_green
    )
    expected = green if lane else ordinary
    assert take(slot_id=slot.pk, green=lane, at=slot.starts_at - before) == expected
    slot.refresh_from_db()
    assert (slot.booked, slot.booked_green) == (booked + expected, booked_green + (expected and lane))


def test_a_shut_slot_gives_no_place(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(open=False)
    assert not take(slot_id=slot.pk, green=True, at=make.NOW)


numbers = st.integers(0, 6)
states = st.tuples(numbers, numbers, numbers, numbers).filter(
    lambda state: state[1] <= state[0] and state[3] <= state[2]
)
moments = st.one_of(
    st.integers(-3, 3).map(lambda seconds: DAY + timedelta(seconds=seconds)),
    st.integers(0, 14 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=states, before=moments, green=st.booleans())
def test_the_statement_says_what_the_rule_says(
    slot: Slot, state: tuple[int, int, int, int], before: timedelta, green: bool
) -> None:
    capacity, held, booked, booked_green = state
    Slot.objects.filter(pk=slot.pk).update(
        capacity=capacity, held=held, booked=booked, booked_green=booked_green, over=max(0, booked - capacity)
    )
    at = slot.starts_at - before
    by_the_rule = can_book(
        capacity=capacity, held=held, booked=booked, booked_green=booked_green,
        starts_at=slot.starts_at, at=at, green=green,
    )  # fmt: skip
    assert Slot.objects.filter(pk=slot.pk).with_room(at, green=green).exists() == by_the_rule


def test_giving_back_brings_down_what_was_too_much(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(capacity=3, held=1, booked=3, booked_green=1)
    set_places(slot_ids=[slot.pk], capacity=1, held=1)
    seen = []
    for green in (True, False, False):
        slot.refresh_from_db()
        seen.append((slot.booked, slot.booked_green, slot.over))
        give_back(slot_id=slot.pk, green=green)
    assert seen == [(3, 1, 2), (2, 0, 1), (1, 0, 0)]
    assert list(Slot.objects.over()) == []


def test_capacity_may_rise_again(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(capacity=2, held=0, booked=2)
    for capacity, over in ((1, 1), (0, 2), (2, 0), (5, 0)):
        set_places(slot_ids=[slot.pk], capacity=capacity, held=9)
        slot.refresh_from_db()
        assert (slot.capacity, slot.held, slot.over) == (capacity, capacity, over)


class TestOffers:
    """The next free times that a full page names."""

    def fill(self, *slots: Slot) -> None:
        for one in slots:
            Slot.objects.filter(pk=one.pk).update(booked=one.capacity)

    def test_the_next_ones_in_order(self, place: Place) -> None:
        slots = [make.slot(place.item, make.at(1, 10, minute)) for minute in (0, 30)]
        later = [make.slot(place.item, make.at(1, 11, minute)) for minute in (0, 30)]
        self.fill(*slots)
        offers = next_free(place.item, around=slots[0].starts_at, green=False, at=make.NOW)
        assert offers[:2] == tuple(later)
        assert len(offers) == 3

    def test_earlier_ones_where_nothing_comes_later(self, place: Place) -> None:
        last = Slot.objects.filter(station=place.station).order_by("-starts_at")[0]
        offers = next_free(place.item, around=last.starts_at + SECOND, green=False, at=make.NOW)
        assert len(offers) == 3
        assert offers[-1] == last
        assert offers == tuple(sorted(offers, key=lambda one: one.starts_at))

    def test_nothing_within_the_shortest_notice(self, place: Place) -> None:
        begin = make.NOW + timedelta(minutes=place.station.notice_minutes)
        offers = next_free(place.item, around=make.NOW, green=False, at=make.NOW)
        assert offers[0].starts_at >= begin

    def test_held_places_are_offered_to_the_green_lane_alone(self, place: Place) -> None:
        Slot.objects.filter(station=place.station).update(capacity=1, held=1)
        around = make.at(3)
        assert next_free(place.item, around=around, green=True, at=make.NOW)[0].starts_at == around
        ordinary = next_free(place.item, around=around, green=False, at=make.NOW)
        assert all(one.starts_at <= make.NOW + DAY for one in ordinary)

    def test_none_when_everything_is_full(self, place: Place) -> None:
        self.fill(*Slot.objects.filter(station=place.station))
        assert next_free(place.item, around=make.NOW, green=True, at=make.NOW) == ()
