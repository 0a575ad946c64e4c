"""Reveals: a look at a name and phone in full leaves a line behind."""

from datetime import datetime

from django.db import transaction

from requests_desk.models import Reveal, Ticket, Visit
from stations.models import Worker


@transaction.atomic
def reveal(*, row: Visit | Ticket, worker: Worker, reason: str, at: datetime) -> Reveal:
    """Write down that ``worker`` looks at the contact of ``row`` for ``reason``. The caller has loaded
    the row through in_scope_of(worker)."""
    kind = Reveal.Kind.VISIT if isinstance(row, Visit) else Reveal.Kind.TICKET
    return Reveal.objects.create(kind=kind, row=row.pk, actor=worker, reason=reason, at=at)
