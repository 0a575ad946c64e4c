"""Who is called next."""

from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.queue import counts_from, queue_key

SHANGHAI = ZoneInfo("Asia/Shanghai")


def clock(text):
    return datetime.fromisoformat(f"2026-03-03 {text}").replace(tzinfo=SHANGHAI)


def person(number, arrived, booked=None, green=False, back=None):
    return {
        "number": number,
        "lined_up_at": clock(back) if back else None,
        "arrived_at": clock(arrived),
        "booked_for": clock(booked) if booked else None,
        "green": green,
    }


def order(people, now):
    line = sorted(people, key=lambda one: queue_key(**one, now=clock(now)))
    return [one["number"] for one in line]


LINES = [
    pytest.param(
        [person(1, "09:00"), person(2, "09:05"), person(3, "09:01")], "09:30", [1, 3, 2],
        id="by arrival",
    ),
    pytest.param(
        [person(2, "09:00"), person(1, "09:00")], "09:30", [1, 2], id="ties by number"
    ),
    pytest.param(
        [person(1, "09:00"), person(2, "09:20", green=True)], "09:30", [2, 1], id="green first"
    ),
    pytest.param(
        [person(1, "09:00"), person(2, "09:25", booked="09:30")], "09:30", [2, 1],
        id="booked at their time",
    ),
    pytest.param(
        [person(1, "09:00"), person(2, "09:25", booked="09:30")], "09:29:59", [1, 2],
        id="early by arrival",
    ),
    pytest.param(
        [person(1, "09:10"), person(2, "09:00", booked="10:00")], "09:30", [2, 1],
        id="early is no worse than walked in",
    ),
    pytest.param(
        [person(1, "09:35"), person(2, "09:40", booked="09:30")], "09:41", [2, 1],
        id="ten minutes late is in time",
    ),
    pytest.param(
        [person(1, "09:35"), person(2, "09:40:01", booked="09:30")], "09:41", [1, 2],
        id="later than that by arrival",
    ),
    pytest.param(
        [person(1, "09:50"), person(2, "09:45", booked="09:30")], "09:55", [2, 1],
        id="late is no worse than walked in",
    ),
    pytest.param(
        [person(1, "09:00", booked="09:45"), person(2, "09:38", booked="09:30")], "09:50", [2, 1],
        id="booked by booked time, not by arrival",
    ),
    pytest.param(
        [
            person(1, "09:00"),
            person(2, "09:10", green=True),
            person(3, "09:25", booked="09:30"),
            person(4, "09:28", booked="09:30", green=True),
            person(5, "09:05", green=True),
        ],
        "09:30",
        [4, 5, 2, 3, 1],
        id="the same order inside the green lane",
    ),
    pytest.param(
        [person(1, "09:00", back="09:25"), person(2, "09:20"), person(3, "09:26")], "09:30", [2, 1, 3],
        id="who missed the call counts from coming back",
    ),
    pytest.param(
        [person(1, "09:00", green=True, back="09:25"), person(2, "09:20", green=True), person(3, "09:00")],
        "09:30", [2, 1, 3],
        id="and stays in the green lane",
    ),
    pytest.param(
        [person(1, "09:25", booked="09:30", back="09:41"), person(2, "09:40"), person(3, "09:50")],
        "09:55", [2, 1, 3],
        id="back after the ten minutes the booked turn is over",
    ),
    pytest.param(
        [person(1, "09:00", booked="09:30", back="09:38"), person(2, "09:10")], "09:40", [1, 2],
        id="back within them it is not",
    ),
    pytest.param([], "09:30", [], id="nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("people", "now", "expected"), LINES)
def test_the_line(people, now, expected):
    assert all(order(mixed, now) == expected for mixed in permutations(people))


minutes = st.integers(0, 600)


@given(minutes, st.none() | minutes, st.booleans(), minutes, minutes)
def test_nobody_is_worse_off_for_having_booked(arrived, booked, green, other_arrived, now):
    midnight = clock("08:00")

    def at(minute):
        return midnight + timedelta(minutes=minute)

    def key(number, booked_for, arrived_at):
        return queue_key(
            green=green,
            booked_for=booked_for,
            arrived_at=at(arrived_at),
            number=number,
            now=at(now),
        )

    walked_in = key(1, None, arrived)
    had_booked = key(1, None if booked is None else at(booked), arrived)
    other = key(2, None, other_arrived)
    assert had_booked < other or not walked_in < other


@given(minutes, st.none() | minutes, st.booleans(), minutes, minutes)
def test_nobody_gains_by_missing_a_call(arrived, booked, green, away, now):
    midnight = clock("08:00")
    came = midnight + timedelta(minutes=arrived)
    fields = {
        "green": green,
        "booked_for": None if booked is None else midnight + timedelta(minutes=booked),
        "arrived_at": came,
        "number": 1,
        "now": midnight + timedelta(minutes=now),
    }
    assert queue_key(**fields, lined_up_at=came + timedelta(minutes=away)) >= queue_key(**fields)


def test_who_missed_the_call_counts_from_now_and_who_was_let_go_keeps_their_place():
    now, before = clock("09:30"), clock("09:10")
    assert counts_from(missed=True, before=None, now=now) == now
    assert counts_from(missed=True, before=before, now=now) == now
    assert counts_from(missed=False, before=None, now=now) is None
    assert counts_from(missed=False, before=before, now=now) == before
