"""Tasks of a ticket: set on its sheet; done in one press there, or from the list of one's own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.ticket_tasks import add_task, finish_task, reopen_task
from requests_desk.actions.tickets import must_answer_for
from requests_desk.models import Ticket, TicketTask
from requests_desk.views.posted import button_on
from requests_desk.views.ticket_page import load, sheet_of, show
from requests_desk.views.ticket_papers import task_form
from stations.models import Worker

Change = Callable[..., TicketTask]


def sheet_with(request: HttpRequest, reference: str, pk: int) -> Ticket:
    """The ticket whose sheet holds the task's button; 404 out of scope, or where there is no such task."""
    worker: Any = request.user
    return task_in_scope(worker, reference, pk).ticket


def task_in_scope(worker: Worker, reference: str, pk: int) -> TicketTask:
    """The task with its ticket, in the worker's scope; 404 for all others."""
    ticket = load(worker, reference)
    row = get_object_or_404(ticket.tasks, pk=pk)
    row.ticket = ticket
    return row


@worker_required
@button_on(sheet_of)
def ticket_task_add(request: HttpRequest, reference: str) -> HttpResponse:
    """A task for a colleague of the desk, by whoever answers for the ticket."""
    worker: Any = request.user
    row = load(worker, reference)
    must_answer_for(row, worker)
    now = timezone.now()
    form, status = task_form(row, now, request.POST), 200
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_task(
                ticket=row,
                worker=worker,
                at=now,
                text=said["text"],
                to=said["assignee"],
                due_on=said["due_on"],
            )
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}")
            status = error.status
        else:
            messages.success(request, _("The task is set."))
            return redirect(f"{row.get_absolute_url()}#tasks")
    return show(request, row, task_form=form, status=status)


@worker_required
@button_on(sheet_with)
def ticket_task_done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """It is done: pressed on the sheet, or in the list of one's own tasks."""
    return changed(request, reference, pk, finish_task, _("The task is done."))


@worker_required
@button_on(sheet_with)
def ticket_task_again(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """It was not done after all."""
    return changed(request, reference, pk, reopen_task, _("The task is open again."))


def changed(request: HttpRequest, reference: str, pk: int, change: Change, said: str) -> HttpResponse:
    """Change one task and go back to where its button was."""
    worker: Any = request.user
    task = task_in_scope(worker, reference, pk)
    change(task=task, worker=worker, at=timezone.now())
    messages.success(request, said)
    if request.POST.get("from") == "list":
        return redirect("desk:ticket_list")
    return redirect(f"{task.ticket.get_absolute_url()}#tasks")
