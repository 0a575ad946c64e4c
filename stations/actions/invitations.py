"""Invitations: a link that makes one account for one post, once, within seven days."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.codes import digest_of, new_token
from portal.common.errors import NotAllowed, PortalError
from stations.actions.account_events import note_event
from stations.actions.care import may_put
from stations.models import AccountEvent, Committee, Division, Invitation, Post, Worker
from stations.models.invitation import LASTS

Kind = AccountEvent.Kind


class NoInvitation(PortalError):
    """The link is wrong, was used, withdrawn or renewed, is too old, or its giver may not give the post any
    more: all look the same."""

    status = 404
    sentence = _("This invitation does not open anything.")
    next_step = _("Ask whoever sent it to you for a new one.")


class AlreadyInvited(PortalError):
    """Sent twice, perhaps by the back button."""

    sentence = _("There is an open invitation of this name to this post already.")
    next_step = _("Renew it on the list if the link is lost.")


class NameTaken(PortalError):
    """Somebody signs in with this name."""

    sentence = _("This sign-in name cannot be had.")
    next_step = _("Choose another one.")


@transaction.atomic
def invite(
    *,
    giver: Worker,
    at: datetime,
    name: str,
    role: str,
    place: Committee | Division,
    since: date,
    until: date | None = None,
) -> tuple[Invitation, str]:
    """Keep a post for ``name``. Returns the row and the link's secret, which nobody can read again.
    Raises NotAllowed, AlreadyInvited."""
    if not may_put(giver, role, place):
        raise NotAllowed
    Worker.objects.select_for_update().get(pk=giver.pk)
    committee = place if isinstance(place, Committee) else None
    division = place if isinstance(place, Division) else None
    where = {"name": name, "role": role, "committee": committee, "division": division}
    if Invitation.objects.good(at).filter(**where).exists():
        raise AlreadyInvited
    token = new_token()
    row = Invitation.objects.create(
        **where, since=since, until=until, token_hash=digest_of(token), made_by=giver, made_at=at,
        expires_at=at + LASTS,
    )  # fmt: skip
    note_event(Kind.INVITED, worker=None, actor=giver, at=at, invitation=row.pk)
    return row, token


@transaction.atomic
def renew(*, invitation: Invitation, giver: Worker, at: datetime) -> str:
    """Another link in place of the old one, for seven days from now. Returns its secret. Whoever renews it answers
    for it from now on. Raises NotAllowed, NoInvitation."""
    row = _open(invitation, giver)
    token = new_token()
    row.token_hash, row.expires_at, row.made_by = digest_of(token), at + LASTS, giver
    row.save(update_fields=["token_hash", "expires_at", "made_by"])
    note_event(Kind.RENEWED, worker=None, actor=giver, at=at, invitation=row.pk)
    return token


@transaction.atomic
def withdraw(*, invitation: Invitation, giver: Worker, at: datetime) -> None:
    """The link opens nothing any more. Raises NotAllowed, NoInvitation."""
    row = _open(invitation, giver)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    note_event(Kind.WITHDRAWN, worker=None, actor=giver, at=at, invitation=row.pk)


def find(token: str, *, at: datetime) -> Invitation:
    """The invitation behind the link. Raises NoInvitation."""
    rows = Invitation.objects.good(at).select_related("committee", "division", "made_by")
    row = rows.filter(token_hash=digest_of(token)).first()
    today = timezone.localtime(at).date()
    if row is None or row.is_over(today):
        raise NoInvitation
    row.made_by.load_scope(on=today)
    if not may_put(row.made_by, row.role, row.place):
        raise NoInvitation
    return row


@transaction.atomic
def accept(*, token: str, username: str, password: str, at: datetime) -> Worker:
    """Make the account and its post. However often the button is pressed, one account. Raises NoInvitation,
    NameTaken."""
    row = find(token, at=at)
    if not Invitation.objects.select_for_update().unanswered().filter(pk=row.pk).exists():
        raise NoInvitation
    try:
        with transaction.atomic():
            if Worker.objects.filter(username__iexact=username).exists():
                raise NameTaken
            worker: Worker = Worker.objects.create_user(username, password, name=row.name)
    except IntegrityError as error:
        raise NameTaken from error
    Post.objects.create(
        worker=worker, role=row.role, committee=row.committee, division=row.division, since=row.since, until=row.until
    )  # fmt: skip
    row.used_at, row.worker = at, worker
    row.save(update_fields=["used_at", "worker"])
    note_event(Kind.JOINED, worker=worker, actor=worker, at=at, invitation=row.pk)
    return worker


def erase_invitations(*, at: datetime, kept: timedelta) -> int:
    """Empty the names of invitations that ended longer ago than they are ``kept``; returns how many."""
    return Invitation.objects.expired(at, kept).update(name="", erased_at=at)


def _open(invitation: Invitation, giver: Worker) -> Invitation:
    row = Invitation.objects.select_for_update().unanswered().filter(pk=invitation.pk).first()
    if row is None:
        raise NoInvitation
    if not may_put(giver, row.role, row.place):
        raise NotAllowed
    return row
