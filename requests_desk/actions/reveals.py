"""Reveals: a look at a name and phone in full leaves a line behind."""

from datetime import datetime

from django.db import transaction

from portal.common.errors import NotAllowed
from requests_desk.actions.tickets import stands_in_for
from requests_desk.models import Care, Proposal, Reveal, RoomUse, SignUp, Ticket, Visit, Volunteer
from stations.models import Worker

KINDS = {
    Visit: Reveal.Kind.VISIT, Ticket: Reveal.Kind.TICKET, RoomUse: Reveal.Kind.ROOM_USE,
    SignUp: Reveal.Kind.SIGN_UP, Proposal: Reveal.Kind.PROPOSAL, Volunteer: Reveal.Kind.VOLUNTEER,
    Care: Reveal.Kind.CARE,
}  # fmt: skip

Contact = Visit | Ticket | RoomUse | SignUp | Proposal | Volunteer | Care


def may_see_contact(row: Contact, worker: Worker) -> bool:
    """Who may look at a name and phone at all: the committee's own desk, and whoever answers for the
    ticket. Officials see tickets of their area without them."""
    if isinstance(row, Ticket) and row.responsible_id == worker.pk:
        return True
    if isinstance(row, Ticket) and row.committee_id not in worker.scope.desk_committees:
        return stands_in_for(worker, row.responsible_id)
    if isinstance(row, Ticket | Proposal | Volunteer | Care):
        return row.committee_id in worker.scope.desk_committees
    station = row.room.station if isinstance(row, RoomUse) else row.station
    return station.committee_id in worker.scope.desk_committees


@transaction.atomic
def reveal(*, row: Contact, worker: Worker, reason: str, at: datetime) -> Reveal:
    """Write down that ``worker`` looks at the contact of ``row`` for ``reason``. The caller has loaded
    the row through in_scope_of(worker). Raises NotAllowed."""
    if not may_see_contact(row, worker):
        raise NotAllowed
    return Reveal.objects.create(kind=KINDS[type(row)], row=row.pk, actor=worker, reason=reason, at=at)
