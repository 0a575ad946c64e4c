"""Cards: stations as a list shows them, with the word over the door and the minutes on foot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from portal.common.words import day_words
from stations.models import OpeningDay, Station
from stations.rules.opening import DayHours, open_state

# The next opening is looked for this far ahead: the longest holiday has nine days.
DAYS_AHEAD = 10
# Nearly every closed door opens again within these: a list reads further only for the others.
SOON = 3

# The words over a door that nobody can walk through, beside those of rules.opening.
NOT_OPERATING: dict[str, str] = {Station.Status.PLANNED: "planned", Station.Status.CLOSED: "given_up"}

Days = Mapping[date, DayHours]


@dataclass(frozen=True)
class Door:
    """The word over a door: as templates/components/open_word.html takes it."""

    state: str
    changes_at: datetime | None
    changes_day: str


@dataclass(frozen=True)
class Card:
    """One station in a list: as templates/components/station_card.html takes it."""

    station: Station
    name: str
    url: str
    under: str
    address: str
    entrance: str
    step_free: bool | None
    state: str
    changes_at: datetime | None
    changes_day: str
    minutes: int | None = None
    estimated: bool = False
    minutes_unknown: bool = False
    why: str = ""


def door(days: Days, now: datetime) -> Door:
    """Open or closed at ``now``, and when that changes, with the day's name where it is not today."""
    state = open_state(now, days)
    today = timezone.localtime(now).date()
    change = state.changes_at
    words = day_words(change.date(), today) if change and change.date() != today else ""
    return Door(state.state, change, words)


def opening_days(
    stations: Iterable[Station | int], now: datetime, ahead: int = DAYS_AHEAD
) -> Mapping[int, Days]:
    """The days of ``stations`` from today on, by the station's key. One statement."""
    keys = [getattr(station, "pk", station) for station in stations]
    today = timezone.localtime(now).date()
    return OpeningDay.objects.filter(station__in=keys).between(today, today + timedelta(days=ahead)).hours()


def cards(
    stations: Iterable[Station],
    now: datetime,
    *,
    from_somewhere: bool = False,
    why: Mapping[int, str] | None = None,
) -> list[Card]:
    """A card for each of ``stations`` (loaded by for_cards), in their order; statements as in doors().

    ``from_somewhere``: the reader's starting point is known, so minutes are shown, or that they
    are not known. ``why`` tells by key why a station was found.
    """
    rows = list(stations)
    words = doors(rows, now)
    return [_card(row, words[row.pk], from_somewhere, (why or {}).get(row.pk, "")) for row in rows]


def doors(stations: Iterable[Station], now: datetime) -> dict[int, Door]:
    """The word over the door of each of ``stations``, by key. One statement, and a second one where
    a door stays shut for days."""
    near = opening_days(stations, now, SOON)
    words = {row.pk: door(near.get(row.pk, {}), now) for row in stations}
    shut = [key for key, word in words.items() if word.state == "closed" and word.changes_at is None]
    further = opening_days(shut, now) if shut else {}
    return words | {key: door(days, now) for key, days in further.items()}


# Working an address out from its route takes longer than painting the card it stands on.
@lru_cache(maxsize=4096)
def _address(slug: str, language: str | None) -> str:
    return reverse("station_page", args=[slug])


def _card(station: Station, word: Door, from_somewhere: bool, why: str) -> Card:
    operating = station.status == Station.Status.OPERATING
    minutes = getattr(station, "minutes", None)
    return Card(
        station=station,
        name=station.label,
        url=_address(station.slug, get_language()),
        under=station.committee.label,
        address=station.address_label,
        entrance=station.entrance_label,
        step_free=station.step_free,
        state=word.state if operating else NOT_OPERATING[station.status],
        changes_at=word.changes_at,
        changes_day=word.changes_day,
        minutes=minutes,
        estimated=not getattr(station, "measured", False),
        minutes_unknown=from_somewhere and minutes is None,
        why=why,
    )
