"""Consent taken back: a resident has what is held about them erased before its time, by their link."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.erasure import erase
from requests_desk.actions.proposals import State, write
from requests_desk.actions.still_open import still_open
from requests_desk.models import Proposal, ProposalEvent, RoomUse, SignUp, Ticket, Visit

Given = Visit | Ticket | SignUp | RoomUse | Proposal


class StillOpen(PortalError):
    """Somebody still owes the person an answer, or expects them."""

    status = 409
    sentence = _("This is still open, so your name and number are still needed. Nothing was erased.")


def beside(row: Given) -> list[Any]:
    """``row``, and what holds the same name and number: a visit's ticket, a ticket's visit."""
    if isinstance(row, Visit):
        return [row, *Ticket.objects.filter(visit=row)]
    if isinstance(row, Ticket) and row.visit_id is not None:
        return [*Visit.objects.filter(pk=row.visit_id), row]
    return [row]


def what_is_open(row: Given, *, at: datetime) -> Any:
    """Of ``row`` and what hangs together with it, that which is still under way; None where nothing is."""
    for one in beside(row):
        found = still_open(type(one).objects.filter(pk=one.pk), at=at).first()
        if found is not None:
            return found
    return None


@transaction.atomic
def take_back(*, row: Given, at: datetime) -> None:
    """Erase the personal data of ``row`` now; that something took place stays. A proposal that nobody has read yet
    goes with its words. Twice is once. Raises StillOpen."""
    rows = [type(one).objects.select_for_update().get(pk=one.pk) for one in beside(row)]
    if what_is_open(row, at=at) is not None:
        raise StillOpen
    for one in rows:
        if one.erased_at is None:
            _never_read(one, at)
            erase(type(one), [one.pk], at=at)


def _never_read(row: Any, at: datetime) -> None:
    """Its maker takes a proposal off the desk's list before anybody has read it."""
    if isinstance(row, Proposal) and row.state == State.NEW:
        Proposal.objects.filter(pk=row.pk).update(state=State.KEPT_BACK)
        write(row, ProposalEvent.Kind.KEPT_BACK, at=at, actor=None)
