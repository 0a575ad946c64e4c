"""Entered afterwards: how long ago somebody may have come whom the desk writes down only now."""

from datetime import datetime, timedelta

LONGEST = timedelta(days=14)

# The reasons why not, for a form to turn into sentences.
FUTURE = "future"
LONG_AGO = "long_ago"


def why_not(came: datetime, now: datetime) -> str:
    """Why a receipt at ``came`` cannot be entered at ``now``: `FUTURE`, `LONG_AGO`, or "" where it can."""
    if came > now:
        return FUTURE
    return LONG_AGO if came < now - LONGEST else ""
