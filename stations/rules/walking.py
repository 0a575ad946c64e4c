"""The pace: minutes on foot out of metres, for people in a hurry and for old people.

An estimate is a great circle × 1.3, the usual factor for the way round blocks and walls.
It is shown as an estimate wherever nobody has measured.
"""

from math import ceil, isfinite
from typing import Literal

DETOUR = 1.3
METRES_A_MINUTE = 4500 / 60  # 4.5 km/h
OLDER_METRES_A_MINUTE = 3200 / 60  # 3.2 km/h

Band = Literal["5", "10", "15", "beyond", "unknown"]


def estimated_minutes(metres: float) -> int:
    """Estimate the walk over a straight distance in metres: whole minutes, at least 1.

    metres × 1.3 ÷ 75 m a minute, rounded up. Raises ValueError for a negative distance.
    """
    return _minutes(metres, METRES_A_MINUTE)


def older_minutes(metres: float) -> int:
    """Estimate the same walk at an old person's 3.2 km/h (53.3 m a minute)."""
    return _minutes(metres, OLDER_METRES_A_MINUTE)


def older_from_measured(minutes: int) -> int:
    """Scale minutes that somebody measured to an old person's pace: × 4.5 ÷ 3.2, up.

    Raises ValueError for negative minutes.
    """
    if minutes < 0:
        raise ValueError("a walk takes no negative time")
    return _up(minutes * METRES_A_MINUTE / OLDER_METRES_A_MINUTE)


def metres_within(minutes: int) -> float:
    """Give the straight distance that an estimate takes for a walk of `minutes`: a circle's radius.

    minutes × 75 m ÷ 1.3. Raises ValueError for negative minutes.
    """
    if minutes < 0:
        raise ValueError("a walk takes no negative time")
    return float(minutes * METRES_A_MINUTE) / DETOUR


def band(minutes: int | None) -> Band:
    """Put a walk into the circle it ends in: within 5, 10, 15 minutes, beyond, unknown."""
    if minutes is None:
        return "unknown"
    if minutes <= 5:
        return "5"
    if minutes <= 10:
        return "10"
    return "15" if minutes <= 15 else "beyond"


def _minutes(metres: float, pace: float) -> int:
    if not isfinite(metres) or metres < 0:
        raise ValueError("a distance is a number and never negative")
    return _up(metres * DETOUR / pace)


def _up(minutes: float) -> int:
    # Rounded first: a binary fraction's last digits must not cost a whole minute.
    return max(1, ceil(round(minutes, 6)))
