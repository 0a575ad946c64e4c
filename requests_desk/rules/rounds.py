"""How long ago somebody was somewhere, and whether it is time again."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Stand:
    """Where a court stands: ``days`` since somebody walked there (None: never), and whether it is time."""

    days: int | None
    due: bool


def stand(last: date | None, *, every: int, today: date) -> Stand:
    """Walked on ``last``, to be walked every so many days: due on the day the interval is over."""
    days = None if last is None else max(0, (today - last).days)
    return Stand(days, days is None or days >= every)


def next_due(on: date, *, every: int) -> date:
    """The day by which somebody goes there again."""
    return on + timedelta(days=every)


def longest_first(last: date | None) -> tuple[bool, date]:
    """A key to sort by: never walked first, then the longest ago."""
    return last is not None, last or date.min
