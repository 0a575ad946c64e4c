"""The guest book's rules: what the resident's opinion of an ended matter is, and until when it can be given.

One of five scores, a sentence, or both, once the matter is closed, be it by the resident's word, at the
desk or by silence. It can be given and changed until seven days after that end. A matter that was opened
again keeps what was said of its first end until it is closed anew.
"""

from datetime import datetime, timedelta
from typing import Literal

LOWEST, MIDDLE, HIGHEST = 1, 3, 5
CHANGEABLE = timedelta(days=7)

Tone = Literal["open", "off", "late"]


def changeable_until(ended_at: datetime | None) -> datetime | None:
    """Give the last moment at which the opinion of a matter closed at ``ended_at`` can be given or
    changed; None while it is not closed."""
    return None if ended_at is None else ended_at + CHANGEABLE


def can_say(ended_at: datetime | None, at: datetime) -> bool:
    """Whether it can be given or changed at ``at``; the very last moment counts."""
    until = changeable_until(ended_at)
    return until is not None and at <= until


def is_content(score: int) -> bool:
    """Content is whoever gives one of the two highest scores; the middle one is not."""
    return score > MIDDLE


def tone(score: int) -> Tone:
    """Give the shape a score is shown with: content, neither, or somebody should act."""
    if is_content(score):
        return "open"
    return "off" if score == MIDDLE else "late"
