"""Months of drawings, and days that nobody meant."""

from datetime import date

import pytest

from stations.rules.burn_up import burn_up
from stations.rules.months import drawable, months, next_month, years_before
from stations.rules.timeline import Line, timeline

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("day", "after"), [("2026-01-31", "2026-02-01"), ("2026-12-01", "2027-01-01"), ("2028-02-29", "2028-03-01")]
)  # fmt: skip
def test_the_month_after(day: str, after: str) -> None:
    assert next_month(date.fromisoformat(day)) == date.fromisoformat(after)


def test_quarters_begin_with_the_year() -> None:
    found = list(months(date(2026, 11, 18), date(2027, 8, 1), 3))
    assert [day.isoformat()[:7] for day in found] == ["2027-01", "2027-04", "2027-07"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_slip_of_the_hand_is_drawn_at_the_edge(day: date) -> None:
    assert abs((drawable(day, TODAY) - TODAY).days) == 22_000
    assert timeline([Line("枫", day, day, day, day, ((day, True),))], TODAY).ticks
    nowhere = burn_up(
        total=1, done=[day], planned=[day], first_planned=[day], began_on=day, target_on=day, today=TODAY
    )
    assert nowhere.months


@pytest.mark.parametrize(
    ("day", "years", "found"),
    [("2026-11-18", 2, "2024-11-18"), ("2028-02-29", 2, "2026-02-28"), ("0003-05-06", 10, "0001-05-06")],
)
def test_years_before(day: str, years: int, found: str) -> None:
    assert years_before(date.fromisoformat(day), years) == date.fromisoformat(found)
