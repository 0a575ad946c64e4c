"""The timeline: where bars begin and end, what is behind the promise, and what is written above."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.timeline import LABEL_WIDTH, WIDTH, Line, parts, timeline

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def line(began: int | None, promised: int | None, moved: int | None = None, first: int | None = None) -> Line:
    """Days from today."""
    days: Any = [None if n is None else TODAY + n * DAY for n in (began, promised, first, moved)]
    return Line("枫香里居委会", *days)


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (line(-90, -20, -30), [("done", -90, -30)]),  # moved in time
        (line(-90, -20, -20), [("done", -90, -20)]),  # on the day
        (line(-90, -40, -10), [("done", -90, -40), ("late", -40, -10)]),
        (line(-90, 30), [("done", -90, 0), ("ahead", 0, 30)]),
        (line(-90, 0), [("done", -90, 0)]),
        (line(-90, -15), [("done", -90, -15), ("late", -15, 0)]),
        (line(-5, -15), [("late", -5, 0)]),  # begun after it was to be done
        (line(None, 30), [("ahead", 0, 30)]),
        (line(None, -15), [("late", -15, 0)]),
        (line(-90, None), [("done", -90, 0)]),
        (line(None, None, -30), []),
        (line(None, None), []),
        (line(-90, 30, 5), [("done", -90, 0), ("ahead", 0, 30)]),  # a move to come has not happened
    ],
)
def test_the_stretches_of_a_bar(one: Line, found: list[tuple[str, int, int]]) -> None:
    assert parts(one, TODAY) == [(part, TODAY + a * DAY, TODAY + b * DAY) for part, a, b in found]


def test_a_day_stands_at_the_same_place_in_every_row() -> None:
    drawn = timeline([line(-90, 30, first=10), line(0, 30)], TODAY)
    first, second = drawn.rows
    assert first.promised == second.promised
    assert second.pieces[0].x == drawn.today == first.pieces[1].x
    assert first.first_promised is not None
    assert first.promised is not None
    assert drawn.today < first.first_promised < first.promised
    assert second.y - first.y == drawn.height - timeline([line(0, 30)], TODAY).height


def test_the_first_promise_is_drawn_only_where_it_moved() -> None:
    moved, kept = timeline([line(-9, 30, first=10), line(-9, 30, first=30)], TODAY).rows
    assert moved.first_promised is not None
    assert kept.first_promised is None


def test_a_long_name_is_cut_and_shows_it() -> None:
    name = "Neighbourhood Residents' Committee of the Seventh Estate of Peony Road"
    row = timeline([Line(name, None, TODAY, None, None)], TODAY).rows[0]
    assert row.name.endswith("…")
    assert row.name[:10] == name[:10]


@pytest.mark.parametrize(("years", "yearly"), [(0, False), (1, False), (3, False), (12, True), (40, True)])
def test_few_months_are_written_above(years: int, yearly: bool) -> None:
    drawn = timeline([line(-365 * years, 30)], TODAY)
    assert drawn.ticks
    assert len(drawn.ticks) <= 12
    assert all(tick.on.day == 1 for tick in drawn.ticks)
    assert drawn.yearly == yearly


DAYS = st.one_of(st.none(), st.integers(-4000, 4000))


@given(st.lists(st.tuples(DAYS, DAYS, DAYS, DAYS), max_size=8))
def test_whatever_the_days_it_stays_on_the_sheet(days: list[tuple[int | None, ...]]) -> None:
    drawn = timeline([line(began, promised, moved, first) for began, promised, moved, first in days], TODAY)
    for row in drawn.rows:
        for piece in row.pieces:
            assert piece.width > 0 or piece.x >= LABEL_WIDTH
            assert LABEL_WIDTH <= piece.x <= piece.x + piece.width <= WIDTH
        for a, b in pairwise(row.pieces):
            assert round(a.x + a.width, 0) <= round(b.x + 1, 0)
        for x in (row.promised, row.first_promised, row.moved):
            assert x is None or LABEL_WIDTH <= x <= WIDTH
        assert 0 <= row.y < drawn.height
