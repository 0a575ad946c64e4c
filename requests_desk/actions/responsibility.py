"""Responsibility: somebody always answers for a ticket, whoever comes and goes."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.models import HandOver, Ticket, TicketEvent
from stations.models import Committee, Post, Worker


class NobodyResponsible(PortalError):
    """Neither the committee nor any office above it has anybody in post."""

    sentence = _("Nobody holds a post at this committee or above it.")
    next_step = _("An administrator must fill the head's post first.")


def head_of(committee: Committee, on: date) -> Worker:
    """Who answers for the committee on that day: its head; if that post is vacant the subdistrict's
    official, then the district's, then the city's. Raises NobodyResponsible."""
    posts = Post.objects.current(on).filter(worker__is_active=True).select_related("worker")
    head = posts.filter(committee=committee, role=Post.Role.HEAD).order_by("since", "pk").first()
    return head.worker if head is not None else official_of(committee, on)


def official_of(committee: Committee, on: date) -> Worker:
    """Who looks after the committee from above on that day: the subdistrict's official; if that post is vacant the
    district's, then the city's. Raises NobodyResponsible."""
    offices = [committee.code[:length] for length in (9, 6, 4)]
    posts = Post.objects.current(on).filter(worker__is_active=True).select_related("worker", "division")
    above = {
        p.division.code: p.worker
        for p in posts.filter(division__code__in=offices).order_by("-pk")
        if p.division
    }
    for code in offices:
        if code in above:
            return above[code]
    raise NobodyResponsible


@transaction.atomic
def pass_on_responsibility(*, at: datetime) -> int:
    """Give every open ticket whose responsible person cannot answer for it any more to the committee's
    head: they hold no post at its committee or above it, nor accepted it from there at another desk.

    Run whenever a post ends and once a night. A ticket for which nobody is in post stays where it is
    until somebody is: one empty office must not hold up all others. Returns how many changed hands.
    """
    today = timezone.localtime(at).date()
    posts = Post.objects.current(today).filter(worker=OuterRef("responsible"), worker__is_active=True)
    above = [Substr(OuterRef("committee__code"), 1, length) for length in (9, 6, 4)]
    here = posts.filter(Q(committee=OuterRef("committee")) | Q(division__code__in=above))
    accepted = HandOver.objects.filter(ticket=OuterRef("pk"), outcome=HandOver.Outcome.ACCEPTED)
    theirs = Exists(accepted.filter(to_worker=OuterRef("responsible"))) & Exists(posts)
    orphans = (
        Ticket.objects.open().exclude(Exists(here)).exclude(theirs).exclude(responsible__is_superuser=True)
    )
    rows = list(orphans.select_for_update(of=("self",)).select_related("committee").order_by("pk"))
    return sum(_pass_on(ticket, today, at) for ticket in rows)


def _pass_on(ticket: Ticket, today: date, at: datetime) -> bool:
    try:
        head = head_of(ticket.committee, today)
    except NobodyResponsible:
        return False
    set_responsible(ticket, head, at=at, actor=None)
    return True


def set_responsible(ticket: Ticket, worker: Worker, *, at: datetime, actor: Worker | None) -> None:
    """Write who answers for ``ticket`` from now on, with its event. The caller holds the row's lock."""
    before = ticket.responsible_id
    if before == worker.pk:
        return
    ticket.responsible = worker
    ticket.save(update_fields=["responsible"])
    write_responsible(ticket, before, at=at, actor=actor)


def write_responsible(ticket: Ticket, before: int, *, at: datetime, actor: Worker | None) -> None:
    """Append the line that says from whom (``before``, a key) responsibility has come to whom it is with now."""
    TicketEvent.objects.create(
        ticket=ticket,
        kind=TicketEvent.Kind.RESPONSIBLE,
        at=at,
        actor=actor,
        data={"from": before, "to": ticket.responsible_id},
    )
