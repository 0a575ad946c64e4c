"""Second thoughts: which step of a ticket may be taken back, and for how long."""

from datetime import timedelta

LASTS = timedelta(minutes=10)
# Where a slip costs most: the person is gone from the line, or reads an answer that was meant for somebody else.
SLIPS = ("left", "answered", "closed")


def can_undo(kind: str, *, own: bool, age: timedelta) -> bool:
    """Whether the last step of a ticket, of that ``kind`` (the words of TicketEvent.Kind) and ``age``, may be taken
    back: only by who has taken it (``own``), and only for a while."""
    return own and kind in SLIPS and timedelta(0) <= age <= LASTS
