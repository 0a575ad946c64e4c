"""Undo of what lies beside a ticket: tasks, files and links go or stand again as before one's own last step."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from requests_desk.actions.ticket_attachments import forget_files
from requests_desk.actions.tickets import (
    Kind,
    must_answer_for,
    must_be_concerned,
    stands_in_for,
    write,
)
from requests_desk.models import Ticket, TicketEvent, TicketLink
from stations.models import Worker

OF_A_TASK = (Kind.TASK_DONE, Kind.TASK_REOPENED)


def must_be_their_paper(step: TicketEvent, ticket: Ticket, worker: Worker) -> None:
    """Raise NotAllowed unless the step with a task, file or link would still be the worker's to make."""
    if step.kind in OF_A_TASK:
        assignee = step.data["to"]
        if assignee == worker.pk or stands_in_for(worker, assignee):
            return
    if step.kind in (*OF_A_TASK, Kind.TASK_SET):
        must_answer_for(ticket, worker)
    else:
        must_be_concerned(ticket, worker)


def take_paper_back(step: TicketEvent, ticket: Ticket, worker: Worker, at: datetime) -> None:
    """Make tasks, files and links of ``ticket`` what they were before ``step``; nothing for any other step."""
    if step.kind == Kind.ATTACHED:
        rows = ticket.attachments.filter(pk=step.data["attachment"])
        forget_files(rows)
        rows.delete()
    elif step.kind == Kind.TASK_SET:
        ticket.tasks.filter(pk=step.data["task"]).delete()
    elif step.kind in OF_A_TASK:
        _task_back(ticket.tasks.filter(pk=step.data["task"]), step)
    elif step.kind in (Kind.LINKED, Kind.UNLINKED):
        _link_back(step, ticket, worker, at)


def _task_back(rows: Any, step: TicketEvent) -> None:
    done_at, done_by = step.data.get("was") or (None, None)
    rows.update(done_at=done_at and datetime.fromisoformat(done_at), done_by=done_by)


def _link_back(step: TicketEvent, ticket: Ticket, worker: Worker, at: datetime) -> None:
    """The other ticket's diary says so too."""
    pair = sorted([ticket.pk, step.data["other"]])
    other = Ticket.objects.get(pk=step.data["other"])
    if step.kind == Kind.LINKED:
        TicketLink.objects.filter(Q(one=pair[0], other=pair[1])).delete()
        write(other, Kind.UNLINKED, at=at, actor=worker, other=ticket.pk)
    else:
        TicketLink.objects.get_or_create(one_id=pair[0], other_id=pair[1], defaults={"by": worker, "at": at})
        write(other, Kind.LINKED, at=at, actor=worker, other=ticket.pk)
