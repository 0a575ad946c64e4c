"""Tickets: the sheet, and the steps of whoever answers for one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from requests_desk.actions import tickets
from requests_desk.actions.reveals import may_see_contact, reveal
from requests_desk.actions.undo import undo as undo_step
from requests_desk.forms.tickets import (
    AnswerForm,
    CloseForm,
    NoteForm,
    ReopenForm,
    RevealForm,
    SpotForm,
    StepForm,
)
from requests_desk.views.answer_templates import inserted
from requests_desk.views.posted import button_on, number_in
from requests_desk.views.ticket_page import load, sheet_of, show, step


@worker_required
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet of one ticket."""
    worker: Any = request.user
    return show(request, load(worker, reference))


@worker_required
@button_on(sheet_of)
def ticket_reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Name and phone in full, on this one page, for a reason that is written down."""
    worker: Any = request.user
    row = load(worker, reference)
    if not may_see_contact(row, worker):
        raise NotAllowed
    form = RevealForm(request.POST)
    if not form.is_valid():
        return show(request, row, reveal_form=form)
    reveal(row=row, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, row, contact=True)


@worker_required
@button_on(sheet_of)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Words for colleagues."""
    form = NoteForm(request.POST, auto_id="note_%s")
    return step(
        request, reference, "note", form,
        lambda row, worker, at: tickets.add_note(ticket=row, worker=worker, at=at, text=form.cleaned_data["text"]),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def answer_now(request: HttpRequest, reference: str) -> HttpResponse:
    """Answered while the person stands there."""
    if "insert" in request.POST:
        return inserted(request, reference, "answer_now", SpotForm)
    form = SpotForm(request.POST, auto_id="answer_now_%s")
    return step(
        request, reference, "answer_now", form,
        lambda row, worker, at: tickets.answer_on_the_spot(
            ticket=row, worker=worker, at=at, text=form.cleaned_data["text"]
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Not to be answered on the spot: taken in hand."""
    form = SpotForm(request.POST, auto_id="start_%s")
    return step(
        request, reference, "start", form,
        lambda row, worker, at: tickets.start(ticket=row, worker=worker, at=at, text=form.cleaned_data["text"]),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer, in the worker's words or somebody else's."""
    if "insert" in request.POST:
        return inserted(request, reference, "answer", AnswerForm)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    return step(
        request, reference, "answer", form,
        lambda row, worker, at: tickets.answer(ticket=row, worker=worker, at=at, **form.cleaned_data),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """The resident says that it is solved."""
    form = CloseForm(request.POST, auto_id="close_%s")
    return step(
        request, reference, "close", form,
        lambda row, worker, at: tickets.close(ticket=row, worker=worker, at=at, text=form.cleaned_data["text"]),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """The resident says that it is not solved."""
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    return step(
        request, reference, "reopen", form,
        lambda row, worker, at: tickets.reopen(ticket=row, worker=worker, at=at, text=form.cleaned_data["text"]),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Their own last step was a slip."""
    return step(
        request, reference, "undo", StepForm(request.POST),
        lambda row, worker, at: undo_step(ticket=row, worker=worker, at=at, event=number_in(request, "event")),
    )  # fmt: skip
