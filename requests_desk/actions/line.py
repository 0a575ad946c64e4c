"""The line: numbers without gaps, check-in, and calling the next person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F
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
WHERE requests_desk_line.closed_at IS NULL OR %s
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


class LineClosed(PortalError):
    """The line of the day has ended: no further numbers, but for those who are booked."""

    sentence = _("The line is closed for today.")
    next_step = _("Serve the person at once without a number, book a visit for them, or open the line again.")


class WhichDesk(PortalError):
    """The station has several desks, and nobody said to which one people are to come."""

    sentence = _("At which desk do you sit?")
    next_step = _("Choose your desk first: people are called to its number.")


@contextmanager
def one_call() -> Iterator[None]:
    """Around what calls somebody to a worker: of two calls at the same moment the database refuses the second.
    Raises StillCalling."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise StillCalling from error


def next_number(station: Station, day: date, *, booked: bool = False) -> int:
    """The next number of the station's line that day: 1, 2, 3 … A number given in a transaction that
    is rolled back is given again, so the line has no gaps. ``booked``: promised a turn, which a line that was
    closed meanwhile keeps. Raises LineClosed."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [station.pk, connection.ops.adapt_datefield_value(day), booked])
        given = cursor.fetchone()
    if given is None:
        raise LineClosed
    return int(given[0])


def check_in(*, visit: Visit, worker: Worker, at: datetime) -> Slip:
    """The booked person has come: a number in the line and a ticket that bears the visit's reference.

    Raises NotExpected, NotAllowed away from the station's own desk. The committee's head answers for
    the ticket until somebody receives them.
    """
    return _check_in(visit, worker, at, new_stamps())


def check_in_self(*, visit: Visit, at: datetime) -> Slip:
    """The booked person checks in without a worker, at the station's own kiosk. Raises NotExpected."""
    return _check_in(visit, None, at, new_stamps())


@transaction.atomic
def _check_in(visit: Visit, worker: Worker | None, at: datetime, stamps: Stamps) -> Slip:
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
        number=next_number(fresh.station, today, booked=True),
        responsible=head_of(fresh.station.committee, today),
        actor=worker,
        at=at,
        stamps=stamps,
        visit=fresh,
    )


def waiting_in_order(station: Station, at: datetime) -> list[Ticket]:
    """Today's line as it will be called: rules/queue.py has the order. Those called or set aside are out."""
    day = timezone.localtime(at).date()
    rows = Ticket.objects.of_day(station, day).in_line().select_related("matter")
    return sorted(rows, key=lambda one: order_of(one, at))


def order_of(ticket: Ticket, at: datetime) -> tuple[object, ...]:
    """The ticket's place in the line at ``at``."""
    return queue_key(
        green=ticket.green,
        booked_for=ticket.booked_for,
        arrived_at=ticket.arrived_at,
        lined_up_at=ticket.lined_up_at,
        number=ticket.number or 0,
        now=at,
    )


def call_next(*, station: Station, worker: Worker, at: datetime, desk: int | None = None) -> Ticket:
    """Call the first in line to ``worker``'s desk. When a colleague was quicker with the same person,
    the next one is called; nobody is called twice. ``desk``: its number, where the station has several.
    Raises NobodyWaits, StillCalling, WhichDesk, NotAllowed."""
    must_be_own(station, worker)
    to = desk_number(station, desk)
    must_have_settled(station, worker, at)
    while line := waiting_in_order(station, at):
        if _called(line[0], worker, at, to):
            return Ticket.objects.select_related("matter", "station").get(pk=line[0].pk)
    raise NobodyWaits


def desk_number(station: Station, desk: int | None) -> int | None:
    """The number to call people to; None at a station with a single desk, where it would say nothing.
    Raises WhichDesk."""
    if station.desks == 1:
        return None
    if desk is None or not 1 <= desk <= station.desks:
        raise WhichDesk
    return desk


def must_have_settled(station: Station, worker: Worker, at: datetime) -> None:
    """Whoever calls has nobody on the way to them. Raises StillCalling."""
    day = timezone.localtime(at).date()
    if Ticket.objects.of_day(station, day).waiting().filter(called_by=worker).exists():
        raise StillCalling


@one_call()
def _called(ticket: Ticket, worker: Worker, at: datetime, desk: int | None) -> bool:
    """One guarded update: true for exactly one of all who try at the same time. Whoever was called, set aside and put
    back since the line was read stands elsewhere in it by now."""
    free = Ticket.objects.in_line().filter(
        pk=ticket.pk, times_called=ticket.times_called, lined_up_at=ticket.lined_up_at
    )
    if not free.update(called_by=worker, called_at=at, called_to=desk, times_called=F("times_called") + 1):
        return False
    before = as_it_was(ticket)
    ticket.called_by, ticket.called_at, ticket.called_to = worker, at, desk
    ticket.times_called += 1
    write(ticket, TicketEvent.Kind.CALLED, at=at, actor=worker, before=before, **to_desk(desk))
    return True


def to_desk(desk: int | None) -> dict[str, int]:
    """For an event: to which desk, where there are several."""
    return {} if desk is None else {"desk": desk}
