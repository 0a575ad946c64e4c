"""The day added up: hours, keys, and how long people waited."""

from datetime import datetime, timedelta

import pytest

from requests_desk.rules.day import Caller, Group, Wait, by_hour, by_key, percent, wait_of, waited

NINE = datetime(2026, 11, 18, 9, 0)


def caller(hour: int, minute: int = 0, wait: float | None = None) -> Caller:
    came = NINE.replace(hour=hour, minute=minute)
    return Caller(came, None if wait is None else came + timedelta(minutes=wait))


@pytest.mark.parametrize(
    ("minutes", "wait"),
    [
        ([], None),
        ([7], Wait(1, 5, 7, 10, 10)),
        ([2, 10], Wait(2, 0, 6, 10, 10)),
        ([30, 1, 3, 5, 7], Wait(5, 0, 5, 10, 30)),
        ([0, 0, 0, 60], Wait(4, 0, 0, 15, 60)),
        ([18, 18, 19, 19], Wait(4, 15, 18, 20, 20)),  # nobody promises 18 to 19 minutes
    ],
)
def test_the_middle_and_half_of_them(minutes: list[int], wait: Wait | None) -> None:
    assert wait_of(minutes) == wait


def test_begun_minutes_do_not_count_and_nobody_waits_less_than_none() -> None:
    assert caller(9, wait=4.9).minutes == 4
    assert caller(9, wait=-3).minutes == 0
    assert caller(9).minutes is None


def test_who_was_never_called_is_no_wait_of_none() -> None:
    assert waited([caller(9), caller(9)]) is None
    assert waited([caller(9), caller(9, wait=8)]) == Wait(1, 5, 8, 10, 10)


def test_quiet_hours_stand_between_busy_ones() -> None:
    hours = by_hour([caller(11, wait=5), caller(9, 10), caller(9, 59, wait=2)])
    assert [(one.key, one.people) for one in hours] == [(9, 2), (10, 0), (11, 1)]
    assert [one.wait and one.wait.middle for one in hours] == [2, None, 5]
    assert by_hour([]) == []


def test_the_commonest_first() -> None:
    one = caller(9)
    groups = by_key([("b", one), ("a", one), ("c", one), ("a", one)])
    assert groups == [Group("a", 2, None), Group("b", 1, None), Group("c", 1, None)]


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (3, 3, 100)])
def test_a_share_of_nothing_is_none(part: int, whole: int, share: int | None) -> None:
    assert percent(part, whole) == share
