"""Steps of a plan: what their days are read from, how they stand, what is reminded of."""

from datetime import date, timedelta
from typing import Any

import pytest

from stations.rules.steps import (
    Dated,
    dated,
    done_too_early,
    next_step,
    planned_too_early,
    reminder,
    state,
)

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def step(planned: int | None = None, done: int | None = None, kind: str = "design") -> Dated:
    """Days from today."""
    there = [None if n is None else TODAY + n * DAY for n in (planned, done)]
    return Dated(kind, *there)


@pytest.mark.parametrize(
    ("one", "how"),
    [
        (step(), "undated"),
        (step(-1), "late"),
        (step(0), "due"),  # on the day itself nobody is late
        (step(7), "due"),
        (step(8), "planned"),
        (step(-5, -2), "done"),
        (step(-5, 0), "done"),
        (step(-5, 1), "late"),  # written down ahead of time
        (step(None, -3), "done"),
    ],
)
def test_how_a_step_stands(one: Dated, how: str) -> None:
    assert state(one, today=TODAY) == how


def test_after_the_move_nothing_is_late_any_more() -> None:
    assert state(step(-30), today=TODAY) == "late"
    assert state(step(-30), today=TODAY, moved=True) == "past"
    assert state(step(-30, -20), today=TODAY, moved=True) == "done"


@pytest.mark.parametrize(
    ("planned", "word"), [(8, None), (7, "soon"), (1, "soon"), (0, "today"), (-1, "late"), (-90, "late"), (None, None)]
)  # fmt: skip
def test_what_is_reminded_of(planned: int | None, word: str | None) -> None:
    assert reminder(step(planned), today=TODAY) == word
    assert reminder(step(planned, -1), today=TODAY) is None
    assert reminder(step(planned), today=TODAY, moved=True) is None


class TestDays:
    def days(self, kind: str, **given: Any) -> Dated:
        nothing: dict[str, Any] = dict.fromkeys(
            ("planned_on", "done_on", "work_began_on", "promised_on", "moved_on")
        )
        return dated(kind=kind, today=TODAY, **(nothing | given))

    def test_an_ordinary_step_has_its_own(self) -> None:
        one = self.days("money", planned_on=TODAY, done_on=TODAY - DAY, promised_on=TODAY + 9 * DAY)
        assert one == Dated("money", TODAY, TODAY - DAY)

    def test_the_beginning_is_the_plans(self) -> None:
        assert self.days("begun", work_began_on=TODAY).done_on == TODAY
        ahead = self.days("begun", work_began_on=TODAY + DAY)
        assert ahead == Dated("begun", TODAY + DAY, None)
        own = self.days("begun", planned_on=TODAY - DAY, work_began_on=TODAY + DAY)
        assert own.planned_on == TODAY - DAY

    def test_the_opening_is_the_promise_and_the_move(self) -> None:
        one = self.days("opened", promised_on=TODAY, moved_on=TODAY - DAY, done_on=TODAY - 5 * DAY)
        assert one == Dated("opened", TODAY, TODAY - DAY)
        assert self.days("opened", promised_on=TODAY, moved_on=TODAY + DAY).done_on is None


def test_the_next_step_is_the_first_that_is_open() -> None:
    steps = [step(-9, -9), step(5), step(-2)]
    assert next_step(steps, today=TODAY) == 1
    assert next_step(steps, today=TODAY, moved=True) is None
    assert next_step([step(-9, -9)], today=TODAY) is None


class TestOrder:
    @pytest.mark.parametrize(
        ("days", "found"),
        [
            ([1, 2, 3], {}),
            ([1, 1, None, 2], {}),
            ([3, 2, 1], {1: 0, 2: 0}),
            ([1, 5, None, 4, 6], {3: 1}),
            ([], {}),
        ],
    )
    def test_planned_days_follow_the_steps(self, days: list[int | None], found: dict[int, int]) -> None:
        given = [None if day is None else TODAY + day * DAY for day in days]
        assert planned_too_early(given) == found

    @pytest.mark.parametrize(
        ("days", "moved", "found"),
        [
            ([-3, -2, -1], False, []),
            ([-3, -3, None], False, []),
            ([-1, -2], False, [(1, 0)]),
            ([None, -2], False, [(1, 0)]),
            ([None, -2], True, []),
            ([-1, -2], True, [(1, 0)]),
            ([5, -2], False, [(1, 0)]),  # a day to come is not done
            ([None, None, -2, -1], False, [(2, 0), (3, 0)]),
        ],
    )
    def test_done_days_are_compared(
        self, days: list[int | None], found: list[tuple[int, int]], *, moved: bool
    ) -> None:
        steps = [Dated("other", None, None if day is None else TODAY + day * DAY) for day in days]
        assert done_too_early(steps, today=TODAY, moved=moved) == found

    def test_the_opening_is_not_judged(self) -> None:
        steps = [Dated("accepted", None, None), Dated("opened", None, TODAY), Dated("other", None, None)]
        assert done_too_early(steps, today=TODAY) == []
