"""Who gets a place, before and inside the last 24 hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.places import can_book, free_places, held_now, over, words

STARTS = datetime(2026, 3, 5, 2, tzinfo=UTC)
BEFORE = STARTS - timedelta(hours=24, seconds=1)
INSIDE = STARTS - timedelta(hours=24)

TABLE = [
    # capacity, held, booked, of them green | before: ordinary, green | inside: ordinary, green
    # Nothing held.
    (1, 0, 0, 0, 1, 1, 1, 1),
    (1, 0, 1, 0, 0, 0, 0, 0),
    (10, 0, 9, 0, 1, 1, 1, 1),
    (10, 0, 9, 9, 1, 1, 1, 1),
    (10, 0, 10, 3, 0, 0, 0, 0),
    # Two of ten held.
    (10, 2, 0, 0, 8, 10, 10, 10),
    (10, 2, 7, 0, 1, 3, 3, 3),
    (10, 2, 8, 0, 0, 2, 2, 2),
    (10, 2, 8, 1, 1, 2, 2, 2),  # one green is in: one is left for them
    (10, 2, 9, 1, 0, 1, 1, 1),
    (10, 2, 8, 2, 2, 2, 2, 2),  # both are in: the rest is anybody's
    (10, 2, 9, 2, 1, 1, 1, 1),
    (10, 2, 9, 5, 1, 1, 1, 1),  # more green than held
    (10, 2, 10, 2, 0, 0, 0, 0),
    (10, 2, 10, 0, 0, 0, 0, 0),
    # Everything held, one place in all, none at all.
    (3, 3, 0, 0, 0, 3, 3, 3),
    (3, 3, 1, 1, 0, 2, 2, 2),
    (1, 1, 0, 0, 0, 1, 1, 1),
    (1, 1, 1, 1, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0, 0),
    # Over, after staff lowered the capacity; more held than there is.
    (2, 0, 3, 0, 0, 0, 0, 0),
    (2, 5, 0, 0, 0, 2, 2, 2),
]


def free(capacity, held, booked, booked_green, at, green):
    given_ = {
        "capacity": capacity,
        "held": held,
        "booked": booked,
        "booked_green": booked_green,
        "starts_at": STARTS,
        "at": at,
        "green": green,
    }
    places = free_places(**given_)
    assert can_book(**given_) == (places > 0)
    return places


@pytest.mark.parametrize(
    ("capacity", "held", "booked", "green", "before", "before_green", "inside", "inside_green"),
    TABLE,
)
def test_places(capacity, held, booked, green, before, before_green, inside, inside_green):
    slot = capacity, held, booked, green
    assert free(*slot, BEFORE, green=False) == before
    assert free(*slot, BEFORE, green=True) == before_green
    assert free(*slot, INSIDE, green=False) == inside
    assert free(*slot, INSIDE, green=True) == inside_green


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [
        (timedelta(days=14), 2),
        (timedelta(hours=24, microseconds=1), 2),
        (timedelta(hours=24), 0),
        (timedelta(hours=23, minutes=59), 0),
        (timedelta(), 0),
        (timedelta(hours=-1), 0),
    ],
)
def test_places_are_held_until_24_hours_before(ahead, kept):
    assert held_now(2, STARTS, STARTS - ahead) == kept


slots = st.integers(0, 12).flatmap(lambda capacity: st.tuples(st.just(capacity), st.integers(0, capacity)))
# Who comes, in order: green or not, and before or inside the last 24 hours.
comers = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40).map(
    lambda people: sorted(people, key=lambda person: person[1])
)


@given(slots, comers)
def test_whoever_comes_the_slot_is_never_overbooked_and_what_is_held_is_kept(slot, people):
    capacity, held = slot
    booked = green_booked = ordinary_before = 0
    for green, late in people:
        if free(capacity, held, booked, green_booked, INSIDE if late else BEFORE, green):
            booked += 1
            green_booked += green
            ordinary_before += not green and not late
    assert booked <= capacity
    assert ordinary_before <= capacity - held
    # Nobody was turned away while there was room for them.
    if sum(late for _, late in people) >= capacity:
        assert booked == capacity


@given(slots, st.integers(0, 15), st.integers(0, 15), st.sampled_from([BEFORE, INSIDE]))
def test_the_green_lane_is_never_worse_off(slot, ordinary, green, at):
    taken = (ordinary + green, green)
    assert free(*slot, *taken, at, green=True) >= free(*slot, *taken, at, green=False)


@pytest.mark.parametrize(
    ("capacity", "booked", "expected"), [(10, 9, 0), (10, 10, 0), (9, 10, 1), (0, 3, 3), (0, 0, 0)]
)
def test_over(capacity, booked, expected):
    assert over(capacity, booked) == expected


@pytest.mark.parametrize(
    ("places", "word"), [(-1, "full"), (0, "full"), (1, "few"), (2, "few"), (3, "free"), (50, "free")]
)
def test_words(places, word):
    assert words(places) == word
