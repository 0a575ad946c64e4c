"""Tickets: the list and its search, the sheet, and the steps of whoever answers for one."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.access import worker_required
from portal.common.codes import clean_reference
from portal.common.errors import NotAllowed
from portal.common.phones import clean_phone
from requests_desk.actions import tickets
from requests_desk.actions.reveals import may_see_contact, reveal
from requests_desk.actions.undo import undo as undo_step
from requests_desk.forms.tickets import (
    AnswerForm,
    CloseForm,
    NoteForm,
    ReopenForm,
    RevealForm,
    SearchForm,
    SpotForm,
    StepForm,
)
from requests_desk.models import Ticket
from requests_desk.views.posted import button_on
from requests_desk.views.ticket_page import load, sheet_of, show, step
from stations.models import Worker

PAGE_SIZE = 30
MOST_FOUND = 50
SHOWS = {
    "mine": _("Mine"),
    "offers": _("Waiting for my acceptance"),
    "late": _("Late"),
    "told": _("Late and told"),
    "open": pgettext_lazy("tickets", "Open"),
    "all": _("All"),
}


@worker_required
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets by what they need, newest first; a POST searches, so that no phone or name stands in an
    address or a log."""
    worker: Any = request.user
    now = timezone.now()
    form = SearchForm(request.POST if request.method == "POST" else None)
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWS else ("mine" if worker.scope.desk_committees else "late")
    searched = request.method == "POST" and form.is_valid()
    more = None
    if searched:
        rows = list(found(worker, form.cleaned_data["q"])[:MOST_FOUND])
    else:
        rows, more = page_after(shown(worker, asked, now), request.GET.get("after", ""), worker)
    for row in rows:
        row.late = row.is_overdue(now)  # type: ignore[attr-defined]
    page = {
        "section": "tickets", "form": form, "rows": rows, "more": more, "show": asked, "shows": SHOWS,
        "searched": searched, "capped": searched and len(rows) == MOST_FOUND,
        "with_contact": worker.scope.desk_committees,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/tickets/list.html", page)


def shown(worker: Worker, show: str, now: Any) -> QuerySet[Ticket]:
    """The rows of one filter. Offers may come from anywhere; all others walk through one's own places."""
    rows = Ticket.objects.in_scope_of(worker).select_related("matter", "responsible", "estate", "committee")
    if show == "offers":
        return rows.offered_to(worker)
    if show == "mine":
        return rows.mine(worker)
    rows = rows.at_places_of(worker)
    if show == "told":
        return rows.told_late(worker, now)
    if show == "late":
        return rows.overdue(now)
    return rows.open() if show == "open" else rows


def page_after(rows: QuerySet[Ticket], after: str, worker: Worker) -> tuple[list[Any], str | None]:
    """A page of ``rows`` from behind the ticket ``after`` on, and behind which the next page begins.

    By the rows' own keys, not by counting: the thousandth page costs what the first does.
    """
    try:
        last = Ticket.objects.in_scope_of(worker).filter(reference=clean_reference(after)).first()
    except ValueError:
        last = None
    if last is not None:
        behind = Q(arrived_at__lt=last.arrived_at) | Q(arrived_at=last.arrived_at, pk__lt=last.pk)
        # The first condition alone is what an index can begin at.
        rows = rows.filter(arrived_at__lte=last.arrived_at).filter(behind)
    page = list(rows.order_by("-arrived_at", "-pk")[: PAGE_SIZE + 1])
    return page[:PAGE_SIZE], page[PAGE_SIZE - 1].reference if len(page) > PAGE_SIZE else None


def found(worker: Worker, q: str) -> QuerySet[Ticket]:
    """What was meant: a reference; today's number, a phone or its end, a name at one's own desk."""
    rows = Ticket.objects.in_scope_of(worker).select_related("matter", "responsible", "estate", "committee")
    try:
        by_reference = rows.filter(reference=clean_reference(q))
    except ValueError:
        by_reference = rows.none()
    own = rows.filter(committee__in=worker.scope.desk_committees)
    plain = "".join(q.split())
    if plain.isdecimal() and len(plain) <= 3:
        return own.filter(day=timezone.localdate(), number=int(plain))
    if plain.isdecimal() and len(plain) == 4:
        return own.filter(phone__endswith=f"{int(plain):04}")
    try:
        return by_reference | own.filter(phone=clean_phone(q))
    except ValueError:
        return by_reference | own.filter(name__contains=q)


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
        lambda row, worker, at: undo_step(ticket=row, worker=worker, at=at),
    )  # fmt: skip
