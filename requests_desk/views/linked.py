"""What a ticket's sheet shows of others that belong to it."""

from typing import Any

from django.db.models import Q

from portal.common.errors import NotAllowed
from requests_desk.actions.tickets import must_be_concerned
from requests_desk.forms.ticket_links import LinkForm
from requests_desk.models import Ticket, TicketLink
from stations.models import Worker


def linked_with(ticket: Ticket, worker: Worker, *, answers: bool) -> dict[str, Any]:
    """The tickets that belong to ``ticket``, as far as ``worker`` may see them, with ``relation`` on each; and what
    they may do (``answers``: the ticket is theirs to move). One statement."""
    # A union, not an "or": so the few keys are known before the many tickets are looked up by their index.
    ends = TicketLink.objects.filter(one=ticket).order_by().values("other")
    keys = ends.union(
        TicketLink.objects.filter(other=ticket).order_by().values("one"),
        Ticket.objects.filter(Q(merged_into=ticket) | Q(pk=ticket.merged_into_id)).order_by().values("pk"),
        all=True,
    )
    rows: list[Any] = list(
        Ticket.objects.in_scope_of(worker).filter(pk__in=keys).select_related("matter", "responsible")
    )
    for row in rows:
        row.relation = relation(ticket, row)
    concerned = _concerned(ticket, worker)
    return {
        "belongs": rows,
        "may_link": concerned,
        "may_merge": concerned and answers and ticket.state in Ticket.RUNNING and not ticket.erased_at,
        "link_form": LinkForm(),
    }


def relation(ticket: Ticket, other: Ticket) -> str:
    """What ``other`` is to ``ticket``: "main", "double" or "linked"."""
    if ticket.merged_into_id == other.pk:
        return "main"
    return "double" if other.merged_into_id == ticket.pk else "linked"


def _concerned(ticket: Ticket, worker: Worker) -> bool:
    try:
        must_be_concerned(ticket, worker)
    except NotAllowed:
        return False
    return True
