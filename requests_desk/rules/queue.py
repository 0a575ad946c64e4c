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
    lined_up_at: datetime | None = None,
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

    Whoever was called and did not come counts from when they came back (``lined_up_at``)
    as though they had arrived then, in their own lane: behind those who were here all the
    while, who would else pay for it, yet without a new number, so that nobody is sent home
    for having been in the washroom. `counts_from` says whom this concerns.
    """
    since = lined_up_at or arrived_at
    if booked_for is not None and _is_turn(booked_for, since, now):
        return (not green, False, booked_for, number)
    return (not green, True, since, number)


def counts_from(*, missed: bool, before: datetime | None, now: datetime) -> datetime | None:
    """Give the moment (aware) from which the turn of somebody counts who comes back into the line at ``now`` after
    being set aside; None: from their arrival.

    ``missed``: they were called and nobody came, so it is now. By wish (a paper to fetch, a telephone call)
    they keep the place they had, ``before``: the desk let them go.
    """
    return now if missed else before


def _is_turn(booked_for: datetime, arrived_at: datetime, now: datetime) -> bool:
    return booked_for <= now and arrived_at <= booked_for + GRACE
