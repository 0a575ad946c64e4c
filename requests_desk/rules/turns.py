"""The duty wheel: whose week it is at the desk (committee, owners' committee, property), and when somebody's
weekly hours come next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

Party = TypeVar("Party")
WEEK = timedelta(days=7)
LONGEST_BREAK = 52  # weeks: whose hours are called off for longer comes no more


class Hours(NamedTuple):
    """On one day from when to when."""

    begins: time
    ends: time


def turn_of(day: date, began_on: date, parties: Sequence[Party]) -> Party | None:
    """Give the party whose turn a local day is, in weeks from Monday to Sunday.

    The first party has the week in which `began_on` lies, from its Monday on; the others
    follow in order, round and round. None before that Monday, or without parties.
    """
    week = (monday_of(day) - monday_of(began_on)).days // 7
    if week < 0 or not parties:
        return None
    return parties[week % len(parties)]


def weeks_from(
    day: date,
    weeks: int,
    began_on: date | None,
    parties: Sequence[Party],
    exceptions: Mapping[date, Party],
) -> list[tuple[date, Party | None]]:
    """Give Monday and party of so many ``weeks``, that of ``day`` first. ``exceptions``, by their Mondays, count
    before the wheel; without ``began_on`` the wheel has not begun."""
    first = monday_of(day)
    mondays = [first + WEEK * number for number in range(weeks)]
    wheel = {monday: turn_of(monday, began_on, parties) if began_on else None for monday in mondays}
    return [(monday, exceptions.get(monday, wheel[monday])) for monday in mondays]


def next_hours(
    weekday: int, usual: Hours, changes: Mapping[date, Hours | None], now: datetime
) -> tuple[date, Hours] | None:
    """Give the next day, and from when to when, of hours held every ``weekday`` (0 is Monday).

    ``changes``, by day, are other times or None for a day on which nobody comes. What is over at ``now`` (local)
    comes again in a week. None if nobody comes for a year.
    """
    day = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    for number in range(LONGEST_BREAK):
        on = day + WEEK * number
        hours = changes.get(on, usual)
        if hours is not None and (on > now.date() or hours.ends > now.time()):
            return on, hours
    return None


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())
