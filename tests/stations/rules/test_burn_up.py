"""The burn-up: the lines rise on the right days, and the table says the same."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.burn_up import BurnUp, burn_up, steps_to, ticks

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def days(*numbers: int) -> list[date]:
    """From today."""
    return [TODAY + number * DAY for number in numbers]


def drawn(**fields: Any) -> BurnUp:
    given: dict[str, Any] = {
        "total": 4, "done": days(-60, -10), "planned": days(-70, -20, 40, 90), "first_planned": days(-70, -20, 40, 90),
        "began_on": TODAY - 200 * DAY, "target_on": TODAY + 100 * DAY, "today": TODAY,
    }  # fmt: skip
    return burn_up(**{**given, **fields})


def corners(path: str) -> list[tuple[float, float]]:
    """The points at which a line of steps arrives after it has risen."""
    x = 0.0
    found = []
    for letter, number in re.findall(r"([HV])(-?[\d.]+)", path):
        if letter == "H":
            x = float(number)
        else:
            found.append((x, float(number)))
    return found


def test_each_day_raises_the_line_by_one() -> None:
    picture = drawn()
    risen = corners(picture.done_path)
    assert len(risen) == 2 == picture.done
    heights = [y for _x, y in risen]
    assert heights == sorted(heights, reverse=True)  # upwards
    assert [x for x, _y in risen] == sorted(x for x, _y in risen)
    assert all(x <= picture.today_x for x, _y in risen)
    # Halfway up to the line of all four.
    assert heights[-1] == pytest.approx((picture.bottom + picture.total_y) / 2, abs=0.2)


def test_it_ends_today_and_the_plan_at_the_last_day() -> None:
    picture = drawn()
    assert picture.done_path.endswith(f"H{picture.today_x}")
    assert picture.planned_path.endswith(f"H{picture.target_x}")
    assert picture.target_x == picture.right
    assert corners(picture.planned_path)[-1][1] == picture.total_y == picture.top


def test_what_is_to_come_is_not_done() -> None:
    picture = drawn(done=days(-60, 1))
    assert picture.done == 1
    assert picture.planned == 2


def test_the_first_promises_are_drawn_where_one_moved() -> None:
    assert drawn().first_path == ""
    assert drawn(first_planned=days(-90, -20, 40, 90)).first_path


def test_the_table_says_what_the_lines_do() -> None:
    months = drawn().months
    assert [month.on.isoformat()[:7] for month in months] == [
        "2026-09",
        "2026-10",
        "2026-11",
        "2026-12",
        "2027-02",
    ]
    assert [month.planned for month in months] == [1, 2, 2, 3, 4]
    assert [month.done for month in months] == [1, 1, 2, None, None]


def test_without_a_last_day_and_with_nothing_done() -> None:
    picture = drawn(target_on=None, done=[], planned=[], first_planned=[], total=0, began_on=TODAY)
    assert picture.target_x is None
    assert corners(picture.done_path) == []
    assert [month.done for month in picture.months] == [0]


@pytest.mark.parametrize(
    ("total", "steps"),
    [
        (0, [0]),
        (1, [0, 1]),
        (6, [0, 1, 2, 3, 4, 5, 6]),
        (12, [0, 2, 4, 6, 8, 10, 12]),
        (24, [0, 5, 10, 15, 20, 24]),
        (26, [0, 5, 10, 15, 20, 26]),
        (260, [0, 50, 100, 150, 200, 260]),
    ],
)
def test_few_numbers_stand_at_the_side(total: int, steps: list[int]) -> None:
    assert steps_to(total) == steps


@pytest.mark.parametrize("length", [1, 20, 100, 400, 2000, 9000])
def test_few_months_stand_below(length: int) -> None:
    found = ticks(TODAY - length * DAY, TODAY)
    assert len(found) <= 6
    assert all(day.day == 1 for day in found)


NUMBERS = st.lists(st.integers(-3000, 3000), max_size=12)


@given(NUMBERS, NUMBERS, st.integers(-3000, 3000), st.one_of(st.none(), st.integers(-3000, 3000)))
def test_whatever_the_days_it_stays_in_its_field(
    done: list[int], planned: list[int], began: int, target: int | None
) -> None:
    picture = burn_up(
        total=max(len(done), len(planned)),
        done=days(*done),
        planned=days(*planned),
        first_planned=days(*planned),
        began_on=TODAY + began * DAY,
        target_on=None if target is None else TODAY + target * DAY,
        today=TODAY,
    )
    for x, y in (*corners(picture.done_path), *corners(picture.planned_path)):
        assert picture.left <= x <= picture.right
        assert picture.top <= y <= picture.bottom
    assert picture.done == sum(number <= 0 for number in done)


def test_a_day_out_of_reach_names_no_month() -> None:
    picture = drawn(planned=[*days(-70), date(9999, 12, 31)], first_planned=[date(1, 1, 1), *days(5)])
    assert {month.on.year for month in picture.months} == {2026}
    assert picture.months[-1].planned == 1


def test_the_table_says_what_was_promised_at_first() -> None:
    months = drawn(planned=days(40, 90), first_planned=days(-40, 90), done=[]).months
    assert [(month.planned, month.first) for month in months] == [(0, 1), (0, 1), (1, 1), (2, 2)]
