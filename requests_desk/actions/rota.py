"""The duty rota: turning the wheel, who stands on it, swaps, and the hours of people from outside."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from requests_desk.models import DutyChange, DutyHours, RotaException, RotaParty
from requests_desk.rules.turns import WEEK, monday_of, turn_of, weeks_from
from stations.models import EstateBody, Station, Worker

AHEAD = 26  # weeks for which swaps may be agreed


class Seat(NamedTuple):
    """Who takes turns: a kind of RotaParty.Party and, but for the committee itself, the body."""

    party: str
    body: EstateBody | None = None


class NotThatWeek(PortalError):
    """A swap with a past week, one too far ahead, or one that is theirs already."""

    status = 400
    sentence = _("Nothing can be swapped with this week.")
    next_step = _("Choose another week of the list.")


class WrongDay(PortalError):
    """Hours of Thursdays cannot change on a Friday, nor on a day that has been."""

    status = 400
    sentence = _("On this day these hours do not take place anyway.")
    next_step = _("Choose a day to come, of their weekday.")


def _own(station: Station, worker: Worker) -> Station:
    """The station, locked. The committee's head alone changes its rota. Raises NotAllowed."""
    fresh = Station.objects.select_for_update().get(pk=station.pk)
    if fresh.committee_id not in worker.scope.head_committees:
        raise NotAllowed
    return fresh


@transaction.atomic
def give_this_week(*, party: RotaParty, worker: Worker, at: datetime) -> Station:
    """Turn the wheel so that ``party`` (which carries its station) has the week of ``at``; the others
    follow in their order, and what was swapped for this week counts no more. Raises NotAllowed."""
    station = _own(party.station, worker)
    before = RotaParty.objects.filter(station=station, position__lt=party.position).count()
    monday = monday_of(timezone.localtime(at).date())
    station.rota_began_on = monday - WEEK * before
    station.save(update_fields=["rota_began_on"])
    RotaException.objects.filter(station=station, monday=monday).delete()
    return station


@transaction.atomic
def seat_parties(*, station: Station, seats: Sequence[Seat], worker: Worker, at: datetime) -> list[RotaParty]:
    """Let ``seats`` take turns in this order. Whoever has this week keeps it, if they are still among them; else
    the first has it. Swaps of those who leave are forgotten. Raises NotAllowed."""
    fresh = _own(station, worker)
    today = timezone.localtime(at).date()
    before = list(RotaParty.objects.select_for_update(of=("self",)).filter(station=fresh))
    sits = turn_of(today, fresh.rota_began_on, before) if fresh.rota_began_on else None
    standing = {(row.party, row.body_id): row for row in before}
    kept = [standing.get((seat.party, seat.body.pk if seat.body else None)) for seat in seats]
    RotaParty.objects.filter(station=fresh).exclude(pk__in=[row.pk for row in kept if row]).delete()
    high = max((row.position for row in before), default=0)
    for number, row in enumerate(filter(None, kept), start=high + 1):  # out of the way: one party per turn
        RotaParty.objects.filter(pk=row.pk).update(position=number)
    rows = [
        _put(fresh, row, seat, number) for number, (row, seat) in enumerate(zip(kept, seats, strict=True), 1)
    ]
    place = next((number for number, row in enumerate(rows) if sits and row.pk == sits.pk), 0)
    fresh.rota_began_on = monday_of(today) - WEEK * place if rows else None
    fresh.save(update_fields=["rota_began_on"])
    return rows


def _put(station: Station, row: RotaParty | None, seat: Seat, position: int) -> RotaParty:
    if row is None:
        return RotaParty.objects.create(station=station, party=seat.party, body=seat.body, position=position)
    row.position = position
    row.save(update_fields=["position"])
    return row


@transaction.atomic
def swap_weeks(*, station: Station, one: date, other: date, worker: Worker, at: datetime) -> None:
    """Let the parties of two weeks (any day of each) change places, as often as they like. Where the wheel says
    the same again nothing is kept. Raises NotAllowed, NotThatWeek."""
    fresh = _own(station, worker)
    today = timezone.localtime(at).date()
    parties = list(RotaParty.objects.filter(station=fresh))
    found = RotaException.objects.from_week(fresh, monday_of(today))
    exceptions = {row.monday: row.party for row in found}
    sits = dict(weeks_from(today, AHEAD, fresh.rota_began_on, parties, exceptions))
    wheel = dict(weeks_from(today, AHEAD, fresh.rota_began_on, parties, {}))
    first, second = monday_of(one), monday_of(other)
    if sits.get(first) is None or sits.get(second) is None or sits[first] == sits[second]:
        raise NotThatWeek
    for monday, party in ((first, sits[second]), (second, sits[first])):
        assert party is not None
        RotaException.objects.filter(station=fresh, monday=monday).delete()
        if party != wheel[monday]:
            RotaException.objects.create(station=fresh, monday=monday, party=party)


@transaction.atomic
def set_duty(
    *, station: Station, values: Mapping[str, Any], worker: Worker, duty: DutyHours | None = None
) -> DutyHours:
    """Keep somebody's weekly hours at ``station``, new or instead of ``duty``; ``values`` by DutyHours' fields. On
    another weekday the changes of single days are forgotten. Raises NotAllowed."""
    fresh = _own(station, worker)
    if duty is None:
        return DutyHours.objects.create(station=fresh, **values)
    if values["weekday"] != duty.weekday:
        duty.changes.all().delete()
    for name, value in values.items():
        setattr(duty, name, value)
    duty.save(update_fields=list(values))
    return duty


@transaction.atomic
def end_duty(*, duty: DutyHours, worker: Worker) -> None:
    """Nobody comes at these hours any more. Raises NotAllowed."""
    _own(duty.station, worker)
    duty.delete()


@transaction.atomic
def change_duty(
    *, duty: DutyHours, on: date, hours: tuple[time, time] | None, usual: bool, worker: Worker, at: datetime
) -> None:
    """On that day ``hours`` count, or (None) nobody comes, or it is as ``usual`` again. Raises NotAllowed,
    WrongDay."""
    _own(duty.station, worker)
    if on.weekday() != duty.weekday or on < timezone.localtime(at).date():
        raise WrongDay
    if usual:
        duty.changes.filter(on=on).delete()
        return
    begins, ends = hours or (None, None)
    DutyChange.objects.update_or_create(hours=duty, on=on, defaults={"begins": begins, "ends": ends})
