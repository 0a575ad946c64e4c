"""Tasks of a ticket: set for a colleague of its desk, done, and open again. Who answers for the ticket stays so."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.tickets import (
    Kind,
    NothingSaid,
    locked,
    must_answer_for,
    must_not_have_ended,
    stands_in_for,
    write,
)
from requests_desk.models import Ticket, TicketTask
from stations.models import Worker

MOST_TASKS = 20  # a ticket


class NotOfThisDesk(PortalError):
    """A task goes to somebody who serves at the ticket's own desk that day."""

    sentence = _("This colleague does not serve at this desk, or not any more.")
    next_step = _("Please choose again.")
    status = 400


class DayIsOver(PortalError):
    """Nothing can be done by yesterday."""

    sentence = _("This day is over.")
    next_step = _("Choose today or a later day.")
    status = 400


class TooManyTasks(PortalError):
    """The ticket holds as many tasks as it may."""

    sentence = _("A ticket holds twenty tasks at most.")
    next_step = _("Write a note instead.")


@transaction.atomic
def add_task(
    *, ticket: Ticket, worker: Worker, at: datetime, text: str, to: Worker, due_on: date
) -> TicketTask:
    """Set ``to``, who serves at the ticket's desk, something to do by a day.

    Raises NotAllowed unless ``worker`` answers for the ticket; HasEnded, NothingSaid, DayIsOver, NotOfThisDesk,
    TooManyTasks.
    """
    fresh = locked(ticket)
    must_answer_for(fresh, worker)
    must_not_have_ended(fresh)
    today = timezone.localtime(at).date()
    if not text.strip():
        raise NothingSaid
    if due_on < today:
        raise DayIsOver
    if not Worker.objects.serving(fresh.committee, today).filter(pk=to.pk).exists():
        raise NotOfThisDesk
    if fresh.tasks.count() >= MOST_TASKS:
        raise TooManyTasks
    task = TicketTask.objects.create(ticket=fresh, text=text, assignee=to, due_on=due_on, by=worker, at=at)
    write(fresh, Kind.TASK_SET, at=at, actor=worker, task=task.pk, to=to.pk)
    return task


@transaction.atomic
def finish_task(*, task: TicketTask, worker: Worker, at: datetime) -> TicketTask:
    """It is done, even where the ticket has ended meanwhile. Twice is once. Raises NotAllowed."""
    ticket, row = _both(task, worker)
    if row.done_at is None:
        row.done_at, row.done_by = at, worker
        row.save(update_fields=["done_at", "done_by"])
        write(ticket, Kind.TASK_DONE, at=at, actor=worker, task=row.pk, to=row.assignee_id)
    return row


@transaction.atomic
def reopen_task(*, task: TicketTask, worker: Worker, at: datetime) -> TicketTask:
    """It was not done after all. Twice is once. Raises NotAllowed, HasEnded (the ticket has ended)."""
    ticket, row = _both(task, worker)
    if row.done_at is not None:
        must_not_have_ended(ticket)
        was = [row.done_at.isoformat(), row.done_by_id]  # for the undo
        row.done_at = row.done_by = None
        row.save(update_fields=["done_at", "done_by"])
        write(ticket, Kind.TASK_REOPENED, at=at, actor=worker, task=row.pk, to=row.assignee_id, was=was)
    return row


def _both(task: TicketTask, worker: Worker) -> tuple[Ticket, TicketTask]:
    """The ticket and its task, both locked, if the task is the worker's to change: they are to do it (or stand in
    for who is), or they answer for the ticket. Raises NotAllowed."""
    ticket = locked(task.ticket)
    row = TicketTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.assignee_id != worker.pk and not stands_in_for(worker, row.assignee_id):
        must_answer_for(ticket, worker)
    return ticket, row
