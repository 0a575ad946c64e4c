"""The screen's content: which calls stand on it, in which order, and how the door stands."""

from datetime import time, timedelta

import pytest

from requests_desk.rules.screen import CALLED_FOR, SHOWN_CALLED, SHOWN_NEXT, Called, Next, feed, hours, latest
from tests.factories import NOW

MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(17))


def call(number: int, minutes: int, *, awaited: bool = True, desk: int | None = 1) -> Called:
    return Called(number, desk, 1, NOW - timedelta(minutes=minutes), awaited, green=False)


def test_the_latest_call_comes_first() -> None:
    assert [one.number for one in latest([call(3, 9), call(8, 1), call(5, 4)], NOW)] == [8, 5, 3]


def test_who_is_awaited_stands_and_the_others_go_after_half_an_hour() -> None:
    long = int(CALLED_FOR.total_seconds() // 60)
    called = [call(1, long + 5), call(2, long, awaited=False), call(3, long - 1, awaited=False)]
    assert [one.number for one in latest(called, NOW)] == [3, 1]


def test_never_more_than_there_is_room_for() -> None:
    assert len(latest([call(number, number % 20) for number in range(1, 60)], NOW)) == SHOWN_CALLED
    told = feed([], [Next(number, green=False) for number in range(1, 60)], waiting=59, now=NOW)
    assert [one["number"] for one in told["next"]] == list(range(1, SHOWN_NEXT + 1))
    assert told["waiting"] == 59


def test_numbers_and_desks_alone() -> None:
    told = feed([call(8, 1, desk=2)], [Next(9, green=True)], waiting=1, now=NOW)
    assert told == {
        "called": [{"number": 8, "desk": 2, "times": 1, "awaited": True, "green": False}],
        "next": [{"number": 9, "green": True}],
        "waiting": 1,
    }


@pytest.mark.parametrize(
    ("day", "now", "state", "clock"),
    [
        ([MORNING, AFTERNOON], time(8, 59), "break", "09:00"),
        ([MORNING, AFTERNOON], time(9), "open", "12:00"),
        ([MORNING, AFTERNOON], time(12), "break", "13:30"),
        ([MORNING, AFTERNOON], time(16, 59), "open", "17:00"),
        ([MORNING, AFTERNOON], time(17), "closed", ""),
        ([(None, None)], time(10), "closed", ""),
        ([], time(10), "unknown", ""),
    ],
)
def test_how_the_door_stands(
    day: list[tuple[time | None, time | None]], now: time, state: str, clock: str
) -> None:
    door = hours(day, now)
    assert (door.state, door.clock) == (state, clock)
