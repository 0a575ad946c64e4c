"""The tick sheet: is an item's check still good, and what does a standard miss."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stations.rules.coverage import Share

Verification = Literal["verified", "overdue", "never"]


@dataclass(frozen=True)
class Completeness:
    """How much of a standard a station offers; `missing` in the standard's order."""

    done: int
    total: int
    missing: tuple[int, ...]

    @property
    def percent(self) -> int | None:
        """done ÷ total × 100, as every share is rounded; None of an empty standard."""
        return Share(self.done, self.total).percent


def verification(last_verified_on: date | None, every_days: int, today: date) -> Verification:
    """Say whether an item's last check is younger than its period of `every_days` days.

    Checked on 1 March every 30 days is verified up to 31 March and overdue from 1 April.
    Raises ValueError if the period is not at least one day.
    """
    if every_days < 1:
        raise ValueError("a verification period is at least one day")
    if last_verified_on is None:
        return "never"
    good_until = last_verified_on + timedelta(days=every_days)
    return "verified" if today <= good_until else "overdue"


def completeness(required_ids: Iterable[int], satisfied_ids: Collection[int]) -> Completeness:
    """Compare the items that a standard requires with those that a station satisfies.

        done = required and satisfied; total = required

    An item counts once however often it is named; what is satisfied beyond the standard
    does not count.
    """
    required = tuple(dict.fromkeys(required_ids))
    satisfied = frozenset(satisfied_ids)
    missing = tuple(item for item in required if item not in satisfied)
    return Completeness(len(required) - len(missing), len(required), missing)
