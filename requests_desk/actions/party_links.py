"""Parties' links: whoever has no account answers a hand-over behind a secret address. The giver stays responsible."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.codes import digest_of, new_token, token_from
from portal.common.errors import PortalError
from requests_desk.actions.hand_overs import AlreadyDecided, WhoSaidSo, refused, taken, why_not
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.actions.tickets import (
    Kind,
    NothingSaid,
    State,
    WrongState,
    locked,
    must_answer_for,
    note,
    write,
)
from requests_desk.models import PARTY_LINK_LASTS, HandOver, PartyLink, Ticket, TicketNote
from stations.models import Worker


class NoLink(PortalError):
    """Wrong, too old, withdrawn, or of a hand-over that is over: all look the same."""

    status = 404
    sentence = gettext_lazy("This link does not open anything any more.")
    next_step = gettext_lazy(
        "If you still have to answer something, ask whoever sent it to you for a new one."
    )


class LinkUsed(FormUsed):
    """The form was sent again after its link had been withdrawn or replaced."""

    sentence = gettext_lazy("This link was shown once, and opens nothing any more.")
    next_step = gettext_lazy("Make a new link for them.")


@transaction.atomic
def issue(*, hand_over: HandOver, worker: Worker, at: datetime, seed: str = "") -> tuple[PartyLink, str]:
    """A new link for whoever was offered the ticket, for fourteen days; one given before opens nothing any more.
    Returns the row and the link's secret, which nobody can read again. ``seed``: the form's key; sent twice it shows
    the same link, and makes nothing. Raises NotAllowed; WrongState where the addressee signs in here or the hand-over
    is over; LinkUsed."""
    fresh = locked(hand_over.ticket, State.HANDED_OVER)
    must_answer_for(fresh, worker)
    row = fresh.hand_overs.select_related("to_body").last()
    if row is None or row.pk != hand_over.pk or row.signs_in or row.outcome not in HandOver.GIVES_SCOPE:
        raise WrongState
    token = token_from("party", f"{row.pk}:{worker.pk}:{seed}") if seed else new_token()
    before = PartyLink.objects.filter(token_hash=digest_of(token)).first()
    if before is not None:
        if not PartyLink.objects.good(at).filter(pk=before.pk).exists():
            raise LinkUsed
        return before, token
    row.links.standing().update(ended_at=at, ended_by=worker)
    link = PartyLink.objects.create(
        hand_over=row,
        token_hash=digest_of(token),
        issued_by=worker,
        issued_at=at,
        expires_at=at + PARTY_LINK_LASTS,
    )
    write(fresh, Kind.LINK_MADE, at=at, actor=worker, hand_over=row.pk, party_link=link.pk)
    return link, token


@transaction.atomic
def end(*, hand_over: HandOver, worker: Worker, at: datetime) -> None:
    """The link opens nothing any more. Twice is once. Raises NotAllowed."""
    fresh = locked(hand_over.ticket)
    must_answer_for(fresh, worker)
    for link in hand_over.links.standing():
        hand_over.links.filter(pk=link.pk).update(ended_at=at, ended_by=worker)
        write(fresh, Kind.LINK_ENDED, at=at, actor=worker, hand_over=hand_over.pk, party_link=link.pk)


def find(token: str, *, at: datetime) -> PartyLink:
    """The link of that secret with all that its page shows. Raises NoLink. One statement."""
    rows = PartyLink.objects.good(at).select_related(
        "hand_over__ticket__matter", "hand_over__ticket__estate", "hand_over__ticket__station",
        "hand_over__ticket__committee", "hand_over__to_body",
    )  # fmt: skip
    link = rows.filter(token_hash=digest_of(token)).first()
    if link is None:
        raise NoLink
    return link


def said_already(token: str, key: str) -> bool:
    """Whether the form with that key was taken at this link before, be it good still or not."""
    link = PartyLink.objects.filter(token_hash=digest_of(token)).select_related("hand_over__ticket").first()
    return link is not None and _taken_down(link, key)


def accept(*, link: PartyLink, at: datetime, said_by: str, key: str) -> None:
    """The party takes it on: the step clock starts, and the giver stays responsible. Raises NoLink, AlreadyDecided,
    WhoSaidSo; sent twice is once."""

    def act(ticket: Ticket, row: HandOver) -> tuple[Kind, int]:
        taken(row, ticket, by=None, at=at)
        words = note(ticket, TicketNote.Kind.REASON, str(_("Accepted.")), at=at, author=None, said_by=said_by)
        return Kind.ACCEPTED, words.pk

    _speak(link, at, said_by, key, act, HandOver.Outcome.OFFERED)


def decline(
    *,
    link: PartyLink,
    at: datetime,
    said_by: str,
    reason: str,
    key: str,
    next_address: str = "",
    knows_nobody: bool = False,
) -> None:
    """The party refuses, with a reason and where to turn next, or saying that they know nobody: it is back with the
    giver. Raises NothingSaid, and as `accept`."""
    where = next_address.strip() or (str(_("They do not know who could help.")) if knows_nobody else "")
    if not reason.strip() or not where:
        raise NothingSaid(_("Write a reason and where to turn next."))

    def act(ticket: Ticket, row: HandOver) -> tuple[Kind, int]:
        refused(row, ticket, by=None, at=at)
        text = why_not(reason, where)
        words = note(ticket, TicketNote.Kind.REASON, text, at=at, author=None, said_by=said_by)
        return Kind.DECLINED, words.pk

    _speak(link, at, said_by, key, act, HandOver.Outcome.OFFERED)


def say(*, link: PartyLink, at: datetime, said_by: str, text: str, key: str, answered: bool = False) -> None:
    """How it stands, or with ``answered`` what the resident may be told: colleagues read it, and whoever answers for
    the ticket passes it on. Raises NothingSaid, NoLink, WhoSaidSo; AlreadyDecided before it was accepted."""
    if not text.strip():
        raise NothingSaid

    def act(ticket: Ticket, row: HandOver) -> tuple[Kind, int]:
        words = note(ticket, TicketNote.Kind.PARTY, text, at=at, author=None, said_by=said_by)
        return Kind.PARTY_ANSWER if answered else Kind.PARTY_WORD, words.pk

    _speak(link, at, said_by, key, act, HandOver.Outcome.ACCEPTED)


@transaction.atomic
def _speak(
    link: PartyLink,
    at: datetime,
    said_by: str,
    key: str,
    act: Callable[[Ticket, HandOver], tuple[Kind, int]],
    outcome: str,
) -> None:
    """Do one thing at the link, with its line in the ticket's history: nobody's account, the link's key."""
    if not said_by.strip():
        raise WhoSaidSo
    ticket = locked(link.hand_over.ticket)
    if _taken_down(link, key):
        return
    if not PartyLink.objects.good(at).filter(pk=link.pk).exists():
        raise NoLink
    row = HandOver.objects.select_for_update(of=("self",)).get(pk=link.hand_over_id)
    if row.outcome != outcome:
        raise AlreadyDecided
    kind, words = act(ticket, row)
    write(ticket, kind, at=at, actor=None, **_said(link, key), hand_over=row.pk, note=words)


def _said(link: PartyLink, key: str) -> dict[str, Any]:
    """How the event of a form sent at the link is known again. What somebody made up as a key is not kept."""
    return {"party_link": link.pk, "key": digest_of(key)[:32]}


def _taken_down(link: PartyLink, key: str) -> bool:
    """Whether the history says already what the form with that key says."""
    said = _said(link, key)
    rows = link.hand_over.ticket.events.filter(actor=None)
    return rows.filter(data__party_link=said["party_link"], data__key=said["key"]).exists()
