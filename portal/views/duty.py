"""This week's duty: whose turn it is at the desk, and the hours of deputies, lawyers and doctors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta

from django.utils import timezone

from requests_desk.models import DutyChange, DutyHours, RotaException, RotaParty
from requests_desk.rules.turns import Hours, monday_of, next_hours, weeks_from
from stations.models import Station


@dataclass(frozen=True)
class Turn:
    """A week and the party that receives in it."""

    monday: Day
    sunday: Day
    party: RotaParty
    now: bool


@dataclass(frozen=True)
class Duty:
    """The next date of somebody's weekly hours, and from when to when on that day; ``off``: the days before it, of
    their weekday, on which they do not come."""

    date: Day
    times: Hours
    hours: DutyHours
    today: bool
    off: list[Day]


@dataclass(frozen=True)
class Week:
    """The turns of as many weeks as there are parties, this week first, and the coming duty hours."""

    turns: list[Turn]
    duties: list[Duty]

    def __bool__(self) -> bool:
        return bool(self.turns or self.duties)


def duty_of(station: Station, now: datetime) -> Week:
    """As of ``now``: hours that are over today come again in a week. At most four statements."""
    local = timezone.localtime(now)
    today = local.date()
    parties = list(station.rota_parties.select_related("body").order_by("position"))
    return Week(_turns(station, parties, today), _duties(station, local))


def _turns(station: Station, parties: list[RotaParty], today: Day) -> list[Turn]:
    if not parties:
        return []
    monday = monday_of(today)
    rows = RotaException.objects.from_week(station, monday)
    exceptions = {row.monday: row.party for row in rows}
    weeks = weeks_from(today, len(parties), station.rota_began_on, parties, exceptions)
    return [Turn(day, day + timedelta(days=6), party, day == monday) for day, party in weeks if party]


def _duties(station: Station, local: datetime) -> list[Duty]:
    rows = list(station.duty_hours.all())
    changes: dict[int, dict[Day, Hours | None]] = defaultdict(dict)
    for one in DutyChange.objects.filter(hours__in=rows, on__gte=local.date()) if rows else ():
        changes[one.hours_id][one.on] = one.times
    found = [_next(row, changes[row.pk], local) for row in rows]
    return sorted(filter(None, found), key=lambda duty: (duty.date, duty.times.begins, duty.hours.pk))


def _next(row: DutyHours, changes: dict[Day, Hours | None], local: datetime) -> Duty | None:
    following = next_hours(row.weekday, Hours(row.begins, row.ends), changes, local)
    if following is None:
        return None
    on, times = following
    off = sorted(day for day, hours in changes.items() if hours is None and day < on)
    return Duty(on, times, row, on == local.date(), off)
