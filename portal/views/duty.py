"""This week's duty: whose turn it is at the desk, and the hours of deputies, lawyers and doctors."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

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


def duty_of(station: Station, now: datetime) -> Week:
    """As of ``now``: hours that are over today come again in a week. Two statements."""
    local = timezone.localtime(now)
    today = local.date()
    parties = list(station.rota_parties.select_related("body").order_by("position"))
    hours = station.duty_hours.order_by("weekday", "begins", "pk")
    days = [(_next(row, local), row) for row in hours]
    duties = [Duty(day, row, day == today) for day, row in days]
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


def _next(hours: DutyHours, local: datetime) -> date:
    days = (hours.weekday - local.weekday()) % 7
    over = days == 0 and hours.ends <= local.time()
    return local.date() + timedelta(days=7 if over else days)
