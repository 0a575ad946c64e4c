"""The line in front of the bar: who is called next."""

from datetime import datetime, timedelta

# A booked person keeps their turn if they are at most this late.
GRACE = timedelta(minutes=10)

QueueKey = tuple[bool, bool, datetime, int]


def queue_key(
    *,
    green: bool,
    booked_for: datetime | None,
    arrived_at: datetime,
    number: int,
    now: datetime,
) -> QueueKey:
    """Give what to sort the waiting by; the smallest is called next.

    1. The green lane comes before everybody else.
    2. Then whoever has a booked time that has come, and was there at most ten minutes
       after it, in the order of the booked times.
    3. Then everybody else in the order of arrival; ties by the number on the slip.

    Inside the green lane 2 and 3 hold as well. A booked person who is early waits by
    arrival until their time: nobody should fare worse for having booked than for having
    walked in, and nobody gains the booked people's place by coming early. One who is more
    than ten minutes late stays in line by arrival: the time went to others, the wait need
    not begin twice. As time decides, the key is made when somebody is called, and is not
    kept. All times are aware.
    """
    if booked_for is not None and _is_turn(booked_for, arrived_at, now):
        return (not green, False, booked_for, number)
    return (not green, True, arrived_at, number)


def _is_turn(booked_for: datetime, arrived_at: datetime, now: datetime) -> bool:
    return booked_for <= now and arrived_at <= booked_for + GRACE
