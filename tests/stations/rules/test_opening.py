"""A station's hours on a day, and its door at a moment, in Asia/Shanghai.

The holiday table of the cases is the real one of 2026 (and 2024 for its 29 February).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.opening import (
    DayHours,
    OpenState,
    hours_on,
    is_working_day,
    open_state,
    statutory_holidays,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANNOUNCED = frozenset({2024, 2025, 2026})
DAYS_OFF = {day: True for day in chinese_calendar.constants.holidays if day.year in ANNOUNCED} | {
    day: False for day in chinese_calendar.constants.workdays if day.year in ANNOUNCED
}


def hours(text):
    """Read "09:00-12:00 13:00-17:00"; "" is no hours."""
    pairs = (part.split("-") for part in text.split())
    return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


OFFICE = "09:00-12:00 13:30-17:30"
FRIDAY = "09:00-12:00 13:30-16:30"
MONDAY = "10:00-12:00 13:30-17:30"
WEEKS = {
    # Monday to Friday, Monday from ten and Friday to half past four.
    "office": {
        0: hours(MONDAY),
        1: hours(OFFICE),
        2: hours(OFFICE),
        3: hours(OFFICE),
        4: hours(FRIDAY),
    },
    "with saturday": {day: hours(OFFICE) for day in range(5)} | {5: hours("09:00-11:30")},
    "daily": {day: hours("08:00-20:00") for day in range(7)},
    "tuesdays": {1: hours(OFFICE)},
    "none": {},
    "empty": dict.fromkeys(range(7), ()),
}
EXCEPTIONS = {
    date(2026, 2, 17): hours("10:00-15:00"),  # open on New Year's Day of the lunar year
    date(2026, 3, 11): (),  # closed on an ordinary Wednesday
    date(2026, 2, 14): hours("14:00-16:00"),  # a make-up Saturday
    date(2026, 2, 28): (),  # closed on a make-up Saturday
    date(2026, 12, 31): hours("09:00-12:00"),  # said long before the notice for 2027
    date(2026, 3, 15): hours("09:30-11:30 08:00-09:00"),  # a Sunday, typed out of order
}


def on(day, week="office", exceptions=EXCEPTIONS):
    return hours_on(
        date.fromisoformat(day),
        week=WEEKS[week],
        exceptions=exceptions,
        days_off=DAYS_OFF,
        announced_years=ANNOUNCED,
    )


DAYS = [
    # day, week, source, hours
    # The week.
    ("2026-03-02", "office", "week", MONDAY),
    ("2026-03-03", "office", "week", OFFICE),
    ("2026-03-06", "office", "week", FRIDAY),
    ("2026-03-07", "office", "week", ""),
    ("2026-03-08", "office", "week", ""),
    ("2026-03-07", "with saturday", "week", "09:00-11:30"),
    ("2026-03-04", "tuesdays", "week", ""),
    ("2026-03-31", "office", "week", OFFICE),  # month end
    ("2026-04-01", "office", "week", OFFICE),
    ("2024-02-29", "office", "week", OFFICE),  # a Thursday
    ("2024-02-28", "office", "week", OFFICE),
    ("2024-03-01", "office", "week", FRIDAY),
    ("2028-02-29", "office", "week", OFFICE),  # unannounced, and far from any holiday
    # Holidays of 2026: Spring Festival 15 to 23 February, and the others.
    ("2026-01-01", "office", "holiday", ""),
    ("2026-01-02", "office", "holiday", ""),
    ("2026-02-13", "office", "week", FRIDAY),
    ("2026-02-15", "daily", "holiday", ""),
    ("2026-02-16", "daily", "holiday", ""),
    ("2026-02-23", "daily", "holiday", ""),
    ("2026-02-24", "daily", "week", "08:00-20:00"),
    ("2026-04-04", "with saturday", "holiday", ""),
    ("2026-04-06", "office", "holiday", ""),
    ("2026-05-05", "office", "holiday", ""),
    ("2026-05-06", "office", "week", OFFICE),
    ("2026-06-19", "office", "holiday", ""),
    ("2026-09-25", "office", "holiday", ""),
    ("2026-09-28", "office", "week", MONDAY),
    ("2026-10-07", "office", "holiday", ""),
    ("2026-10-08", "office", "week", OFFICE),
    # Make-up working days of 2026.
    ("2026-01-04", "office", "make_up", MONDAY),  # a Sunday
    ("2026-05-09", "office", "make_up", FRIDAY),  # a Saturday
    ("2026-05-09", "with saturday", "make_up", "09:00-11:30"),
    ("2026-09-20", "with saturday", "make_up", OFFICE),
    ("2026-09-20", "daily", "make_up", "08:00-20:00"),
    ("2026-10-10", "office", "make_up", FRIDAY),
    ("2026-10-10", "tuesdays", "make_up", ""),
    # An explicit date beats all of it.
    ("2026-02-17", "office", "exception", "10:00-15:00"),
    ("2026-02-17", "none", "exception", "10:00-15:00"),
    ("2026-03-11", "office", "exception", ""),
    ("2026-02-14", "office", "exception", "14:00-16:00"),
    ("2026-02-28", "office", "exception", ""),
    ("2026-12-31", "office", "exception", "09:00-12:00"),
    ("2026-03-15", "office", "exception", "08:00-09:00 09:30-11:30"),
    # No pattern is unknown, never closed, also on holidays and on days not announced.
    ("2026-03-03", "none", "unknown", ""),
    ("2026-03-03", "empty", "unknown", ""),
    ("2026-10-01", "none", "unknown", ""),
    ("2026-12-30", "none", "unknown", ""),
    # Around the holidays of 2027, whose notice is not out: seven days either way, the
    # last days of 2026 too.
    ("2026-12-24", "office", "week", OFFICE),
    ("2026-12-25", "office", "not_announced", ""),
    ("2026-12-30", "daily", "not_announced", ""),
    ("2027-01-01", "office", "not_announced", ""),
    ("2027-01-08", "office", "not_announced", ""),
    ("2027-01-09", "with saturday", "week", "09:00-11:30"),
    ("2027-01-11", "office", "week", MONDAY),
    ("2027-01-28", "office", "week", OFFICE),
    ("2027-01-29", "office", "not_announced", ""),  # the eve is 5 February
    ("2027-02-15", "office", "not_announced", ""),  # the third day is 8 February
    ("2027-02-16", "office", "week", OFFICE),
    ("2027-04-12", "office", "not_announced", ""),  # Qingming is 5 April
    ("2027-04-13", "office", "week", OFFICE),
    ("2027-09-22", "office", "not_announced", ""),  # Mid-Autumn is 15 September
    ("2027-09-23", "office", "week", OFFICE),
    ("2027-09-24", "office", "not_announced", ""),  # National Day
    ("2027-10-10", "daily", "not_announced", ""),
    ("2027-10-11", "office", "week", MONDAY),
]


@pytest.mark.parametrize(("day", "week", "source", "expected"), DAYS)
def test_hours_of_a_day(day, week, source, expected):
    assert on(day, week) == DayHours(hours(expected), source)


def test_a_date_that_staff_enter_ends_the_waiting_for_the_notice():
    day = date(2027, 1, 4)
    known = hours_on(
        day,
        week=WEEKS["office"],
        exceptions={},
        days_off={day: True},
        announced_years=ANNOUNCED,
    )
    assert known == DayHours((), "holiday")


def test_once_the_notice_is_out_the_days_around_follow_the_week():
    day = date(2026, 12, 30)
    known = hours_on(day, week=WEEKS["office"], exceptions={}, days_off={}, announced_years={2026, 2027})
    assert known == DayHours(hours(OFFICE), "week")


@pytest.mark.parametrize(
    "wrong",
    ["12:00-09:00", "09:00-09:00", "09:00-12:00 11:00-13:00", "09:00-12:00 09:00-10:00"],
)
def test_hours_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="interval"):
        on("2026-03-03", exceptions={date(2026, 3, 3): hours(wrong)})


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(sorted(WEEKS)))
def test_hours_stand_only_where_they_are_certain(day, week):
    found = on(day.isoformat(), week)
    assert found.certain or not found.intervals
    assert found.certain == (found.source not in {"unknown", "not_announced"})


# --- the door at a moment -------------------------------------------------------------


def days_from(first, count=14, week="office", exceptions=EXCEPTIONS):
    begin = date.fromisoformat(first)
    each = (begin + timedelta(days=offset) for offset in range(count))
    return {day: on(day.isoformat(), week, exceptions) for day in each}


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MOMENTS = [
    # now, week, state, changes at
    ("2026-03-03 00:00", "office", "closed", "2026-03-03 09:00"),
    ("2026-03-03 08:59", "office", "closed", "2026-03-03 09:00"),
    ("2026-03-03 09:00", "office", "open", "2026-03-03 12:00"),
    ("2026-03-03 11:59:59", "office", "open", "2026-03-03 12:00"),
    ("2026-03-03 12:00", "office", "closed", "2026-03-03 13:30"),
    ("2026-03-03 13:30", "office", "open", "2026-03-03 17:30"),
    ("2026-03-03 17:30", "office", "closed", "2026-03-04 09:00"),
    ("2026-03-03 23:59:59", "office", "closed", "2026-03-04 09:00"),
    ("2026-03-06 16:30", "office", "closed", "2026-03-09 10:00"),  # over the weekend
    ("2026-03-10 18:00", "office", "closed", "2026-03-12 09:00"),  # an exception between
    ("2026-03-31 18:00", "office", "closed", "2026-04-01 09:00"),  # over the month's end
    ("2026-04-03 17:00", "office", "closed", "2026-04-07 09:00"),  # over Qingming
    ("2026-02-13 17:00", "office", "closed", "2026-02-14 14:00"),  # a make-up Saturday
    ("2026-02-14 16:00", "office", "closed", "2026-02-17 10:00"),  # open amid the festival
    ("2026-02-17 15:00", "office", "closed", "2026-02-24 09:00"),
    ("2024-02-28 20:00", "office", "closed", "2024-02-29 09:00"),
    ("2024-02-29 12:30", "office", "closed", "2024-02-29 13:30"),
    ("2026-12-24 16:00", "office", "open", "2026-12-24 17:30"),
    ("2026-12-24 17:30", "office", "closed", None),  # what comes next is not announced
    ("2026-12-25 10:00", "office", "not_announced", None),
    ("2026-12-31 10:00", "office", "open", "2026-12-31 12:00"),
    ("2026-12-31 13:00", "office", "closed", None),
    ("2027-01-01 10:00", "office", "not_announced", None),
    ("2026-03-03 10:00", "none", "unknown", None),
    ("2026-10-01 10:00", "none", "unknown", None),
    ("2026-03-04 10:00", "tuesdays", "closed", "2026-03-10 09:00"),
]


@pytest.mark.parametrize(("now", "week", "state", "changes_at"), MOMENTS)
def test_the_door_at_a_moment(now, week, state, changes_at):
    days = days_from(now[:10], week=week)
    changes = local(changes_at) if changes_at else None
    assert open_state(local(now), days) == OpenState(state, changes)


def test_the_moment_may_come_in_any_time_zone():
    # 02:00 in Greenwich is ten in Shanghai, 17:00 already the next day.
    assert open_state(datetime(2026, 3, 3, 2, tzinfo=UTC), days_from("2026-03-03")).state == "open"
    late = open_state(datetime(2026, 3, 2, 17, tzinfo=UTC), days_from("2026-03-03"))
    assert late == OpenState("closed", local("2026-03-03 09:00"))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        open_state(datetime(2026, 3, 3, 10), days_from("2026-03-03"))


def test_intervals_that_touch_are_one_opening():
    day = date(2026, 3, 3)
    days = {day: DayHours(hours("09:00-12:00 12:00-17:00"), "week")}
    assert open_state(local("2026-03-03 10:00"), days) == OpenState("open", local("2026-03-03 17:00"))


def test_nothing_is_said_beyond_the_days_that_are_given():
    assert open_state(local("2026-03-06 18:00"), days_from("2026-03-06", count=2)) == OpenState(
        "closed", None
    )


def test_a_day_that_is_not_given_is_unknown():
    assert open_state(local("2026-03-03 10:00"), {}) == OpenState("unknown", None)


# --- working days and the law ---------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)], ids=str)
def test_working_days_of_2026_are_those_of_the_notice(day):
    assert is_working_day(day, DAYS_OFF) == chinese_calendar.is_workday(day)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 1), False),  # off by law, a Friday
        (date(2027, 1, 4), True),  # a Monday, as long as nothing else is announced
        (date(2027, 2, 8), False),  # third day of the Spring Festival, a Monday
        (date(2027, 2, 9), True),
        (date(2027, 3, 6), False),  # a Saturday
    ],
)
def test_before_the_notice_only_the_law_and_the_week_count(day, works):
    assert is_working_day(day, {}) is works


@pytest.mark.parametrize("year", range(2025, 2027))
def test_the_days_by_law_are_days_off_in_every_notice_since_the_law(year):
    assert len(statutory_holidays(year)) == 13
    assert all(chinese_calendar.is_holiday(day) for day in statutory_holidays(year))


@pytest.mark.parametrize("year", range(2005, 2027))
def test_qingming_is_the_day_the_notices_have(year):
    april = [day for day in statutory_holidays(year) if day.month == 4]
    assert len(april) == 1
    # Before 2008 it was no day off; the astronomical day is then 5 April.
    assert april[0].day in (4, 5)
    if year >= 2008:
        assert chinese_calendar.is_holiday(april[0])


def test_the_days_by_law_of_2027():
    months = {1: [1], 2: [5, 6, 7, 8], 4: [5], 5: [1, 2], 6: [9], 9: [15], 10: [1, 2, 3]}
    expected = {date(2027, month, day) for month, days in months.items() for day in days}
    assert statutory_holidays(2027) == expected


def test_two_holidays_can_share_a_day():
    assert date(2028, 10, 3) in statutory_holidays(2028)  # Mid-Autumn and National Day
    assert len(statutory_holidays(2028)) == 12


@pytest.mark.parametrize("year", [1999, 2100])
def test_years_outside_the_formula_are_refused(year):
    with pytest.raises(ValueError, match="2000 to 2099"):
        statutory_holidays(year)
