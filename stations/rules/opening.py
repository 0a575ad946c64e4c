"""The clock over the door: what a station's hours are on a day, and whether it is open now.

Sources: the station's own pattern and dated exceptions; the yearly notice of the State
Council's General Office on days off and make-up working days (the holiday table); and, for
a year whose notice is still to come, the Regulation on Public Holidays (State Council
order 795, in force since 2025). Days are local days in Asia/Shanghai.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from lunardate import LunarDate

SHANGHAI = ZoneInfo("Asia/Shanghai")

# The notice joins a holiday with days around it; how far, nobody knows before it is out.
UNANNOUNCED_REACH_DAYS = 7

SATURDAY, SUNDAY = 5, 6
_NEAREST_WEEKDAY = {SATURDAY: 4, SUNDAY: 0}

# Opens, closes: local times of one day, the first before the second.
Interval = tuple[time, time]
Source = Literal["exception", "holiday", "make_up", "week", "not_announced", "unknown"]
State = Literal["open", "closed", "unknown", "not_announced"]


@dataclass(frozen=True)
class DayHours:
    """One day's hours in order, and the source that decided them.

    No intervals means closed all day, but under "unknown" and "not_announced" it means
    that nobody can say.
    """

    intervals: tuple[Interval, ...]
    source: Source

    @property
    def certain(self) -> bool:
        """Whether the hours are known at all, be it that they are none."""
        return self.source not in ("unknown", "not_announced")


@dataclass(frozen=True)
class OpenState:
    """How the door stands at a moment, and when that next changes.

    `changes_at` is the next closing time of an open station and the next opening time of
    a closed one, in Asia/Shanghai; None where it cannot be told.
    """

    state: State
    changes_at: datetime | None


def hours_on(
    day: date,
    *,
    week: Mapping[int, Sequence[Interval]],
    exceptions: Mapping[date, Sequence[Interval]],
    days_off: Mapping[date, bool],
    announced_years: Collection[int],
) -> DayHours:
    """Decide a station's hours on a local day.

    `week` holds intervals by weekday (0 is Monday); `exceptions` the hours of explicit
    dates, an empty sequence for closed all day; `days_off` the holiday table, True for a
    day off and False for a make-up working day; `announced_years` the years whose notice
    is out. An explicit date beats a holiday, which beats the week. A station without any
    weekly pattern is unknown, never closed. Raises ValueError if an interval does not end
    after it begins, or if two overlap.
    """
    if day in exceptions:
        return DayHours(_ordered(exceptions[day]), "exception")
    if not any(week.values()):
        return DayHours((), "unknown")
    if day in days_off:
        if days_off[day]:
            return DayHours((), "holiday")
        return DayHours(_ordered(_make_up_hours(day, week)), "make_up")
    if any(year not in announced_years for year in _holiday_years_near(day)):
        return DayHours((), "not_announced")
    return DayHours(_ordered(week.get(day.weekday(), ())), "week")


def open_state(now: datetime, days: Mapping[date, DayHours]) -> OpenState:
    """Say whether a station is open at `now` (aware), from the hours of the days around.

    `days` holds at least today; a missing day is unknown. The next opening is looked up
    day by day and only as far as the hours are certain: beyond a day that nobody can
    tell, an earlier opening is possible. Raises ValueError if `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    local = now.astimezone(SHANGHAI)
    today = days.get(local.date(), DayHours((), "unknown"))
    if today.source == "unknown":
        return OpenState("unknown", None)
    if today.source == "not_announced":
        return OpenState("not_announced", None)
    closes = _closing(local.time(), today.intervals)
    if closes is not None:
        return OpenState("open", datetime.combine(local.date(), closes, SHANGHAI))
    return OpenState("closed", _next_opening(local, days))


def is_working_day(day: date, days_off: Mapping[date, bool]) -> bool:
    """Say whether offices work on a day: the holiday table first, else Monday to Friday.

    `days_off` as in `hours_on`. A statutory holiday is off even before its year's notice.
    """
    if day in days_off:
        return not days_off[day]
    return day.weekday() < SATURDAY and day not in statutory_holidays(day.year)


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """Give the 13 days that are off by law, whatever the year's notice adds.

    New Year's Day; the eve and the first three days of the Spring Festival; Qingming;
    1 and 2 May; Dragon Boat (5th of the 5th lunar month); Mid-Autumn (15th of the 8th);
    1 to 3 October. Two may fall on one day (3 October 2028), so there can be fewer dates.
    Raises ValueError outside 2000–2099, where the Qingming formula does not hold.
    """
    if not 2000 <= year <= 2099:
        raise ValueError("statutory holidays are known for the years 2000 to 2099")
    spring = _from_lunar(year, 1, 1)
    return frozenset(
        {
            date(year, 1, 1),
            *(spring + timedelta(days=offset) for offset in range(-1, 3)),
            _qingming(year),
            *(date(year, 5, day) for day in (1, 2)),
            _from_lunar(year, 5, 5),
            _from_lunar(year, 8, 15),
            *(date(year, 10, day) for day in (1, 2, 3)),
        }
    )


def _make_up_hours(day: date, week: Mapping[int, Sequence[Interval]]) -> Sequence[Interval]:
    # A make-up Saturday works like Saturday where the station opens on Saturdays anyway,
    # else like the working day beside it.
    own = week.get(day.weekday(), ())
    return own or week.get(_NEAREST_WEEKDAY.get(day.weekday(), day.weekday()), ())


@lru_cache(maxsize=4096)
def _holiday_years_near(day: date) -> frozenset[int]:
    # The years of the holidays that could reach this day: around New Year not its own.
    reach = range(-UNANNOUNCED_REACH_DAYS, UNANNOUNCED_REACH_DAYS + 1)
    around = (day + timedelta(days=offset) for offset in reach)
    return frozenset(near.year for near in around if near in statutory_holidays(near.year))


def _closing(at: time, intervals: Sequence[Interval]) -> time | None:
    # Intervals that touch are one opening: 9–12 and 12–17 close at 17.
    closes = None
    for begins, ends in intervals:
        if begins <= at < ends or begins == closes:
            closes = ends
    return closes


def _next_opening(local: datetime, days: Mapping[date, DayHours]) -> datetime | None:
    day = local.date()
    while (hours := days.get(day)) is not None and hours.certain:
        for begins, _ in hours.intervals:
            opening = datetime.combine(day, begins, SHANGHAI)
            if opening > local:
                return opening
        day += timedelta(days=1)
    return None


def _ordered(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    ordered = tuple(sorted(intervals))
    if any(ends <= begins for begins, ends in ordered):
        raise ValueError("an interval ends after it begins, on the same day")
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise ValueError("intervals of one day do not overlap")
    return ordered


def _from_lunar(year: int, month: int, day: int) -> date:
    solar: date = LunarDate(year, month, day).to_solar_date()
    return solar


def _qingming(year: int) -> date:
    # The usual formula for the 21st century: the sun reaches 15 degrees on 4 or 5 April.
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
