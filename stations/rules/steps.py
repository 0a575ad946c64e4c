"""The steps of a relocation plan: the standard series, how each stands, and when whom to remind of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

# What every programme's series starts as: kind, name, English name.
SERIES = (
    ("site", "选好地点", "Site found"),
    ("residents", "征求居民意见", "Residents asked"),
    ("design", "方案定稿", "Design agreed"),
    ("money", "资金落实", "Money secured"),
    ("begun", "开工", "Works begun"),
    ("finished", "完工", "Works finished"),
    ("accepted", "验收", "Accepted"),
    ("opened", "开门", "Opened"),
)

DUE_DAYS = 7  # a step is due from so many days before its day

State = Literal["done", "late", "due", "planned", "undated", "past"]
Reminder = Literal["soon", "today", "late"]


@dataclass(frozen=True)
class Dated:
    """A step with its days, whatever they are read from."""

    kind: str
    planned_on: date | None
    done_on: date | None


def dated(
    *,
    kind: str,
    planned_on: date | None,
    done_on: date | None,
    work_began_on: date | None,
    promised_on: date | None,
    moved_on: date | None,
    today: date,
) -> Dated:
    """Give a step its days: the works' beginning is the plan's, the opening is its promise and its move.

    begun:  done = the plan's day, once that has come; planned = the step's own, else that day
    opened: done = the day of the move, once that has come; planned = the promised day
    others: as written
    """
    if kind == "begun":
        begun = work_began_on if work_began_on is not None and work_began_on <= today else None
        return Dated(kind, planned_on or work_began_on, begun)
    if kind == "opened":
        return Dated(kind, promised_on, moved_on if moved_on is not None and moved_on <= today else None)
    return Dated(kind, planned_on, done_on)


def state(step: Dated, *, today: date, moved: bool = False) -> State:
    """Say how a step stands.

    done    = done by today
    past    = not written down as done, but the station has moved: it is no matter any more
    late    = not done, planned before today
    due     = not done, planned for today or the next DUE_DAYS days
    planned = not done, planned later
    undated = not done, no day
    """
    if step.done_on is not None and step.done_on <= today:
        return "done"
    if moved:
        return "past"
    if step.planned_on is None:
        return "undated"
    days = (step.planned_on - today).days
    if days < 0:
        return "late"
    return "due" if days <= DUE_DAYS else "planned"


def reminder(step: Dated, *, today: date, moved: bool = False) -> Reminder | None:
    """Say what is to be reminded of today: that the step is due soon, today, or late; None for nothing."""
    how = state(step, today=today, moved=moved)
    if how == "late":
        return "late"
    if how != "due":
        return None
    return "today" if step.planned_on == today else "soon"


def next_step(steps: Iterable[Dated], *, today: date, moved: bool = False) -> int | None:
    """The index of the first step in the plan's order that is still to be done; None where none is."""
    open_ones = ("late", "due", "planned", "undated")
    found = (i for i, step in enumerate(steps) if state(step, today=today, moved=moved) in open_ones)
    return next(found, None)


def planned_too_early(days: Sequence[date | None]) -> dict[int, int]:
    """Planned days in the order of their steps: the index of each that lies before the day of an earlier step, with
    the index of that step. Steps without a day (None) stand in nobody's way."""
    found: dict[int, int] = {}
    last: tuple[date, int] | None = None
    for index, day in enumerate(days):
        if day is None:
            continue
        if last is not None and day < last[0]:
            found[index] = last[1]
        else:
            last = day, index
    return found


def done_too_early(steps: Sequence[Dated], *, today: date, moved: bool = False) -> list[tuple[int, int]]:
    """Steps that are done although one before them is not, or was only later: (index, index of the one before), each
    step once. The opening is what the sites say; once the station has ``moved``, what was never written down is no
    matter any more."""
    done = [
        None if step.kind == "opened" or step.done_on is None or step.done_on > today else step.done_on
        for step in steps
    ]
    found = []
    for index, day in enumerate(done):
        if day is None:
            continue
        for before, earlier in enumerate(done[:index]):
            if steps[before].kind != "opened" and (not moved if earlier is None else earlier > day):
                found.append((index, before))
                break
    return found
