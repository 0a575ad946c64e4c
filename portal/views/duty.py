"""This week's duty: whose turn it is at the desk, and the hours of deputies, lawyers and doctors."""

from dataclasses import dataclass
from datetime import date, timedelta

from requests_desk.models import DutyHours, RotaParty
from requests_desk.rules.turns import turn_of
from stations.models import Station


@dataclass(frozen=True)
class Turn:
    """A week and the party that receives in it."""

    monday: date
    sunday: date
    party: RotaParty
    now: bool


@dataclass(frozen=True)
class Duty:
    """The next date of somebody's weekly hours."""

    date: date
    hours: DutyHours
    today: bool


@dataclass(frozen=True)
class Week:
    """The turns of as many weeks as there are parties, this week first, and the coming duty hours."""

    turns: list[Turn]
    duties: list[Duty]

    def __bool__(self) -> bool:
        return bool(self.turns or self.duties)


def duty_of(station: Station, today: date) -> Week:
    """Two statements."""
    parties = list(station.rota_parties.select_related("body").order_by("position"))
    hours = station.duty_hours.order_by("weekday", "begins", "pk")
    duties = [Duty(_next(row.weekday, today), row, row.weekday == today.weekday()) for row in hours]
    return Week(
        _turns(station, parties, today), sorted(duties, key=lambda duty: (duty.date, duty.hours.begins))
    )


def _turns(station: Station, parties: list[RotaParty], today: date) -> list[Turn]:
    monday = today - timedelta(days=today.weekday())
    turns = []
    for week in range(len(parties)):
        day = monday + timedelta(days=7 * week)
        party = turn_of(day, station.rota_began_on, parties) if station.rota_began_on else None
        if party:
            turns.append(Turn(day, day + timedelta(days=6), party, week == 0))
    return turns


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)
