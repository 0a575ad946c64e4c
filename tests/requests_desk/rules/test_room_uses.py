"""The room's timetable, without a database."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.room_uses import Span, free_spans, joined, lies_within, minutes_by_kind, within_a_day
from tests.factories import at


def hours(*pairs: tuple[int, int]) -> list[Span]:
    return [(at(0, begins), at(0, ends)) for begins, ends in pairs]


@pytest.mark.parametrize(
    ("opens", "closes", "lent"),
    [
        (time(8, 30), time(17, 30), (time(8, 30), time(17, 30))),
        (time(0), time(17, 30), (time(7), time(17, 30))),
        (time(18), time(23, 59), (time(18), time(21, 30))),
        (time(0), time(6), None),
        (time(22), time(23), None),
    ],
)
def test_nobody_is_lent_a_room_at_night(opens: time, closes: time, lent: tuple[time, time] | None) -> None:
    assert within_a_day(opens, closes) == lent


def test_times_that_touch_are_one() -> None:
    assert joined(hours((13, 14), (9, 11), (11, 12), (10, 11))) == hours((9, 12), (13, 14))


@pytest.mark.parametrize(
    ("span", "inside"),
    [((9, 12), True), ((8, 12), False), ((11, 14), False), ((13, 17), True), ((13, 18), False)],
)
def test_a_use_lies_inside_the_hours_and_not_across_the_lunch_break(
    span: tuple[int, int], inside: bool
) -> None:
    assert lies_within(hours(span)[0], hours((9, 12), (13, 17))) is inside


def test_what_is_left_of_the_day() -> None:
    assert free_spans(hours((9, 12), (13, 17)), hours((8, 10), (14, 15))) == hours(
        (10, 12), (13, 14), (15, 17)
    )


def test_a_use_across_the_break_takes_both_sides_and_a_full_day_leaves_nothing() -> None:
    assert free_spans(hours((9, 12), (13, 17)), hours((11, 14))) == hours((9, 11), (14, 17))
    assert free_spans(hours((9, 12)), hours((8, 13))) == []
    assert free_spans([], hours((8, 13))) == []


def test_a_gap_too_short_for_anybody_is_not_offered() -> None:
    taken = [(at(0, 9, 10), at(0, 10))]
    assert free_spans(hours((9, 11)), taken, least=timedelta(minutes=15)) == hours((10, 11))


def test_minutes_are_counted_inside_the_month_alone_the_longest_first() -> None:
    uses = [
        ("meeting", at(0, 9), at(0, 10)),
        ("activity", at(0, 9), at(0, 10)),
        ("activity", at(-1, 23), at(0, 1)),  # across midnight: an hour of it is today's
        ("residents", at(-2, 9), at(-2, 10)),
    ]
    assert minutes_by_kind(uses, at(0, 0), at(1, 0)) == {"activity": 120, "meeting": 60}


quarters = st.integers(0, 95)
spans = st.tuples(quarters, quarters).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=6))
def test_every_quarter_of_the_hours_is_free_or_taken(
    opened: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    def moments(pairs: list[tuple[int, int]]) -> list[Span]:
        return [
            (at(0, 0) + timedelta(minutes=15 * a), at(0, 0) + timedelta(minutes=15 * b)) for a, b in pairs
        ]

    def covered(pairs: list[Span], moment: datetime) -> bool:
        return any(begins <= moment < ends for begins, ends in pairs)

    free = free_spans(moments(opened), moments(taken))
    for quarter in range(96):
        moment = at(0, 0) + timedelta(minutes=15 * quarter)
        expected = covered(moments(opened), moment) and not covered(moments(taken), moment)
        assert covered(free, moment) is expected
