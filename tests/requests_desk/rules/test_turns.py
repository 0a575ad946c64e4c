"""Whose week it is."""

from datetime import date, timedelta

import pytest

from requests_desk.rules.turns import turn_of

THREE = ["committee", "owners", "property"]
WEDNESDAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "party"),
    [
        (date(2026, 3, 1), None),  # the Sunday before
        (date(2026, 3, 2), "committee"),  # the week's Monday, before the first day
        (date(2026, 3, 4), "committee"),
        (date(2026, 3, 8), "committee"),  # Sunday
        (date(2026, 3, 9), "owners"),
        (date(2026, 3, 15), "owners"),
        (date(2026, 3, 16), "property"),
        (date(2026, 3, 23), "committee"),
        (date(2026, 3, 31), "owners"),  # over the month's end
        (date(2026, 4, 5), "owners"),
        (date(2027, 1, 1), "property"),  # 43 weeks on: over the year's end
        (date(2027, 1, 4), "property"),
    ],
)
def test_three_parties(day, party):
    weeks = (day - date(2026, 3, 2)).days // 7
    expected = party if day.year == 2026 else THREE[weeks % 3]
    assert turn_of(day, WEDNESDAY, THREE) == expected


def test_a_week_is_one_partys_and_the_next_week_is_the_next_ones():
    monday = date(2026, 12, 21)
    for week in range(60):
        first = turn_of(monday + timedelta(weeks=week), WEDNESDAY, THREE)
        days = (monday + timedelta(weeks=week, days=day) for day in range(7))
        assert {turn_of(day, WEDNESDAY, THREE) for day in days} == {first}
        after = turn_of(monday + timedelta(weeks=week + 1), WEDNESDAY, THREE)
        assert THREE.index(after) == (THREE.index(first) + 1) % 3


def test_one_party_has_every_week():
    assert turn_of(date(2026, 3, 30), WEDNESDAY, ["committee"]) == "committee"


def test_without_parties_it_is_nobodys():
    assert turn_of(date(2026, 3, 30), WEDNESDAY, []) is None


def test_29_february_is_a_day_like_any_other():
    assert turn_of(date(2028, 2, 29), date(2028, 2, 28), THREE) == "committee"
    assert turn_of(date(2028, 3, 6), date(2028, 2, 29), THREE) == "owners"
