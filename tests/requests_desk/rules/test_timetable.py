"""The days of a weekly timetable, and those left out of it."""

from datetime import date, time

from requests_desk.rules.timetable import kept, weekly

TUESDAY = date(2026, 11, 17)


def test_both_ends_count() -> None:
    days = list(weekly(TUESDAY, date(2026, 12, 1), {1, 4}))
    assert [day.day for day in days] == [17, 20, 24, 27, 1]
    assert list(weekly(TUESDAY, date(2026, 11, 16), {1})) == []


def test_shut_days_and_holidays_are_left_out() -> None:
    days = [date(2026, 11, day) for day in (17, 18, 19, 20)]
    left = kept(
        days,
        shut={days[0]},
        holidays={days[0], days[1], days[2]},
        opening={days[2]: [(time(9), time(17))], days[3]: [(time(9), time(17))]},
        begins=time(19),
    )
    assert (
        left == days[2:]
    )  # open on a holiday, by its own exception; an evening class may begin after closing
