"""Hours for search engines: the week, the days that differ, and nothing said of days nobody knows."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stations.rules.linked_hours import Regular, Special, regular_hours, special_hours, unsure
from stations.rules.opening import DayHours

MONDAY = date(2026, 3, 2)
DATES = [MONDAY + timedelta(days=n) for n in range(28)]
MORNING, AFTERNOON, SHORT = (time(9), time(12)), (time(13), time(17)), (time(9), time(11))
WEEK = {0: [MORNING, AFTERNOON], 1: [MORNING, AFTERNOON], 4: [MORNING]}


def day(number):
    return MONDAY + timedelta(days=number)


def usual(week=WEEK):
    return {one: DayHours(tuple(week.get(one.weekday(), ())), "week") for one in DATES}


def test_weekdays_with_the_same_interval_stand_together():
    assert regular_hours(WEEK, [], MONDAY) == [
        Regular((0, 1, 4), MORNING, (None, None)),
        Regular((0, 1), AFTERNOON, (None, None)),
    ]


def test_a_week_as_usual_has_nothing_special():
    assert special_hours(WEEK, usual(), DATES) == []


def test_days_in_a_row_that_differ_alike_are_one():
    days = (
        usual()
        | {day(n): DayHours((), "holiday") for n in (0, 1)}
        | {day(5): DayHours((MORNING,), "make_up")}
    )
    assert special_hours(WEEK, days, DATES) == [
        Special(day(0), day(1), ()),
        Special(day(5), day(5), (MORNING,)),
    ]


def test_a_holiday_on_a_day_that_is_closed_anyway_is_not_special():
    assert special_hours(WEEK, usual() | {day(2): DayHours((), "holiday")}, DATES) == []


def test_the_order_in_which_the_week_was_typed_is_no_difference():
    assert special_hours({0: [AFTERNOON, MORNING]}, usual({0: [MORNING, AFTERNOON]}), DATES) == []


def test_of_days_nobody_knows_nothing_is_said():
    days = usual() | {day(n): DayHours((), "not_announced") for n in (7, 8, 9)}
    del days[day(20)]
    assert unsure(days, DATES) == [day(7), day(8), day(9), day(20)]
    assert special_hours(WEEK, days, DATES) == []
    spans = {one.span for one in regular_hours(WEEK, unsure(days, DATES), MONDAY)}
    assert spans == {(None, day(6)), (day(10), day(19)), (day(21), None)}


def test_what_nobody_knows_from_the_first_day_on_has_no_span_before_it():
    spans = {one.span for one in regular_hours(WEEK, [day(0), day(1)], MONDAY)}
    assert spans == {(day(2), None)}


def test_without_a_week_there_are_only_dates():
    days = {day(3): DayHours((SHORT,), "exception")}
    assert regular_hours({}, unsure(days, DATES), MONDAY) == []
    assert special_hours({}, days, DATES) == [Special(day(3), day(3), (SHORT,))]


CHOICES = st.sampled_from(
    [
        DayHours((), "holiday"), DayHours((SHORT,), "exception"), DayHours((MORNING, AFTERNOON), "make_up"),
        DayHours((), "not_announced"), None,
    ]
)  # fmt: skip


def read(regular, special, one):
    """The hours of a day as a reader works them out; None where nothing is said."""
    for line in special:
        if line.first <= one <= line.last:
            return line.intervals
    lines = [r for r in regular if (r.span[0] or one) <= one <= (r.span[1] or one)]
    return tuple(sorted(r.interval for r in lines if one.weekday() in r.weekdays)) if lines else None


@given(st.lists(CHOICES, min_size=28, max_size=28))
def test_a_reader_works_out_every_day(drawn):
    days = usual() | {one: hours for one, hours in zip(DATES, drawn, strict=True) if hours}
    regular = regular_hours(WEEK, unsure(days, DATES), MONDAY)
    special = special_hours(WEEK, days, DATES)
    for one in DATES:
        assert read(regular, special, one) == (days[one].intervals if days[one].certain else None)
