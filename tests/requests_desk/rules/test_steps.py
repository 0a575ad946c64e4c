"""Which steps stand open, to whom, in which state; the likeliest first."""

import pytest

from requests_desk.models import Ticket
from requests_desk.rules.steps import steps

DESK = {"at_desk": True, "answers": False}  # sits there, but somebody else answers
HOLDER = {"at_desk": True, "answers": True}
GUEST = {"at_desk": False, "answers": True}  # it was handed to another desk, or to an office
NOBODY = {"at_desk": False, "answers": False}  # an official of the area: reads


@pytest.mark.parametrize(
    ("state", "who", "more", "expected"),
    [
        ("waiting", DESK, {}, ["receive", "park", "leave", "note"]),
        ("waiting", DESK, {"turn": "mine"}, ["receive", "call_again", "not_here", "park", "leave", "note"]),
        ("waiting", DESK, {"turn": "theirs"}, ["receive", "take_over", "not_here", "park", "leave", "note"]),
        ("waiting", DESK, {"turn": "aside"}, ["line_up", "receive", "leave", "note"]),
        ("waiting", NOBODY, {"turn": "mine"}, []),
        ("waiting", NOBODY, {}, []),
        ("serving", HOLDER, {}, ["answer_now", "start", "hand_over", "note"]),
        ("serving", DESK, {}, ["note"]),
        ("serving", HOLDER, {"holds": False}, ["answer_now", "start", "hand_over", "take_over", "note"]),
        ("serving", DESK, {"holds": False}, ["note"]),
        ("in_progress", HOLDER, {"holds": False}, ["answer", "hand_over", "note"]),
        ("in_progress", GUEST, {}, ["answer", "hand_over", "note"]),
        ("in_progress", DESK, {}, ["note"]),
        ("handed_over", HOLDER, {"offered": True}, ["withdraw", "answer", "note"]),
        ("handed_over", HOLDER, {"offered": True, "decides": True},
         ["accept", "decline", "withdraw", "answer", "note"]),
        ("handed_over", DESK, {"offered": True, "decides": True}, ["accept", "decline", "note"]),
        ("handed_over", NOBODY, {"offered": True, "decides": True}, ["accept", "decline"]),
        ("handed_over", HOLDER, {}, ["answer", "take_back", "note"]),
        ("answered", HOLDER, {}, ["close", "reopen", "note"]),
        ("answered", DESK, {}, ["reopen", "note"]),
        ("closed", DESK, {}, ["reopen", "note"]),
        ("closed", DESK, {"double": True}, ["note"]),
        ("closed", NOBODY, {}, []),
        ("left", HOLDER, {}, ["note"]),
    ],
)  # fmt: skip
def test_the_steps_open_to_somebody(
    state: str, who: dict[str, bool], more: dict[str, bool], expected: list[str]
) -> None:
    assert steps(state, **who, **more) == expected


def test_a_reader_finds_no_step_in_any_state() -> None:
    for state in Ticket.State.values:
        assert steps(state, **NOBODY) == []
        assert steps(state, **NOBODY, offered=True) == []
