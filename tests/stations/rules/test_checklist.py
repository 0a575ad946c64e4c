"""Is an item's check still good, and what does a standard miss."""

from datetime import date

import pytest

from stations.rules.checklist import Completeness, completeness, verification


@pytest.mark.parametrize(
    ("last", "every_days", "today", "expected"),
    [
        (None, 30, date(2026, 3, 31), "never"),
        (date(2026, 3, 1), 30, date(2026, 3, 1), "verified"),
        (date(2026, 3, 1), 30, date(2026, 3, 31), "verified"),
        (date(2026, 3, 1), 30, date(2026, 4, 1), "overdue"),
        (date(2026, 2, 28), 1, date(2026, 3, 1), "verified"),
        (date(2024, 2, 28), 1, date(2024, 3, 1), "overdue"),  # 29 February lies between
        (date(2026, 1, 1), 365, date(2027, 1, 1), "verified"),
        (date(2026, 1, 1), 365, date(2027, 1, 2), "overdue"),
    ],
)
def test_verification(last, every_days, today, expected):
    assert verification(last, every_days, today) == expected


@pytest.mark.parametrize("every_days", [0, -7])
def test_a_period_is_at_least_a_day(every_days):
    with pytest.raises(ValueError, match="at least one day"):
        verification(date(2026, 3, 1), every_days, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("required", "satisfied", "expected", "percent"),
    [
        ([], [], Completeness(0, 0, ()), None),
        ([], [7], Completeness(0, 0, ()), None),
        ([1, 2, 3], [], Completeness(0, 3, (1, 2, 3)), 0),
        ([3, 1, 2], {1}, Completeness(1, 3, (3, 2)), 33),
        ([1, 2], [2, 1, 9], Completeness(2, 2, ()), 100),
        ([1, 1, 2], [1, 1], Completeness(1, 2, (2,)), 50),
    ],
)
def test_completeness(required, satisfied, expected, percent):
    found = completeness(required, satisfied)
    assert found == expected
    assert found.percent == percent
