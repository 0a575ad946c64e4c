"""Attachments: kept with their row, removed with it, and swept where one of both was lost."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from portal.common.papers import ENDING, Paper
from portal.common.sweeping import sweep
from requests_desk.actions.tickets import Kind, locked, must_be_concerned, must_not_have_ended, write
from requests_desk.models import Ticket, TicketAttachment
from stations.models import Worker

FOLDER = "attachments"
MOST = 5  # a ticket


class FolderFull(PortalError):
    """The ticket holds as many files as it may."""

    sentence = _("A ticket holds five files at most.")
    next_step = _("Bring the others along, or put several pages into one PDF.")


def file_of(name: str, kind: str) -> str:
    """Where an attachment lies in the storage."""
    return f"{FOLDER}/{name}{ENDING[kind]}"


@transaction.atomic
def attach(
    *,
    ticket: Ticket,
    paper: Paper,
    title: str,
    at: datetime,
    worker: Worker | None = None,
    for_resident: bool = False,
) -> TicketAttachment:
    """Keep ``paper`` with the ticket, by the desk or whoever answers for it, or (without a worker) by the resident,
    who may always have back what they sent. Raises FolderFull, HasEnded, NotAllowed."""
    fresh = locked(ticket)  # two who add the fifth at once wait for each other here
    if worker is not None:
        must_be_concerned(fresh, worker)
    must_not_have_ended(fresh)
    if fresh.attachments.count() >= MOST:
        raise FolderFull
    row = TicketAttachment.objects.create(
        ticket=fresh, name=secrets.token_hex(16), kind=paper.kind, title=title, size=len(paper.content),
        for_resident=for_resident or worker is None, by=worker, at=at,
    )  # fmt: skip
    write(fresh, Kind.ATTACHED, at=at, actor=worker, attachment=row.pk, by="desk" if worker else "resident")
    # Last: where a row is refused no file is left, and one whose row is lost is swept away.
    default_storage.save(file_of(row.name, row.kind), ContentFile(paper.content))
    return row


def must_see_attachments(ticket: Ticket, worker: Worker) -> None:
    """Whoever may look at the person's contact: the committee's own desk, and who answers for the ticket.

    Officials above them see how many there are, and none of them: an identity card or a face in a photograph says
    more about a person than the phone number that is kept from them. It does not matter who brought it.
    """
    if ticket.responsible_id != worker.pk and ticket.committee_id not in worker.scope.desk_committees:
        raise NotAllowed


def forget_files(rows: Iterable[TicketAttachment]) -> None:
    """Delete the files of ``rows``, which are about to be deleted, once that is certain. One that is missing
    is no error."""
    files = [file_of(row.name, row.kind) for row in rows]
    transaction.on_commit(lambda: _delete(files))


def sweep_attachments(*, at: datetime) -> int:
    """Delete files that no attachment names any more. Returns how many."""
    known = set(TicketAttachment.objects.values_list("name", flat=True))
    return sweep(FOLDER, known, name_of=lambda file: file.partition(".")[0], at=at)


def _delete(files: Iterable[str]) -> None:
    for file in files:
        default_storage.delete(file)
