"""Erasure: personal data goes when its time of keeping is over. Can be run twice."""

from datetime import datetime

from django.db import transaction

from requests_desk.models import (
    Opinion,
    Proposal,
    ProposalEvent,
    RoomUse,
    SignUp,
    SignUpEvent,
    Ticket,
    TicketEvent,
    TicketNote,
    Visit,
    VisitEvent,
    Volunteer,
)


@transaction.atomic
def erase_sign_ups(*, at: datetime) -> int:
    """The same for sign-ups, children's and guardians' names among them. Who waits for a group that will never
    meet again stays in its figures. Returns how many were erased."""
    expired = SignUp.objects.expired(at).order_by("pk")
    keys = list(expired.select_for_update(of=("self",)).values_list("pk", flat=True))
    SignUp.objects.filter(pk__in=keys).update(
        name="", phone="", email="", guardian="", digest="", erased_at=at
    )
    SignUpEvent.objects.bulk_create(
        [SignUpEvent(sign_up_id=one, kind=SignUpEvent.Kind.ERASED, at=at) for one in keys]
    )
    return len(keys)


@transaction.atomic
def erase_room_uses(*, at: datetime) -> int:
    """The same for whoever asked for a room; what it was used for stays. Returns how many were erased."""
    return RoomUse.objects.expired(at).update(name="", phone="", email="", erased_at=at)


@transaction.atomic
def erase_proposals(*, at: datetime) -> int:
    """The same for whoever proposed something. What was published stays; what was kept back goes with its words,
    and with the reason that speaks of them. Returns how many were erased."""
    rows = Proposal.objects.select_for_update().expired(at).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    kept_back = Proposal.objects.filter(pk__in=keys, state=Proposal.State.KEPT_BACK)
    kept_back.update(title="–", words="", answer="")
    Proposal.objects.filter(pk__in=keys).update(name="", phone="", digest="", erased_at=at)
    ProposalEvent.objects.bulk_create(
        [ProposalEvent(proposal_id=one, kind=ProposalEvent.Kind.ERASED, at=at) for one in keys]
    )
    return len(keys)


@transaction.atomic
def erase_volunteers(*, at: datetime) -> int:
    """The same for volunteers who left long ago: name, phone and skills go, what they gave stays in the figures.
    Returns how many were erased."""
    expired = Volunteer.objects.expired(at).values("pk")
    return Volunteer.objects.filter(pk__in=expired).update(
        name="", phone="", skills="", named_in_public=False, erased_at=at
    )


@transaction.atomic
def erase_expired(*, at: datetime) -> tuple[int, int]:
    """Blank names, phones, e-mails and words of visits and tickets past their time of keeping; figures
    and histories (ids and codes) stay. Returns how many visits and tickets were erased."""
    visits = list(Visit.objects.select_for_update().expired(at).values_list("pk", flat=True))
    tickets = list(Ticket.objects.select_for_update().expired(at).values_list("pk", flat=True))
    Visit.objects.filter(pk__in=visits).update(
        name="", phone="", email="", excused_by="", booking_digest="", erased_at=at
    )
    Ticket.objects.filter(pk__in=tickets).update(name="", phone="", erased_at=at)
    TicketNote.objects.filter(ticket__in=tickets).update(text="", said_by="")
    Opinion.objects.filter(ticket__in=tickets).update(text="")
    VisitEvent.objects.bulk_create(
        [VisitEvent(visit_id=one, kind=VisitEvent.Kind.ERASED, at=at) for one in visits]
    )
    TicketEvent.objects.bulk_create(
        [TicketEvent(ticket_id=one, kind=TicketEvent.Kind.ERASED, at=at) for one in tickets]
    )
    return len(visits), len(tickets)
