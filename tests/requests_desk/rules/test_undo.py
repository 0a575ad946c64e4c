"""What may be taken back: one's own slip, within ten minutes."""

from datetime import timedelta
from typing import Any

import pytest

from requests_desk.models import TicketEvent
from requests_desk.rules.undo import STEPS, Line, can_undo, last_step

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("kind", "own", "age", "can"),
    [
        ("left", True, 0 * MINUTE, True),
        ("answered", True, 10 * MINUTE, True),
        ("closed", True, 10 * MINUTE + timedelta(seconds=1), False),
        ("left", False, MINUTE, False),
        ("received", True, MINUTE, True),
        ("logged", True, MINUTE, False),  # there is nothing it could go back to
        ("undone", True, MINUTE, False),
        ("left", True, -MINUTE, False),  # a clock that was set back promises nothing
    ],
)
def test_ones_own_slip_for_ten_minutes(kind: str, own: bool, age: timedelta, can: bool) -> None:
    assert can_undo(kind, own=own, age=age) is can


def test_all_that_a_worker_can_do_is_among_them_and_what_others_or_time_do_is_not() -> None:
    others = {"logged", "responsible", "undone", "rated", "erased", "escalated", "followed_up"}
    others |= {"link_made", "link_ended", "party_word", "party_answer"}
    others |= {"joined", "parted"}
    assert set(STEPS) == set(TicketEvent.Kind.values) - others


@pytest.mark.parametrize(
    ("newest_first", "found"),
    [
        ([(9, "answered", 1, {})], 9),
        ([(9, "escalated", None, {}), (8, "answered", 1, {})], 8),
        ([(9, "link_made", 1, {}), (8, "offered", 1, {})], 8),
        ([(9, "link_made", 2, {}), (8, "offered", 1, {})], 9),  # a colleague has done something
        ([(9, "undone", 1, {"step": "task_set", "event": 8}), (8, "task_set", 1, {}), (7, "answered", 1, {})], 7),
        ([(9, "undone", 1, {"step": "answered", "event": 8}), (8, "answered", 1, {})], 9),
        ([(9, "undone", 2, {"step": "noted", "event": 8}), (8, "noted", 2, {}), (7, "answered", 1, {})], 9),
        ([(9, "responsible", None, {}), (8, "answered", 1, {})], 9),  # it stands otherwise since
        ([], None),
    ],
)  # fmt: skip
def test_what_changed_nothing_is_no_last_step(newest_first: list[tuple[Any, ...]], found: int | None) -> None:
    assert last_step((Line(*one) for one in newest_first), 1) == found
