"""Lines from day to day: known days joined, gaps left open, days thinned where there are many."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stations.rules.charts.trend_lines import (
    FEET,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Trend,
    round_above,
    thinned,
    trend_line,
    usual_step,
)

FIRST = date(2026, 1, 1)
values = st.one_of(st.none(), st.integers(0, 90_000), st.floats(0, 100).map(lambda one: round(one, 1)))
kept = st.dictionaries(st.integers(0, 900), values, min_size=1, max_size=60)


def days(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


def line(on: list[date], *known: float | None) -> Trend:
    found = trend_line(on, known)
    assert found is not None
    return found


@given(kept)
def test_every_known_day_is_drawn_once_within_the_field(pages: dict[int, float | None]) -> None:
    order = sorted(pages)
    trend = trend_line(days(*order), [pages[one] for one in order])
    known = [pages[one] for one in order if pages[one] is not None]
    if trend is None:
        assert not known
        return
    points = [tuple(map(int, one.split(" "))) for one in trend.path.replace("M", "L").split("L") if one]
    points += trend.spots
    assert len(points) == len(known)
    for x, y in points:
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= FEET
    assert (trend.first, trend.last) == (known[0], known[-1])
    assert trend.last_x + 9 + 6 * 9 <= WIDTH, "six figures beside the last day"


def test_a_line_by_hand() -> None:
    trend = line(days(0, 1, 2), 0, 50, 100)
    middle = (LEFT + RIGHT) // 2
    assert trend.path == f"M{LEFT} {FEET}L{middle} {(TOP + FEET) // 2}L{RIGHT} {TOP}"
    assert (trend.top, trend.change) == (100, 100)
    assert (trend.begins, trend.ends) == (FIRST, FIRST + timedelta(days=2))


def test_what_was_not_known_is_a_gap() -> None:
    trend = line(days(0, 1, 2, 3, 4), 4, 5, None, 5, 4)
    assert trend.path.count("M") == 2
    assert trend.spots == ()


def test_a_day_that_was_not_kept_is_a_gap() -> None:
    assert line(days(0, 1, 2, 4, 5), 1, 1, 1, 1, 1).path.count("M") == 2
    assert line(days(0, 1, 2, 3, 4), 1, 1, 1, 1, 1).path.count("M") == 1, "the control"


def test_a_day_alone_is_a_spot() -> None:
    trend = line(days(0, 1, 2, 9), 1, None, 3, 3)
    assert trend.path == ""
    assert len(trend.spots) == 3


def test_weekly_pages_are_joined_and_a_missing_week_is_a_gap() -> None:
    assert usual_step(days(0, 7, 14, 21)) == 13
    assert line(days(0, 7, 14, 28, 35), 1, 1, 1, 1, 1).path.count("M") == 2
    assert usual_step(days(3)) == 1


def test_never_known_is_no_line() -> None:
    assert trend_line(days(0, 1), [None, None]) is None
    assert trend_line([], []) is None


def test_days_are_thinned_to_weeks_and_months() -> None:
    quarter, year, long = (days(*range(number)) for number in (93, 300, 1200))
    assert thinned(quarter) == list(range(93))
    weeks = [year[number] for number in thinned(year)]
    assert len(weeks) == 44
    assert all(day.weekday() == 6 for day in weeks[:-1]), "the last of each week"
    assert weeks[-1] == year[-1]
    months = [long[number] for number in thinned(long)]
    assert len(months) == 40
    assert all((day + timedelta(days=1)).day == 1 for day in months[:-1])
    assert thinned([]) == []


def test_round_numbers_above() -> None:
    assert [round_above(one) for one in (0, 1, 1.2, 7, 9, 11, 450, 80_000)] == [
        1,
        1,
        2,
        8,
        10,
        20,
        500,
        80_000,
    ]
