"""The heat table: committees × the items of their district's standard, and what is missing where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stations.rules.checklist import Verification
from stations.rules.coverage import Share

MOST = 40  # rows shown where an area has more than MANY
MANY = 500

State = Literal["offered", "overdue", "missing"]


@dataclass(frozen=True)
class HeatRow:
    """One committee by its key, and how it stands with each item in the standard's order."""

    committee: int
    states: tuple[State, ...]

    @property
    def done(self) -> Share:
        """Items offered, those among them whose check is overdue too."""
        return Share(len(self.states) - self.states.count("missing"), len(self.states))


@dataclass(frozen=True)
class HeatTable:
    """Rows of one standard; ``sums`` say of each item how many of all committees offer it. ``left_out``: rows of
    committees that miss less and are not shown."""

    rows: tuple[HeatRow, ...]
    sums: tuple[Share, ...]
    left_out: int


def state_of(checks: Iterable[Verification]) -> State:
    """How an item stands by the lines that satisfy it: missing without any, offered as soon as one of them is checked
    within its period, else offered with its check overdue (never checked is overdue too)."""
    found = list(checks)
    if not found:
        return "missing"
    return "offered" if "verified" in found else "overdue"


def heat_table(
    items: Sequence[int], committees: Sequence[int], lines: Mapping[tuple[int, int], Sequence[Verification]]
) -> HeatTable:
    """The table of the standard's items and the committees in the order given; ``lines`` holds the checks of the lines
    by (committee, item). Of more than `MANY` committees the worst `MOST` are shown."""
    rows = [HeatRow(one, tuple(state_of(lines.get((one, item), ())) for item in items)) for one in committees]
    sums = tuple(
        Share(sum(row.states[number] != "missing" for row in rows), len(rows)) for number in range(len(items))
    )
    shown = rows if len(rows) <= MANY else sorted(rows, key=_badness)[:MOST]
    return HeatTable(tuple(shown), sums, len(rows) - len(shown))


def _badness(row: HeatRow) -> tuple[int, int]:
    return -row.states.count("missing"), -row.states.count("overdue")
