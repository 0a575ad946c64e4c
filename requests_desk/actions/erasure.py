"""Erasure: personal data goes when its time of keeping is over, or when the person asks. Can be run twice.

What is emptied stands in the register (`rules/personal_data.py`); figures and histories (ids and codes) stay.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from requests_desk.actions.ticket_attachments import forget_files
from requests_desk.models import (
    Care,
    CareVisit,
    Proposal,
    ProposalEvent,
    RoomUse,
    Round,
    SignUp,
    SignUpEvent,
    Ticket,
    TicketAttachment,
    TicketEvent,
    Visit,
    VisitEvent,
    Volunteer,
)
from requests_desk.rules.personal_data import DASH, Entry, Goes, entries_of, parts_of
from stations.models import Worker

# What keeps a history says in it that it was erased: the event, and its field for the row.
SAID_BY: dict[Any, tuple[Any, str]] = {
    Visit: (VisitEvent, "visit_id"),
    Ticket: (TicketEvent, "ticket_id"),
    SignUp: (SignUpEvent, "sign_up_id"),
    Proposal: (ProposalEvent, "proposal_id"),
}


@transaction.atomic
def erase(
    model: type[models.Model], keys: Sequence[int], *, at: datetime, actor: Worker | None = None
) -> int:
    """Empty the personal fields of the rows of ``model`` with these ``keys``, and of the words that go with
    them; each row's history says so, and that ``actor`` did it where somebody did. The caller has locked them. Returns
    how many there were."""
    label = model._meta.label_lower
    for entry in parts_of(label):
        part: Any = apps.get_model(entry.model)._default_manager
        words = part.filter(**{f"{entry.part_of}__in": keys})
        if entry.goes == Goes.DELETED:
            if part.model is TicketAttachment:
                forget_files(words)
            words.delete()
        else:
            _empty(words, [entry])
    rows: Any = model._default_manager.filter(pk__in=keys)
    _empty(rows, entries_of(label), erased_at=at)
    if model in SAID_BY:
        event, to = SAID_BY[model]
        event.objects.bulk_create(
            [event(**{to: key}, kind=event.Kind.ERASED, at=at, actor=actor) for key in keys]
        )
    return len(keys)


def _empty(rows: Any, entries: Sequence[Entry], **also: Any) -> None:
    """Blank the fields of ``entries`` in ``rows``: a dash only where something stood, and by one statement
    with ``also`` whatever holds for all rows, since constraints look at them together."""
    everywhere = also
    for entry in entries:
        some = rows.filter(**entry.only)
        for field, left in entry.blanks.items():
            if left == DASH:
                some.exclude(**{field: ""}).update(**{field: DASH})
            elif entry.only:
                some.update(**{field: left})
            else:
                everywhere[field] = left
    if everywhere:
        rows.update(**everywhere)


def _expired(rows: Any) -> list[int]:
    """The keys of ``rows``, locked in their order."""
    return list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _eraser(model: Any, says: str) -> Callable[..., int]:
    @transaction.atomic
    def erase_those(*, at: datetime) -> int:
        return erase(model, _expired(model.objects.expired(at)), at=at)

    erase_those.__doc__ = says
    return erase_those


erase_visits = _eraser(Visit, "Visits past their time of keeping. Returns how many were erased.")
erase_tickets = _eraser(Ticket, "Tickets, with all words about them. Returns how many were erased.")
erase_sign_ups = _eraser(
    SignUp,
    "Sign-ups, children's and guardians' names among them. Who waits for a group that will never meet again "
    "stays in its figures. Returns how many were erased.",
)
erase_room_uses = _eraser(
    RoomUse, "Whoever asked for a room; what it was used for stays. Returns how many were erased."
)
erase_proposals = _eraser(
    Proposal,
    "Whoever proposed something. What was published stays; what was kept back goes with its words, and with the "
    "reason that speaks of them. Returns how many were erased.",
)
erase_volunteers = _eraser(
    Volunteer,
    "Volunteers who left long ago: name, phone and skills go, what they gave stays in the figures. Returns how "
    "many were erased.",
)

erase_rounds = _eraser(Round, "What was solved on rounds long ago: the words. Returns how many were erased.")
erase_care = _eraser(
    Care,
    "People who are visited no more, with all that was written at the visits; when somebody was there stays. Returns "
    "how many were erased.",
)
erase_care_visits = _eraser(
    CareVisit, "What was written at visits long ago to people still visited. Returns how many were erased."
)


@transaction.atomic
def erase_attachments(*, at: datetime) -> int:
    """Photographs and papers whose own time of keeping is over, where that is shorter than their ticket's. Returns how
    many were deleted."""
    rows = TicketAttachment.objects.expired(at).select_for_update(of=("self",)).order_by("pk")
    gone = list(rows)
    forget_files(gone)
    TicketAttachment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return len(gone)


@transaction.atomic
def erase_expired(*, at: datetime) -> tuple[int, int]:
    """Visits and tickets past their time of keeping, papers before them. Returns how many of both were erased."""
    erase_attachments(at=at)
    return erase_visits(at=at), erase_tickets(at=at)
