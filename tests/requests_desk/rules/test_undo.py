"""What may be taken back: one's own slip, within ten minutes."""

from datetime import timedelta

import pytest

from requests_desk.models import TicketEvent
from requests_desk.rules.undo import SLIPS, can_undo

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("kind", "own", "age", "can"),
    [
        ("left", True, 0 * MINUTE, True),
        ("answered", True, 10 * MINUTE, True),
        ("closed", True, 10 * MINUTE + timedelta(seconds=1), False),
        ("left", False, MINUTE, False),
        ("received", True, MINUTE, False),
        ("undone", True, MINUTE, False),
        ("left", True, -MINUTE, False),  # a clock that was set back promises nothing
    ],
)
def test_ones_own_slip_for_ten_minutes(kind: str, own: bool, age: timedelta, can: bool) -> None:
    assert can_undo(kind, own=own, age=age) is can


def test_slips_are_kinds_of_events() -> None:
    assert set(SLIPS) <= set(TicketEvent.Kind.values)
