"""The promise clock: working time added to a moment, and counted between two.

Working time is 08:30 to 17:30 in Asia/Shanghai on China's working days, whatever the hours
of the living room. Which days work is asked of `is_working`, so that the holiday table
stays where it is kept.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORK_STARTS = time(8, 30)
WORK_ENDS = time(17, 30)
MINUTES_A_DAY = 540

# A table that never works is a mistake; searching for ever would hide it.
LONGEST_REST = timedelta(days=731)

IsWorking = Callable[[date], bool]


def add_working(start: datetime, minutes: int, is_working: IsWorking) -> datetime:
    """Give the moment at which `minutes` of working time after `start` have passed.

    Outside working time the clock begins at the next working morning, also for 0 minutes.
    A sum that just fills a day ends at 17:30 of that day, not on the next morning. The
    result is in Asia/Shanghai. Raises ValueError for negative minutes, a start without a
    time zone, or two years without a working day.
    """
    if minutes < 0:
        raise ValueError("working time is added, never taken away")
    left = timedelta(minutes=minutes)
    for opens, closes in _working_days(_local(start), is_working):
        begins = max(opens, _local(start))
        if begins >= closes:
            continue
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise AssertionError("unreachable: the days either go on or raise")


def working_minutes(begin: datetime, end: datetime, is_working: IsWorking) -> int:
    """Count the whole minutes of working time from `begin` to `end`.

    0 if the end is not after the beginning. Raises ValueError if either has no time zone,
    or if two years pass without a working day.
    """
    first, last = _local(begin), _local(end)
    total = timedelta()
    for opens, closes in _working_days(first, is_working, last.date()):
        if opens >= last:
            break
        total += max(timedelta(), min(closes, last) - max(opens, first))
    return total // timedelta(minutes=1)


def _working_days(
    start: datetime, is_working: IsWorking, until: date = date.max
) -> Iterator[tuple[datetime, datetime]]:
    # Opening and closing of each working day from that of `start` on.
    day = last_worked = start.date()
    while day <= until:
        if is_working(day):
            last_worked = day
            yield _at(day, WORK_STARTS), _at(day, WORK_ENDS)
        elif day - last_worked > LONGEST_REST:
            raise ValueError("two years without a working day")
        day += timedelta(days=1)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    return moment.astimezone(SHANGHAI)
