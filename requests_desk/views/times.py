"""The strip of days: when one can come, and the times of the day one looks at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, groupby
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

from portal.common.templatetags.times import clock
from portal.common.words import day_words, formatted
from requests_desk.actions.places import bookable_slots
from requests_desk.models import Slot
from requests_desk.rules.places import words
from stations.models import ChecklistItem, OpeningDay
from stations.rules.opening import DayHours

WORDS: Mapping[str, Any] = {
    "free": pgettext_lazy("places", "free"),
    "few": pgettext_lazy("places", "few left"),
    "full": pgettext_lazy("places", "full"),
    "none": pgettext_lazy("places", "no times"),
    "shut": pgettext_lazy("places", "closed"),
    "not_announced": pgettext_lazy("places", "not announced"),
    "unknown": pgettext_lazy("places", "please phone"),
}


@dataclass(frozen=True)
class Time:
    """One slot as the reader finds it: ``word`` is full, few or free."""

    slot: Slot
    word: str
    id: str  # of its radio button: the day's first free one is 0, which an error's link leads to

    @property
    def free(self) -> bool:
        return self.word != "full"

    @property
    def label(self) -> str:
        return clock(self.slot.starts_at)

    @property
    def said(self) -> str:
        return str(WORDS[self.word])


@dataclass(frozen=True)
class Day:
    """One day of the strip: ``word`` is one of WORDS."""

    on: date
    today: date
    word: str
    times: tuple[Time, ...]

    @property
    def free(self) -> bool:
        return any(time.free for time in self.times)

    @property
    def name(self) -> str:
        """Today, tomorrow, or the weekday in short."""
        if (self.on - self.today).days < 2:
            return day_words(self.on, self.today)
        return date_format(self.on, "D")

    @property
    def said(self) -> str:
        return str(WORDS[self.word])


@dataclass(frozen=True)
class Strip:
    """The days that can be chosen from, and the one whose times are shown (None: nothing is free)."""

    days: tuple[Day, ...]
    shown: Day | None

    @property
    def months(self) -> list[tuple[str, list[Day]]]:
        """The days by month, each month with its name."""
        return [
            (name, list(days)) for name, days in groupby(self.days, lambda day: formatted(day.on, "month"))
        ]

    @property
    def slots(self) -> list[Slot]:
        """Every slot with room, of all days."""
        return [time.slot for day in self.days for time in day.times if time.free]

    @property
    def holds(self) -> bool:
        """Whether places are held for the green lane on any day."""
        return any(time.slot.held for day in self.days for time in day.times)


def strip(item: ChecklistItem, *, at: datetime, green: bool, wanted: str = "", but: int = 0) -> Strip:
    """The days from today to the station's horizon for ``item`` (with its station), two statements.

    ``wanted`` is the day to show, as ``?day=`` brings it; nonsense shows the first day with room. The slot with
    the key ``but`` is left out: the one that a visit is to move away from.
    """
    today = timezone.localtime(at).date()
    last = today + timedelta(days=item.station.horizon_days)
    slots: dict[date, list[Slot]] = defaultdict(list)
    for slot in bookable_slots(item, at=at).exclude(pk=but).order_by("starts_at"):
        slots[timezone.localtime(slot.starts_at).date()].append(slot)
    hours = OpeningDay.objects.filter(station=item.station_id).between(today, last).hours()
    known = hours.get(item.station_id, {})
    days = [
        Day(one, today, _word(slots[one], known.get(one), at, green), tuple(_times(slots[one], at, green)))
        for one in (today + timedelta(days=n) for n in range((last - today).days + 1))
    ]
    return Strip(tuple(days), _shown(days, wanted))


def _times(slots: Sequence[Slot], at: datetime, green: bool) -> Iterator[Time]:
    number = count()
    for slot in slots:
        word = words(slot.free(at, green=green))
        yield Time(slot, word, f"full_{slot.pk}" if word == "full" else str(next(number)))


def _word(slots: Sequence[Slot], hours: DayHours | None, at: datetime, green: bool) -> str:
    """The day's word: how free its times are, or why it has none."""
    if slots:
        return words(sum(slot.free(at, green=green) for slot in slots))
    if hours is None or hours.source == "unknown":
        return "unknown"
    if hours.source == "not_announced":
        return "not_announced"
    return "none" if hours.intervals else "shut"


def _shown(days: Sequence[Day], wanted: str) -> Day | None:
    try:
        asked = parse_date(wanted)
    except ValueError:
        asked = None
    free = [day for day in days if day.free]
    return next((day for day in days if day.on == asked and day.times), free[0] if free else None)
