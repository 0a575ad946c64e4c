"""Second thoughts: which step of a ticket may be taken back, and for how long."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

LASTS = timedelta(minutes=10)
# What lies beside the ticket and changes nothing of how it stands.
PAPERS = ("attached", "linked", "unlinked", "task_set", "task_done", "task_again")
# Every step that a worker can make (the words of TicketEvent.Kind). A note is hidden; all others are set back.
STEPS = (
    "called", "called_again", "set_aside", "lined_up", "taken_over", "received", "left", "started",
    "answered", "closed", "reopened", "noted", "offered", "accepted", "declined", "withdrawn", "returned", "merged",
    *PAPERS,
)  # fmt: skip
MACHINE = ("escalated",)  # time did it, and nothing stands otherwise for it
WITH_THE_OFFER = (
    "link_made",
    "link_ended",
)  # a party's link opens while its offer stands, whatever was undone
BESIDE = ("noted", *PAPERS)


class Line(NamedTuple):
    """One line of a ticket's history: its key, the kind (the words of TicketEvent.Kind), by whom, and what else."""

    pk: int
    kind: str
    actor: int | None
    data: Mapping[str, Any]


def can_undo(kind: str, *, own: bool, age: timedelta) -> bool:
    """Whether the last step of a ticket, of that ``kind`` (the words of TicketEvent.Kind) and ``age``, may be taken
    back: only by who has taken it (``own``), and only for a while."""
    return own and kind in STEPS and timedelta(0) <= age <= LASTS


def last_step(newest_first: Iterable[Line], worker: int) -> int | None:
    """The key of the line that an undo by ``worker`` is about: the last, but for what the machine wrote, for the links
    they made themselves, and for what lay beside the ticket and was taken back already."""
    gone: set[int] = set()
    for line in newest_first:
        own = line.actor == worker
        if line.pk in gone or line.kind in MACHINE or (own and line.kind in WITH_THE_OFFER):
            continue
        if own and line.kind == "undone" and line.data.get("step") in BESIDE:
            gone.add(line.data["event"])
            continue
        return line.pk
    return None
