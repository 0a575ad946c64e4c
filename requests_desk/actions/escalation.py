"""Escalation: when a promise is broken somebody further up is told, each level once."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from requests_desk.actions.responsibility import NobodyResponsible, head_of, official_of
from requests_desk.actions.tickets import write
from requests_desk.models import Escalation, Ticket, TicketEvent
from requests_desk.rules.due import working_minutes
from requests_desk.rules.escalation import HEAD, RESPONSIBLE, levels
from stations.models import Holiday, Worker


@transaction.atomic
def escalate(*, at: datetime) -> int:
    """Tell of every late ticket whom it concerns by now; returns how many were told. Twice is once.

    Cheap where nothing is late: one statement on the index of running clocks. A level at which nobody is in post is
    tried again at the next run, and holds up no other.
    """
    told_above = Escalation.objects.filter(ticket=OuterRef("pk"), level=Escalation.Level.STREET)
    late = Ticket.objects.overdue(at).exclude(Exists(told_above)).order_by("pk")
    rows = list(late.select_for_update(of=("self",)).select_related("committee", "responsible"))
    if not rows:
        return 0
    known: dict[int, set[int]] = {}
    for ticket, level in Escalation.objects.filter(ticket__in=rows).values_list("ticket", "level"):
        known.setdefault(ticket, set()).add(level)
    is_working = Holiday.objects.calendar(min(row.due_at for row in rows if row.due_at))
    return sum(_tell(row, known.get(row.pk, set()), at, is_working) for row in rows)


def _tell(ticket: Ticket, known: set[int], at: datetime, is_working: Callable[[date], bool]) -> int:
    """Tell those who do not know yet; how many."""
    assert ticket.due_at is not None  # or it would not be late
    late = working_minutes(ticket.due_at, at, is_working)
    hours = {"head_after": settings.PORTAL_TELL_HEAD_HOURS, "street_after": settings.PORTAL_TELL_STREET_HOURS}
    told = 0
    for level in levels(late, **{name: number * 60 for name, number in hours.items()}):
        to = None if level in known else _whom(ticket, level, at)
        if to is not None:
            Escalation.objects.create(ticket=ticket, level=level, to=to, at=at)
            write(ticket, TicketEvent.Kind.ESCALATED, at=at, actor=None, level=level, to=to.pk)
            told += 1
    return told


def _whom(ticket: Ticket, level: int, at: datetime) -> Worker | None:
    """Who is to be told at ``level``; None where nobody is in post."""
    today = timezone.localtime(at).date()
    if level == RESPONSIBLE:
        return ticket.responsible
    try:
        return head_of(ticket.committee, today) if level == HEAD else official_of(ticket.committee, today)
    except NobodyResponsible:
        return None
