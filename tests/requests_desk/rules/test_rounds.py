"""When a court is to be walked again, and in which order courts stand."""

from datetime import date, timedelta

import pytest

from requests_desk.rules.rounds import longest_first, next_due, stand

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("ago", "days", "due"),
    [(None, None, True), (0, 0, False), (6, 6, False), (7, 7, True), (30, 30, True), (-1, 0, False)],
)
def test_it_is_due_when_the_interval_is_over(ago: int | None, days: int | None, due: bool) -> None:
    last = None if ago is None else TODAY - timedelta(days=ago)
    found = stand(last, every=7, today=TODAY)
    assert (found.days, found.due) == (days, due)


def test_never_comes_first_and_then_the_longest_ago() -> None:
    days = [TODAY, None, date(2026, 2, 28), date(2025, 12, 31)]
    assert sorted(days, key=longest_first) == [None, date(2025, 12, 31), date(2026, 2, 28), TODAY]


def test_the_next_day_counts_over_a_leap_day() -> None:
    assert next_due(date(2028, 2, 20), every=14) == date(2028, 3, 5)
