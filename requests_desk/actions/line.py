"""The line: numbers without gaps, check-in, and calling the next person."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.before import as_it_was
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.responsibility import head_of
from requests_desk.actions.tickets import Slip, Stamps, new_stamps, new_ticket, write
from requests_desk.models import Ticket, TicketEvent, Visit, VisitEvent
from requests_desk.rules.queue import queue_key
from stations.models import Station, Worker

NEXT_NUMBER = """
INSERT INTO requests_desk_line (station_id, day, last_number) VALUES (%s, %s, 1)
ON CONFLICT (station_id, day) DO UPDATE SET last_number = requests_desk_line.last_number + 1
RETURNING last_number
"""


class NobodyWaits(PortalError):
    """The line is empty."""

    sentence = _("Nobody is waiting.")


class NotExpected(PortalError):
    """The visit is cancelled, was checked in before, or is for another day."""

    sentence = _("This visit is not expected today.")
    next_step = _("Look at its time and state; log a walk-in if the person stands here.")


class StillCalling(PortalError):
    """The worker's last call is not settled yet."""

    sentence = _("You have called somebody already.")
    next_step = _("Receive them, or say that they are not here.")


def next_number(station: Station, day: date) -> int:
    """The next number of the station's line that day: 1, 2, 3 … A number given in a transaction that
    is rolled back is given again, so the line has no gaps."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [station.pk, connection.ops.adapt_datefield_value(day)])
        return int(cursor.fetchone()[0])


def check_in(*, visit: Visit, worker: Worker, at: datetime) -> Slip:
    """The booked person has come: a number in the line and a ticket that bears the visit's reference.

    Raises NotExpected, NotAllowed away from the station's own desk. The committee's head answers for
    the ticket until somebody receives them.
    """
    return _check_in(visit, worker, at, new_stamps())


@transaction.atomic
def _check_in(visit: Visit, worker: Worker, at: datetime, stamps: Stamps) -> Slip:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("station__committee", "service")
    fresh = rows.get(pk=visit.pk)
    must_be_own(fresh.station, worker)
    today = timezone.localtime(at).date()
    if fresh.state != Visit.State.BOOKED or timezone.localtime(fresh.starts_at).date() != today:
        raise NotExpected
    Visit.objects.filter(pk=fresh.pk).update(state=Visit.State.CAME)
    VisitEvent.objects.create(visit=fresh, kind=VisitEvent.Kind.CAME, at=at, actor=worker)
    return new_ticket(
        station=fresh.station,
        matter=fresh.service,
        channel=Ticket.Channel.VISIT,
        lane=Ticket.Lane.GREEN if fresh.green else Ticket.Lane.BOOKED,
        number=next_number(fresh.station, today),
        responsible=head_of(fresh.station.committee, today),
        actor=worker,
        at=at,
        stamps=stamps,
        visit=fresh,
    )


def waiting_in_order(station: Station, at: datetime) -> list[Ticket]:
    """Today's line as it will be called: rules/queue.py has the order. Those called already are out."""
    day = timezone.localtime(at).date()
    rows = Ticket.objects.of_day(station, day).waiting().filter(called_by=None).select_related("matter")
    return sorted(rows, key=lambda one: order_of(one, at))


def order_of(ticket: Ticket, at: datetime) -> tuple[object, ...]:
    """The ticket's place in the line at ``at``."""
    return queue_key(
        green=ticket.green,
        booked_for=ticket.booked_for,
        arrived_at=ticket.arrived_at,
        number=ticket.number or 0,
        now=at,
    )


def call_next(*, station: Station, worker: Worker, at: datetime) -> Ticket:
    """Call the first in line to ``worker``'s desk. When a colleague was quicker with the same person,
    the next one is called; nobody is called twice. Raises NobodyWaits, StillCalling, NotAllowed."""
    must_be_own(station, worker)
    day = timezone.localtime(at).date()
    if Ticket.objects.of_day(station, day).waiting().filter(called_by=worker).exists():
        raise StillCalling
    while line := waiting_in_order(station, at):
        if _called(line[0], worker, at):
            return Ticket.objects.select_related("matter", "station").get(pk=line[0].pk)
    raise NobodyWaits


@transaction.atomic
def _called(ticket: Ticket, worker: Worker, at: datetime) -> bool:
    """One guarded update: true for exactly one of all who try at the same time."""
    free = Ticket.objects.waiting().filter(pk=ticket.pk, called_by=None)
    if not free.update(called_by=worker, called_at=at):
        return False
    before = as_it_was(ticket)
    ticket.called_by, ticket.called_at = worker, at
    write(ticket, TicketEvent.Kind.CALLED, at=at, actor=worker, before=before)
    return True
