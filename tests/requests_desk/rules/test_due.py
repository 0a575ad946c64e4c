"""Working time, worked by hand on the real calendar of 2026 (and 2024 for its 29 February).

Working days are Monday to Friday, 08:30 to 17:30: 540 minutes, without a break at noon.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.due import MINUTES_A_DAY, add_working, working_minutes

SHANGHAI = ZoneInfo("Asia/Shanghai")
is_workday = chinese_calendar.is_workday


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


DUE = [
    # start, minutes, due
    # Inside one day.
    ("2026-03-02 09:00", 60, "2026-03-02 10:00"),  # a Monday
    ("2026-03-02 08:30", 540, "2026-03-02 17:30"),
    ("2026-03-02 12:00", 0, "2026-03-02 12:00"),
    ("2026-03-02 11:45", 30, "2026-03-02 12:15"),
    ("2026-03-02 17:29", 1, "2026-03-02 17:30"),
    ("2026-03-02 09:00:30", 60, "2026-03-02 10:00:30"),
    # Before, after and around the hours; midnight.
    ("2026-03-02 07:00", 30, "2026-03-02 09:00"),
    ("2026-03-02 08:29:59", 1, "2026-03-02 08:31"),
    ("2026-03-02 00:00", 0, "2026-03-02 08:30"),
    ("2026-03-02 17:30", 0, "2026-03-03 08:30"),
    ("2026-03-02 17:30", 1, "2026-03-03 08:31"),
    ("2026-03-02 23:59:59", 10, "2026-03-03 08:40"),
    # Over the night.
    ("2026-03-02 08:30", 541, "2026-03-03 08:31"),
    ("2026-03-02 17:29", 2, "2026-03-03 08:31"),
    ("2026-03-02 16:00", 120, "2026-03-03 09:00"),
    ("2026-03-02 12:00", 1080, "2026-03-04 12:00"),  # two working days
    # Over the weekend.
    ("2026-03-06 17:00", 60, "2026-03-09 09:00"),
    ("2026-03-07 10:00", 60, "2026-03-09 09:30"),
    ("2026-03-08 23:59", 1, "2026-03-09 08:31"),
    ("2026-03-02 10:00", 2700, "2026-03-09 10:00"),  # five working days
    ("2026-03-02 08:30", 2700, "2026-03-06 17:30"),  # five, filled to the brim
    # Month ends, 29 February, the year's end.
    ("2026-03-31 17:00", 60, "2026-04-01 09:00"),
    ("2026-02-27 16:30", 120, "2026-02-28 09:30"),  # the 28th a make-up Saturday
    ("2026-02-28 17:00", 60, "2026-03-02 09:00"),
    ("2024-02-28 17:00", 60, "2024-02-29 09:00"),
    ("2024-02-29 17:00", 60, "2024-03-01 09:00"),
    ("2025-12-31 17:00", 60, "2026-01-04 09:00"),  # to a make-up Sunday
    # Spring Festival 2026: off from Sunday 15 to Monday 23 February.
    ("2026-02-13 17:00", 60, "2026-02-14 09:00"),  # a make-up Saturday
    ("2026-02-14 10:00", 60, "2026-02-14 11:00"),
    ("2026-02-14 17:00", 60, "2026-02-24 09:00"),
    ("2026-02-17 12:00", 30, "2026-02-24 09:00"),
    ("2026-02-12 10:00", 1620, "2026-02-24 10:00"),  # Thu, Fri, Sat, then Tuesday
    # The other holidays and make-up days of 2026.
    ("2026-01-04 09:00", 60, "2026-01-04 10:00"),
    ("2026-04-03 17:00", 60, "2026-04-07 09:00"),
    ("2026-04-30 17:00", 60, "2026-05-06 09:00"),
    ("2026-05-08 17:00", 60, "2026-05-09 09:00"),
    ("2026-06-18 17:30", 1, "2026-06-22 08:31"),
    ("2026-09-18 17:00", 60, "2026-09-20 09:00"),  # over Saturday to a make-up Sunday
    ("2026-09-24 10:00", 540, "2026-09-28 10:00"),
    ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
    ("2026-10-09 17:00", 60, "2026-10-10 09:00"),
]


@pytest.mark.parametrize(("start", "minutes", "due"), DUE)
def test_due(start, minutes, due):
    assert add_working(local(start), minutes, is_workday) == local(due)


@pytest.mark.parametrize(("start", "minutes", "due"), DUE)
def test_what_was_added_is_what_is_counted(start, minutes, due):
    assert working_minutes(local(start), local(due), is_workday) == minutes


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("2026-03-02 09:00", "2026-03-02 09:00", 0),
        ("2026-03-02 10:00", "2026-03-02 09:00", 0),  # backwards
        ("2026-03-02 09:00", "2026-03-02 09:00:59", 0),  # whole minutes
        ("2026-03-02 00:00", "2026-03-03 00:00", 540),
        ("2026-03-02 18:00", "2026-03-03 08:00", 0),  # the night
        ("2026-03-06 17:00", "2026-03-09 09:00", 60),
        ("2026-03-07 00:00", "2026-03-08 23:59", 0),  # the weekend
        ("2026-02-15 00:00", "2026-02-24 08:30", 0),  # the festival
        ("2026-02-09 00:00", "2026-02-16 00:00", 3240),  # six working days
        ("2024-02-01 00:00", "2024-03-01 00:00", 18 * 540),  # February 2024
        ("2026-01-01 00:00", "2026-12-31 23:59", 248 * 540),  # the year's working days
    ],
)
def test_minutes_between(begin, end, minutes):
    assert working_minutes(local(begin), local(end), is_workday) == minutes


def test_a_moment_may_come_in_any_time_zone_and_goes_out_in_shanghai():
    due = add_working(datetime(2026, 3, 2, 0, 30, tzinfo=UTC), 30, is_workday)
    assert due == local("2026-03-02 09:00")
    assert due.tzinfo == SHANGHAI
    # 23:00 on Sunday in Greenwich is seven on Monday.
    monday = datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert add_working(monday, 30, is_workday) == local("2026-03-02 09:00")
    assert working_minutes(monday, local("2026-03-02 09:00"), is_workday) == 30


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30), timezones=st.just(SHANGHAI)),
    st.integers(0, 5000),
    st.integers(0, 5000),
)
def test_two_steps_end_where_one_does(start, first, second):
    halfway = add_working(start, first, is_workday)
    whole = add_working(start, first + second, is_workday)
    if second:  # adding nothing to 17:30 goes on to the next morning
        assert add_working(halfway, second, is_workday) == whole
    assert working_minutes(start, whole, is_workday) == first + second
    assert is_workday(whole.date())


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30), timezones=st.just(SHANGHAI)),
    st.timedeltas(timedelta(), timedelta(days=40)),
)
def test_working_time_is_never_longer_than_time(begin, length):
    counted = working_minutes(begin, begin + length, is_workday)
    assert 0 <= counted <= length / timedelta(minutes=1)
    assert counted <= (length.days + 2) * MINUTES_A_DAY


def never(day):
    return False


def test_without_a_working_day_the_search_ends():
    start = local("2026-03-02 09:00")
    with pytest.raises(ValueError, match="two years"):
        add_working(start, 1, never)
    with pytest.raises(ValueError, match="two years"):
        working_minutes(start, local("2029-03-02 09:00"), never)


def test_a_long_rest_shorter_than_two_years_is_waited_out():
    back = date(2028, 3, 1)
    due = add_working(local("2026-03-02 09:00"), 1, lambda day: day >= back)
    assert due == local("2028-03-01 08:31")


def test_what_cannot_be_added_is_refused():
    with pytest.raises(ValueError, match="never taken away"):
        add_working(local("2026-03-02 09:00"), -1, is_workday)
    with pytest.raises(ValueError, match="time zone"):
        add_working(datetime(2026, 3, 2, 9), 1, is_workday)
    with pytest.raises(ValueError, match="time zone"):
        working_minutes(local("2026-03-02 09:00"), datetime(2026, 3, 2, 9), is_workday)
