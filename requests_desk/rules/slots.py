"""The slot cutter: opening hours into bookable times.

Intervals are those of `stations.rules.opening`: local times of one day, the first before
the second.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from stations.rules.opening import Interval


def slot_starts(intervals: Sequence[Interval], minutes: int) -> list[time]:
    """Give the starts of the whole slots of `minutes` that fit into the intervals.

    Each interval is cut from its beginning; what is left at its end is no slot. In order,
    each start once. Raises ValueError if a slot would not last at least a minute.
    """
    if minutes < 1:
        raise ValueError("a slot lasts at least one minute")
    starts: set[int] = set()
    for begins, ends in intervals:
        last = _minute(ends) - minutes
        starts.update(range(_minute(begins), last + 1, minutes))
    return [time(*divmod(start, 60)) for start in sorted(starts)]


def intersect(a: Sequence[Interval], b: Sequence[Interval]) -> list[Interval]:
    """Give the times that lie in both lists, in order; what only touches is left out.

    For an item with hours of its own inside a station's.
    """
    common = {
        (max(begins, starts), min(ends, stops))
        for begins, ends in a
        for starts, stops in b
        if max(begins, starts) < min(ends, stops)
    }
    return sorted(common)


def window(at: datetime, *, notice_minutes: int, horizon_days: int) -> tuple[datetime, datetime]:
    """Give the first moment that can be booked online at `at`, and the first that cannot yet.

    A slot is within if begin ≤ its start < end. The last day of the horizon counts in full.
    """
    return at + timedelta(minutes=notice_minutes), at + timedelta(days=horizon_days + 1)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
