"""Second thoughts: which step of a ticket may be taken back, and for how long."""

from datetime import timedelta

LASTS = timedelta(minutes=10)
# Every step that a worker can make (the words of TicketEvent.Kind). A note is hidden; all others are set back.
STEPS = (
    "called", "called_again", "set_aside", "lined_up", "taken_over", "received", "left", "started",
    "answered", "closed", "reopened", "noted", "offered", "accepted", "declined", "withdrawn", "returned", "merged",
)  # fmt: skip


def can_undo(kind: str, *, own: bool, age: timedelta) -> bool:
    """Whether the last step of a ticket, of that ``kind`` (the words of TicketEvent.Kind) and ``age``, may be taken
    back: only by who has taken it (``own``), and only for a while."""
    return own and kind in STEPS and timedelta(0) <= age <= LASTS
