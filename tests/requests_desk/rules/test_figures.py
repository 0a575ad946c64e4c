"""Windows and pairs: equal in length, side by side, and unknown is no zero."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.figures import DAYS, Pair, Window, around, compared, lately, pair

TODAY = date(2026, 11, 18)


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)))
def test_the_windows_meet_and_today_is_the_last_day_of_the_later_one(today: date) -> None:
    later, earlier = lately(today)
    assert earlier.end == later.begin
    assert later.end == today + timedelta(days=1)
    assert later.end - later.begin == earlier.end - earlier.begin == timedelta(days=DAYS)


@pytest.mark.parametrize(
    ("moved_on", "known"),
    [(None, False), (date(2026, 11, 1), False), (date(2026, 10, 19), True), (date(2023, 1, 1), True)],
)
def test_a_move_is_judged_once_its_thirty_days_are_over(moved_on: date | None, known: bool) -> None:
    windows = around(moved_on, TODAY)
    assert (windows is not None) is known
    if windows:
        later, earlier = windows
        assert later.begin == earlier.end == moved_on
        assert later.end <= TODAY


WINDOWS = (Window(date(2026, 10, 20), date(2026, 11, 19)), Window(date(2026, 9, 20), date(2026, 10, 20)))


@pytest.mark.parametrize(
    ("first", "now", "before", "found", "change"),
    [
        (None, None, None, Pair(None, None), None),
        (date(2026, 11, 19), None, None, Pair(None, None), None),
        (date(2026, 1, 1), None, None, Pair(0, 0), 0),
        (date(2026, 9, 20), 12, 20, Pair(12, 20), -8),
        (date(2026, 9, 21), 12, 20, Pair(12, None), None),
        (date(2026, 11, 1), 12, None, Pair(12, None, date(2026, 11, 1)), None),
    ],
    ids=["never counted", "from tomorrow on", "nobody came", "both whole", "the earlier in part", "since"],
)
def test_what_was_not_counted_is_not_known(
    first: date | None, now: int | None, before: int | None, found: Pair, change: int | None
) -> None:
    made = pair(WINDOWS, first=first, now=now, before=before)
    assert made == found
    assert made.change == change
    assert compared(made) is (found.before is not None)
