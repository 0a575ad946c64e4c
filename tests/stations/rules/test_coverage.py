"""The definitions of coverage, of a move and of its standing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.coverage import (
    COVERED_MINUTES,
    Share,
    households_within,
    move_of,
    standing,
)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (0, 10, 0),
        (10, 10, 100),
        (1, 3, 33),
        (2, 3, 67),
        (1, 8, 13),  # 12.5 up
        (1, 1000, 1),  # one is not none
        (999, 1000, 99),  # all but one is not all
        (940, 1200, 78),
    ],
)
def test_percent(part, whole, percent):
    assert Share(part, whole).percent == percent


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_only_all_is_a_hundred_and_only_none_is_nothing(pair):
    share = Share(*pair)
    assert (share.percent == 100) == (share.part == share.whole)
    assert (share.percent == 0) == (share.part == 0)


@pytest.mark.parametrize(
    ("rows", "part", "whole"),
    [
        ([], 0, 0),
        ([(500, 15)], 500, 500),
        ([(500, 16)], 0, 500),
        ([(500, 8), (300, 15), (200, 16)], 800, 1000),
        ([(500, None), (300, 1)], 300, 800),  # no known walk: counted, not covered
        ([(0, 5), (100, 5)], 100, 100),
    ],
)
def test_households_within_fifteen_minutes(rows, part, whole):
    assert households_within(rows) == Share(part, whole)


def test_households_within_another_time():
    rows = [(500, 5), (300, 6), (200, 15)]
    assert households_within(iter(rows), 5) == Share(500, 1000)
    assert households_within(rows, COVERED_MINUTES) == households_within(rows)


TODAY = date(2026, 3, 10)
BEFORE, AFTER = date(2026, 3, 9), date(2026, 3, 11)


@pytest.mark.parametrize(
    ("moved_on", "work_began_on", "due_on", "expected"),
    [
        (None, None, None, "unplanned"),
        (None, None, AFTER, "planned"),
        (None, None, TODAY, "planned"),  # on the day itself nobody is late
        (None, None, BEFORE, "late"),
        (None, BEFORE, AFTER, "in_work"),
        (None, TODAY, None, "in_work"),
        (None, AFTER, None, "planned"),
        (None, BEFORE, BEFORE, "late"),
        (BEFORE, None, None, "moved"),
        (BEFORE, BEFORE, AFTER, "moved"),
        (BEFORE, None, BEFORE, "moved"),
        (TODAY, None, BEFORE, "moved_late"),
        (TODAY, None, TODAY, "moved"),
        (AFTER, None, None, "planned"),  # a move still to come
        (AFTER, BEFORE, AFTER, "in_work"),
        (AFTER, BEFORE, BEFORE, "late"),
    ],
)
def test_standing(moved_on, work_began_on, due_on, expected):
    found = standing(moved_on=moved_on, work_began_on=work_began_on, due_on=due_on, today=TODAY)
    assert found == expected


BEGAN = date(2022, 1, 1)
UPSTAIRS = (None, date(2023, 2, 1))
STREET = (date(2023, 2, 1), None)


@pytest.mark.parametrize(
    ("sites", "moved_on"),
    [
        ([], None),
        ([UPSTAIRS, STREET], date(2023, 2, 1)),
        ([STREET, UPSTAIRS], date(2023, 2, 1)),  # in whatever order
        ([(None, None)], None),  # still upstairs
        ([(date(2010, 5, 1), None)], None),
        ([(date(2019, 1, 1), None)], None),  # moved before the programme began
        ([(None, date(2021, 12, 31)), (BEGAN, None)], BEGAN),  # on its first day
        ([(date(2021, 12, 31), None)], None),
        # By way of a temporary office.
        (
            [
                (None, date(2022, 6, 1)),
                (date(2022, 6, 1), date(2023, 1, 31)),
                (date(2023, 2, 1), None),
            ],
            date(2023, 2, 1),
        ),
        ([(date(2023, 2, 1), None)], date(2023, 2, 1)),  # no site before: its first one
        ([(None, date(2023, 1, 1))], None),  # given up, nothing in use now
    ],
)
def test_move_of(sites, moved_on):
    assert move_of(sites, BEGAN) == moved_on


@pytest.mark.parametrize(
    ("today", "moved_on"),
    [
        (date(2023, 1, 31), None),
        (
            date(2023, 2, 1),
            date(2023, 2, 1),
        ),  # on the day both are in use, the later counts
        (date(2024, 1, 1), date(2023, 2, 1)),
    ],
)
def test_a_move_is_not_counted_before_its_day(today, moved_on):
    assert move_of([UPSTAIRS, STREET], BEGAN, today) == moved_on


def test_a_site_to_come_with_the_old_one_open_ended_does_not_count_yet():
    sites = [(None, None), (date(2026, 5, 1), None)]
    assert move_of(sites, BEGAN, TODAY) is None
    assert move_of(sites, BEGAN, date(2026, 5, 1)) == date(2026, 5, 1)


def test_a_site_is_in_use_on_its_last_day_too():
    sites = [(date(2023, 2, 1), date(2023, 6, 30))]
    assert move_of(sites, BEGAN, date(2023, 6, 30)) == date(2023, 2, 1)
    assert move_of(sites, BEGAN, date(2023, 7, 1)) is None
