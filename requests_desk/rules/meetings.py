"""The three meetings as gates: which step a project may take now, and what bars it.

proposed → decided → under way → closed. Nothing is decided without a hearing of this very project whose
minutes are published; nothing is closed without a review held after the decision, its minutes published
too. No meeting lies before what it is about began. Until it is closed a project may be dropped, with a
reason told in public. Nothing leads out of closed and dropped.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Step = Literal["decide", "begin", "close", "drop"]
Bar = Literal["state", "hearing", "review", "words"]

# From which states a step leads, and whither (the words of Project.State).
WAYS: dict[Step, tuple[tuple[str, ...], str]] = {
    "decide": (("proposed",), "decided"),
    "begin": (("decided",), "under_way"),
    "close": (("under_way",), "closed"),
    "drop": (("proposed", "decided", "under_way"), "dropped"),
}
STEPS: tuple[Step, ...] = tuple(WAYS)


@dataclass(frozen=True)
class Held:
    """A meeting as the gates see it: of which project (its key), of which kind (the words of
    Meeting.Kind), when it began, and when its minutes were published, if they were."""

    project: int | None
    kind: str
    starts_at: datetime
    published_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """How a project stands: its key, its state, when it was decided, if it was, and the first moment of
    the day on which it began (None: not known)."""

    project: int
    state: str
    decided_at: datetime | None = None
    since: datetime | None = None


def steps(state: str) -> list[Step]:
    """Give the steps that lead on from ``state``, whatever else they need."""
    return [step for step in STEPS if state in WAYS[step][0]]


def bar(
    step: Step, standing: Standing, *, meeting: Held | None = None, words: str = "", at: datetime
) -> Bar | None:
    """Give what bars ``step`` at ``at``, or None where nothing does. ``words`` are the decision's, or the
    reason's for which it is dropped; ``meeting`` the hearing or review it goes by."""
    if standing.state not in WAYS[step][0]:
        return "state"
    if step == "decide" and not opens(meeting, "hearing", standing, at):
        return "hearing"
    if step == "close" and not opens(meeting, "review", standing, at):
        return "review"
    if step in ("decide", "drop") and not words.strip():
        return "words"
    return None


def opens(meeting: Held | None, kind: str, standing: Standing, at: datetime) -> bool:
    """Whether ``meeting`` opens the gate of that ``kind``: of this project, held since it began, its minutes
    published; a review also begun after the decision."""
    if meeting is None or meeting.published_at is None:
        return False
    if meeting.kind != kind or meeting.project != standing.project:
        return False
    if not begun(meeting.starts_at, at) or meeting.published_at > at:
        return False
    if too_early(meeting.starts_at, standing.since):
        return False
    if kind == "review":
        return standing.decided_at is not None and meeting.starts_at > standing.decided_at
    return True


def too_early(starts_at: datetime, since: datetime | None) -> bool:
    """Whether a meeting then would lie before what it is about began: ``since``, None where nobody knows."""
    return since is not None and starts_at < since


def begun(starts_at: datetime, at: datetime) -> bool:
    """Whether it has begun at ``at``: from then on its minutes can be written."""
    return starts_at <= at


def after(step: Step, standing: Standing, *, at: datetime) -> Standing:
    """Give how the project stands once ``step``, which nothing bars, is taken at ``at``."""
    decided_at = at if step == "decide" else standing.decided_at
    return replace(standing, state=WAYS[step][1], decided_at=decided_at)
