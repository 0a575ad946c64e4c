"""The wait at one station now: what rules/wait.py needs to know, read from the tickets of the last weeks."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from requests_desk.actions.line_ends import is_closed
from requests_desk.models import Ticket, TicketEvent
from requests_desk.rules.wait import Wait, wait
from stations.models import Station

BACK = timedelta(weeks=4)
MOST = 300  # talks, the latest
LATELY = timedelta(hours=1)
# Shorter ones were logged when the talk was over, longer ones forgotten on the screen.
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=2)


def wait_of(*, station: Station, before: int | None, at: datetime) -> Wait | None:
    """The wait of somebody with ``before`` people in front of them; None where they stand in no line. Two statements
    otherwise."""
    if before is None:
        return None
    return wait(before=before, desks=desks_receiving(station, at), timed=talks(station, at))


def wait_for_next(*, station: Station, before: int, at: datetime) -> Wait | None:
    """The wait of somebody who would take a number now; None when the line is closed and there is none to take."""
    return None if is_closed(station, at) else wait_of(station=station, before=before, at=at)


def desks_receiving(station: Station, at: datetime) -> int:
    """How many people have received somebody there within the last hour."""
    lately = Ticket.objects.of_day(station, timezone.localdate(at)).filter(
        received_at__gt=at - LATELY, received_at__lte=at
    )
    return int(lately.aggregate(n=Count("first_receiver", distinct=True))["n"])


def talks(station: Station, at: datetime) -> list[float]:
    """Minutes of the latest talks at ``station``: from receipt to the answer on the spot, else to the moment when it
    was taken in hand or offered to somebody. What was entered afterwards was timed by nobody."""
    ends = Q(kind=TicketEvent.Kind.STARTED) | Q(kind=TicketEvent.Kind.OFFERED)
    ended = TicketEvent.objects.filter(ends, ticket=OuterRef("pk")).order_by("pk").values("at")[:1]
    rows = Ticket.objects.filter(
        station=station, day__gte=timezone.localdate(at) - BACK, received_at__isnull=False, entered_at=None,
        channel__in=[Ticket.Channel.WALK_IN, Ticket.Channel.VISIT],
    )  # fmt: skip
    timed = rows.annotate(over=Case(When(on_the_spot=True, then=F("answered_at")), default=Subquery(ended)))
    pairs = timed.order_by("-day", "-pk").values_list("received_at", "over")[:MOST]
    took = [over - began for began, over in pairs if over is not None]
    return [one.total_seconds() / 60 for one in took if SHORTEST <= one <= LONGEST]
