"""The seat plan: who may still book a slot or a session, and how free it is called.

`capacity` places, of which `held` are kept for the green lane until 24 hours before the
start and are anybody's from then on:

    ordinary books  if  booked + max(0, held − booked_green) < capacity
    green    books  if  booked < capacity

`booked` counts all bookings, the green ones (`booked_green`) among them. The guarded update
that takes a place says the same in SQL; this is the readable form, for lists and forecasts.
"""

from datetime import datetime, timedelta
from typing import Literal

HELD_UNTIL = timedelta(hours=24)
FEW = 2  # from here down a list says "few"

Free = Literal["full", "few", "free"]


def held_now(held: int, starts_at: datetime, at: datetime) -> int:
    """Give the places kept for the green lane at a moment: none in the last 24 hours.

    Exactly 24 hours before the start they are free already.
    """
    return held if starts_at > at + HELD_UNTIL else 0


def free_places(
    *,
    capacity: int,
    held: int,
    booked: int,
    booked_green: int,
    starts_at: datetime,
    at: datetime,
    green: bool,
) -> int:
    """Count the places that such a person finds free at `at`; never below 0.

    What the green lane has booked is taken off what is kept for it, not off the others.
    """
    kept = 0 if green else max(0, held_now(held, starts_at, at) - booked_green)
    return max(0, capacity - booked - kept)


def can_book(
    *,
    capacity: int,
    held: int,
    booked: int,
    booked_green: int,
    starts_at: datetime,
    at: datetime,
    green: bool,
) -> bool:
    """Say whether such a person gets a place at `at`, by the rule above."""
    free = free_places(
        capacity=capacity,
        held=held,
        booked=booked,
        booked_green=booked_green,
        starts_at=starts_at,
        at=at,
        green=green,
    )
    return free > 0


def over(capacity: int, booked: int) -> int:
    """Count the bookings beyond the capacity, left behind when staff lowered it."""
    return max(0, booked - capacity)


def words(free: int) -> Free:
    """Put free places into a word: full, few (1 or 2) or free. Counts are for staff."""
    if free <= 0:
        return "full"
    return "few" if free <= FEW else "free"
