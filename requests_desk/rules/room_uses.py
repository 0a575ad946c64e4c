"""The room's timetable: which of a day's hours are free, and how long a room was used for what.

A span is a begin and an end (exclusive), two aware moments, the first before the second.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

Span = tuple[datetime, datetime]
FIRST, LAST = time(7), time(21, 30)  # of a day, between which rooms are lent; the forms offer no other times


def within_a_day(opens: time, closes: time) -> tuple[time, time] | None:
    """What of an opening lies in the hours in which rooms are lent; None where nothing does."""
    begins, ends = max(opens, FIRST), min(closes, LAST)
    return (begins, ends) if begins < ends else None


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def lies_within(span: Span, hours: Iterable[Span]) -> bool:
    """Whether the whole of ``span`` lies inside ``hours``; a lunch break between two of them is outside."""
    return any(opens <= span[0] and span[1] <= closes for opens, closes in joined(hours))


def free_spans(
    hours: Iterable[Span], taken: Iterable[Span], *, least: timedelta = timedelta(0)
) -> list[Span]:
    """What of ``hours`` is left beside ``taken``, in order; leftovers shorter than ``least`` are none."""
    busy = joined(taken)
    found: list[Span] = []
    for opens, closes in joined(hours):
        begins = opens
        for starts, ends in busy:
            if ends <= begins or starts >= closes:
                continue
            found.append((begins, starts))
            begins = ends
        found.append((begins, closes))
    return [span for span in found if span[0] < span[1] and span[1] - span[0] >= least]


def minutes_by_kind(
    uses: Sequence[tuple[str, datetime, datetime]], begin: datetime, end: datetime
) -> dict[str, int]:
    """How many whole minutes between ``begin`` and ``end`` went to which kind of use (kind, begins, ends); the
    longest first. What began before or lasts beyond counts as far as it lies between."""
    found: dict[str, timedelta] = {}
    for kind, starts, ends in uses:
        lasted = min(ends, end) - max(starts, begin)
        if lasted > timedelta(0):
            found[kind] = found.get(kind, timedelta(0)) + lasted
    minutes = {kind: lasted // timedelta(minutes=1) for kind, lasted in found.items()}
    return dict(sorted(minutes.items(), key=lambda one: (-one[1], one[0])))
