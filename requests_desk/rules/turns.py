"""The duty wheel: whose week it is at the desk (committee, owners' committee, property)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

Party = TypeVar("Party")


def turn_of(day: date, began_on: date, parties: Sequence[Party]) -> Party | None:
    """Give the party whose turn a local day is, in weeks from Monday to Sunday.

    The first party has the week in which `began_on` lies, from its Monday on; the others
    follow in order, round and round. None before that Monday, or without parties.
    """
    week = (_monday(day) - _monday(began_on)).days // 7
    if week < 0 or not parties:
        return None
    return parties[week % len(parties)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
