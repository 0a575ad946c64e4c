"""The definitions of coverage: who is reached, who has moved, and how shares are counted.

Every figure of the coverage pages, the CSV and the summaries comes from here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

# The 15-minute circle (15分钟社区生活圈).
COVERED_MINUTES = 15

Standing = Literal["moved", "moved_late", "in_work", "planned", "late", "unplanned"]
MOVED: tuple[Standing, ...] = ("moved", "moved_late")

# A site's time of use: from (None: since before records) and to (None: still in use).
Use = tuple[date | None, date | None]


@dataclass(frozen=True)
class Share:
    """A part of a whole, both counts: 940 of 1,200 households."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """part ÷ whole × 100, rounded half up; None of an empty whole.

        All but one is never shown as 100, and one is never shown as 0.
        """
        if self.whole == 0:
            return None
        exact = (200 * self.part + self.whole) // (2 * self.whole)
        return exact if self.part in (0, self.whole) else min(99, max(1, exact))


def households_within(rows: Iterable[tuple[int, int | None]], minutes: int = COVERED_MINUTES) -> Share:
    """Count the households that reach an operating station within `minutes` on foot.

    One row an estate: its households, and the minutes to its nearest operating station,
    satellites included, or None where no walk is known.

        part  = Σ households of estates with minutes known and ≤ `minutes`
        whole = Σ households of all estates

    An estate without a known walk counts in the whole, and not in the part.
    """
    part = whole = 0
    for households, walk in rows:
        whole += households
        if walk is not None and walk <= minutes:
            part += households
    return Share(part, whole)


def standing(
    *,
    moved_on: date | None,
    work_began_on: date | None,
    due_on: date | None,
    today: date,
) -> Standing:
    """Say how a committee's move stands against the programme.

        moved      = moved by today, and by the due date if there is one
        moved_late = moved by today, after the due date
        late       = not moved, due date before today
        in_work    = not moved, not late, work began by today
        planned    = none of these, but a date is set for the move, its work or its end
        unplanned  = no date at all

    On the due date itself nobody is late.
    """
    if moved_on is not None and moved_on <= today:
        return "moved_late" if due_on is not None and moved_on > due_on else "moved"
    if due_on is not None and due_on < today:
        return "late"
    if work_began_on is not None and work_began_on <= today:
        return "in_work"
    planned = (moved_on, work_began_on, due_on) != (None, None, None)
    return "planned" if planned else "unplanned"


def move_of(sites: Sequence[Use], began_on: date, today: date | None = None) -> date | None:
    """Give the day on which a station moved under a programme, None if it has not.

    `sites` are one station's sites, `began_on` the programme's first day.

        before = the site in use on began_on − 1 day
        now    = the site in use today (without `today`: the one whose use has no end)
        moved  = now differs from before; moved_on = the day the use of now began

    On a day that two sites share (out of one, into the other) the later one counts. A
    station that had no site before the programme has moved in with its first one. A site
    whose beginning is not recorded was there before.
    """
    before = _in_use(sites, began_on - timedelta(days=1))
    now = _in_use(sites, today)
    if now is None or now == before:
        return None
    return sites[now][0]


def _in_use(sites: Sequence[Use], day: date | None) -> int | None:
    # The index of the site in use on a day, or, without a day, of the one still in use.
    def in_use(site: Use) -> bool:
        begins, ends = site
        if day is None:
            return ends is None
        return (begins is None or begins <= day) and (ends is None or day <= ends)

    used = [index for index, site in enumerate(sites) if in_use(site)]
    return max(used, key=lambda index: sites[index][0] or date.min, default=None)
