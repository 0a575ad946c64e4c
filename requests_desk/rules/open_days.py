"""Who really came down to the estates (下沉): what a department's open days add up to."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One session that was a department's turn and has begun. ``came`` is None until somebody has written it down;
    the figures are people, None where nobody counted."""

    department: str
    came: bool | None
    staff: int | None = None
    party_members: int | None = None
    residents: int | None = None


@dataclass(frozen=True)
class Uptake:
    """A department's turns: how many, of how many it is written who came, in how many it came, and with whom."""

    department: str
    turns: int = 0
    written: int = 0
    came: int = 0
    staff: int = 0
    party_members: int = 0
    residents: int = 0

    @property
    def percent(self) -> int | None:
        """In how many of 100 turns that are written down it came; all but one is never 100. None before one is."""
        if not self.written:
            return None
        share = round(100 * self.came / self.written)
        return 99 if share == 100 and self.came < self.written else share


def uptake(turns: Iterable[Turn]) -> list[Uptake]:
    """A line a department, in the order in which they first had a turn; "" is the turns of nobody yet."""
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn.department, []).append(turn)
    return [added(department, rows) for department, rows in found.items()]


def added(department: str, turns: Iterable[Turn]) -> Uptake:
    """The turns added up."""
    rows = list(turns)
    return Uptake(
        department=department,
        turns=len(rows),
        written=sum(one.came is not None for one in rows),
        came=sum(one.came is True for one in rows),
        staff=sum(one.staff or 0 for one in rows),
        party_members=sum(one.party_members or 0 for one in rows),
        residents=sum(one.residents or 0 for one in rows),
    )
