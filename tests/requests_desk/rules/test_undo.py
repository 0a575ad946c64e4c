"""What may be taken back: one's own slip, within ten minutes."""

from datetime import timedelta

import pytest

from requests_desk.models import TicketEvent
from requests_desk.rules.undo import STEPS, can_undo

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
    others |= {
        "attached",
        "linked",
        "unlinked",
        "joined",
        "parted",
        "task_set",
        "task_done",
        "task_again",
    }
    assert set(STEPS) == set(TicketEvent.Kind.values) - others
