"""The next step: what this person may do with a ticket now, the likeliest first."""

from typing import Literal

Step = Literal[
    "receive", "call_again", "not_here", "park", "line_up", "take_over", "leave", "answer_now", "start", "answer",
    "hand_over", "accept", "decline", "withdraw", "take_back", "close", "reopen", "note",
]  # fmt: skip
# How somebody who waits stands in the line: to be called, called by oneself or a colleague, or set aside.
Turn = Literal["waits", "mine", "theirs", "aside"]
IN_LINE: dict[Turn, list[Step]] = {
    "waits": ["receive", "park", "leave"],
    "mine": ["receive", "call_again", "not_here", "park", "leave"],
    "theirs": ["receive", "take_over", "not_here", "park", "leave"],
    "aside": ["line_up", "receive", "leave"],
}


def steps(
    state: str,
    *,
    at_desk: bool,
    answers: bool,
    decides: bool = False,
    offered: bool = False,
    double: bool = False,
    turn: Turn = "waits",
    holds: bool = True,
) -> list[Step]:
    """Give the steps open to somebody on a ticket in ``state`` (the words of Ticket.State).

    ``at_desk``: sits at the committee's desk; ``answers``: is responsible, or the committee's head;
    ``offered``: a hand-over waits for its answer; ``decides``: it is theirs to give, for themselves or
    in the name of a body without an account; ``double``: goes on in another ticket, and is reopened there;
    ``turn``: how they stand in the line, while ``waiting``; ``holds``: is responsible, in nobody's stead.
    The actions ask all this again.
    """
    if state == "waiting":
        found = list(IN_LINE[turn]) if at_desk else []
    else:
        found = _by_state(state, at_desk, answers, decides, offered)
    if state == "serving" and answers and not holds:
        found.append("take_over")
    if double:
        found = [step for step in found if step != "reopen"]
    return [*found, "note"] if at_desk or answers else found


def _by_state(state: str, at_desk: bool, answers: bool, decides: bool, offered: bool) -> list[Step]:
    if state == "handed_over" and offered:
        decision: list[Step] = ["accept", "decline"] if decides else []
        return decision + (["withdraw", "answer"] if answers else [])
    if state in ("answered", "closed"):
        last: list[Step] = ["close"] if answers and state == "answered" else []
        return [*last, "reopen"] if at_desk or answers else last
    if not answers:
        return []
    by_holder: dict[str, list[Step]] = {
        "serving": ["answer_now", "start", "hand_over"],
        "in_progress": ["answer", "hand_over"],
        "handed_over": ["answer", "take_back"],
    }
    return by_holder.get(state, [])
