"""What belongs to a ticket beside its steps: its files, its tasks, and the templates for its answer."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal.common.errors import NotAllowed
from requests_desk.actions.reveals import may_see_contact
from requests_desk.actions.ticket_attachments import MOST
from requests_desk.actions.ticket_tasks import MOST_TASKS
from requests_desk.actions.tickets import must_answer_for
from requests_desk.forms.ticket_attachments import FileForm
from requests_desk.forms.ticket_tasks import TaskForm
from requests_desk.models import AnswerTemplate, Ticket, TicketTask
from requests_desk.rules.answer_templates import filled
from stations.models import Worker
from stations.models.named import in_language

MOST_TEMPLATES = 60
MOST_OWN = 30  # tasks above the list of tickets
ANSWERABLE = Ticket.RUNNING


def papers_of(ticket: Ticket, worker: Worker, now: datetime, **forms: Any) -> dict[str, Any]:
    """What the sheet shows of them to ``worker``; ``forms`` are those that failed, by their names there."""
    files = list(ticket.attachments.select_related("by"))
    concerned = may_see_contact(ticket, worker)
    return {
        "attachments": files if concerned else [],
        "attachments_kept_back": 0 if concerned else len(files),
        "may_attach": concerned and not ticket.erased_at and ticket.state not in ("closed", "left"),
        "attachments_full": len(files) >= MOST,
        "attach_form": FileForm(),
        "templates": templates_for(ticket) if ticket.state in ANSWERABLE and concerned else [],
        **(tasks_of(ticket, worker, now) if concerned else {}),
        **forms,
    }


def tasks_of(ticket: Ticket, worker: Worker, now: datetime) -> dict[str, Any]:
    """Its tasks, and what ``worker`` may do about them. Words about a matter are for those whom it concerns."""
    rows: list[Any] = list(ticket.tasks.select_related("assignee", "done_by"))
    answers, ended = answers_for(ticket, worker), bool(ticket.erased_at) or ticket.state in ("closed", "left")
    may_set = answers and not ended and len(rows) < MOST_TASKS
    for row in rows:
        row.theirs = answers or row.assignee_id == worker.pk
    return {
        "tasks": with_late(rows, timezone.localdate(now)),
        "open_tasks": sum(row.done_at is None for row in rows),
        "task_ended": ended,
        "may_set_task": may_set,
        "task_form": task_form(ticket, now) if may_set else None,
    }


def with_late(rows: list[Any], today: date) -> list[Any]:
    """The tasks, each knowing whether its day is over and it is not done."""
    for row in rows:
        row.late = row.done_at is None and row.due_on < today
    return rows


def own_tasks(worker: Worker, now: datetime) -> list[Any]:
    """What ``worker`` is still to do for tickets in scope, the earliest first. One statement."""
    rows = TicketTask.objects.of(worker).in_scope_of(worker).select_related("ticket__matter")
    return with_late(list(rows[:MOST_OWN]), timezone.localdate(now))


def task_form(ticket: Ticket, now: datetime, data: Any = None) -> TaskForm:
    """For whoever serves at its desk today, and nobody else."""
    today = timezone.localdate(now)
    return TaskForm(data, colleagues=Worker.objects.serving(ticket.committee, today), today=today)


def answers_for(ticket: Ticket, worker: Worker) -> bool:
    """Whether ``worker`` answers for it, or does so in somebody's stead."""
    try:
        must_answer_for(ticket, worker)
    except NotAllowed:
        return False
    return True


def templates_for(ticket: Ticket) -> list[Any]:
    """What can be inserted into its answer, with the blanks filled in as ``words``."""
    rows: list[Any] = list(AnswerTemplate.objects.for_ticket(ticket)[:MOST_TEMPLATES])
    for row in rows:
        row.words = words_of(row, ticket)
    return rows


def words_of(row: AnswerTemplate, ticket: Ticket) -> str:
    """The template in the reader's language, as far as it was written, filled in for the ticket."""
    return filled(
        in_language(row.text, row.text_en),
        reference=ticket.reference,
        station=ticket.station.label,
        phone=ticket.station.phone or ticket.committee.phone,
    )
