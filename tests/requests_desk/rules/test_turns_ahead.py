"""The weeks ahead with their exceptions, and the next time somebody's weekly hours are held."""

from datetime import date, datetime, time, timedelta

import pytest

from requests_desk.rules.turns import Hours, next_hours, weeks_from

MONDAY = date(2026, 11, 16)
PARTIES = ["committee", "owners", "property"]
USUAL = Hours(time(14), time(16))
THURSDAY = date(2026, 11, 19)


def week(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


def test_the_wheel_goes_round_and_an_exception_counts_before_it() -> None:
    found = weeks_from(date(2026, 11, 18), 5, MONDAY, PARTIES, {week(1): "property", week(9): "owners"})
    assert [monday for monday, _party in found] == [week(number) for number in range(5)]
    assert [party for _monday, party in found] == ["committee", "property", "property", "committee", "owners"]


def test_before_it_begins_nobody_sits_there_but_by_exception() -> None:
    assert weeks_from(MONDAY, 2, None, PARTIES, {}) == [(week(0), None), (week(1), None)]
    assert weeks_from(MONDAY, 2, week(1), PARTIES, {week(0): "owners"}) == [
        (week(0), "owners"),
        (week(1), "committee"),
    ]


@pytest.mark.parametrize(
    ("now", "changes", "expected"),
    [
        (datetime(2026, 11, 18, 10), {}, (THURSDAY, USUAL)),
        (datetime(2026, 11, 19, 15, 59), {}, (THURSDAY, USUAL)),
        (datetime(2026, 11, 19, 16), {}, (date(2026, 11, 26), USUAL)),
        (datetime(2026, 11, 18, 10), {THURSDAY: None}, (date(2026, 11, 26), USUAL)),
        (
            datetime(2026, 11, 19, 11),
            {THURSDAY: Hours(time(9), time(10))},
            (date(2026, 11, 26), USUAL),
        ),
        (
            datetime(2026, 11, 19, 17),
            {THURSDAY: Hours(time(18), time(19))},
            (THURSDAY, Hours(time(18), time(19))),
        ),
        (
            datetime(2026, 11, 18, 10),
            {THURSDAY + timedelta(weeks=number): None for number in range(52)},
            None,
        ),
    ],
)
def test_the_next_time_somebody_comes(
    now: datetime, changes: dict[date, Hours | None], expected: tuple[date, Hours] | None
) -> None:
    assert next_hours(3, USUAL, changes, now) == expected
