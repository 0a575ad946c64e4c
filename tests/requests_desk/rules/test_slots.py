"""Opening hours cut into bookable times."""

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.slots import intersect, slot_starts


def hours(text):
    pairs = (part.split("-") for part in text.split())
    return [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs]


def clocks(starts):
    return " ".join(start.strftime("%H:%M") for start in starts)


@pytest.mark.parametrize(
    ("intervals", "minutes", "starts"),
    [
        ("09:00-10:00", 20, "09:00 09:20 09:40"),
        ("09:00-10:00", 60, "09:00"),
        ("09:00-10:00", 61, ""),
        ("09:00-10:10", 20, "09:00 09:20 09:40"),  # ten minutes are no slot
        ("09:00-09:20", 20, "09:00"),
        ("09:00-09:19", 20, ""),
        ("08:30-10:00 13:30-14:30", 30, "08:30 09:00 09:30 13:30 14:00"),
        ("13:30-14:30 08:30-09:30", 30, "08:30 09:00 13:30 14:00"),  # in order
        ("09:00-09:50 09:50-10:30", 30, "09:00 09:50"),  # no slot over a change of interval
        ("09:00-10:00 09:00-10:00", 30, "09:00 09:30"),  # each once
        ("23:00-23:59", 30, "23:00"),
        ("", 30, ""),
    ],
)
def test_slot_starts(intervals, minutes, starts):
    assert clocks(slot_starts(hours(intervals), minutes)) == starts


@pytest.mark.parametrize("minutes", [0, -30])
def test_a_slot_lasts(minutes):
    with pytest.raises(ValueError, match="at least one minute"):
        slot_starts(hours("09:00-10:00"), minutes)


@pytest.mark.parametrize(
    ("a", "b", "common"),
    [
        ("09:00-12:00 13:30-17:30", "10:00-15:00", "10:00-12:00 13:30-15:00"),
        ("09:00-12:00", "09:00-12:00", "09:00-12:00"),
        ("09:00-12:00", "12:00-17:00", ""),  # they only touch
        ("09:00-12:00", "13:00-17:00", ""),
        ("09:00-17:00", "10:00-11:00 14:00-15:00", "10:00-11:00 14:00-15:00"),
        ("09:00-17:00", "", ""),
        ("", "", ""),
        ("13:00-17:00 08:00-10:00", "00:00-23:59", "08:00-10:00 13:00-17:00"),
    ],
)
def test_intersect(a, b, common):
    assert intersect(hours(a), hours(b)) == hours(common)
    assert intersect(hours(b), hours(a)) == hours(common)


@st.composite
def day_hours(draw):
    edges = sorted(draw(st.sets(st.integers(0, 1439), max_size=8)))
    clock = [time(*divmod(edge, 60)) for edge in edges]
    return list(zip(clock[::2], clock[1::2], strict=False))


@given(day_hours(), day_hours(), st.times())
def test_a_moment_is_common_exactly_if_it_lies_in_both(a, b, moment):
    def inside(intervals):
        return any(begins <= moment < ends for begins, ends in intervals)

    assert inside(intersect(a, b)) == (inside(a) and inside(b))


@given(day_hours(), st.integers(1, 200))
def test_slots_lie_inside_and_do_not_overlap(intervals, minutes):
    starts = [start.hour * 60 + start.minute for start in slot_starts(intervals, minutes)]
    edges = [(a.hour * 60 + a.minute, b.hour * 60 + b.minute) for a, b in intervals]
    assert all(any(a <= s and s + minutes <= b for a, b in edges) for s in starts)
    assert all(second - first >= minutes for first, second in pairwise(starts))
    assert len(starts) == sum((b - a) // minutes for a, b in edges)
