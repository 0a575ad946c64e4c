"""Follow-up calls: a list to ring through, the longest due first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from portal.common.paging import page_of
from requests_desk.actions import follow_ups
from requests_desk.actions.reveals import reveal
from requests_desk.forms.tickets import ReopenForm
from requests_desk.models import MOST_TRIES, FollowUp, Reveal
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import button_on
from stations.models import Worker

Act = Callable[[FollowUp, Worker, datetime], Any]

WITH = ("ticket__matter", "ticket__station", "ticket__committee", "ticket__responsible")


def to_ring(worker: Worker) -> QuerySet[FollowUp]:
    """What is due at one's own desks."""
    rows = FollowUp.objects.in_scope_of(worker).due(timezone.now())
    return rows.filter(ticket__committee__in=worker.scope.desk_committees).select_related(*WITH)


@worker_required
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Whom to ring today."""
    return listed(request)


def listed(
    request: HttpRequest,
    *,
    shown: FollowUp | None = None,
    failed: tuple[FollowUp, ReopenForm] | None = None,
) -> HttpResponse:
    """The list; ``shown``: whose phone stands there in full, on this one answer; ``failed``: what was typed wrong."""
    worker, station, _stations = sit_down(request)
    page = {
        "section": "tickets", "place": station, "page": page_of(request, to_ring(worker)), "shown": shown,
        "failed": failed[0] if failed else None, "form": failed[1] if failed else None,
        "empty_form": ReopenForm(auto_id=False),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/follow_ups/list.html", page)


def row_of(worker: Worker, pk: int) -> FollowUp:
    """A call in scope; 404 for others, 403 where the desk is not one's own."""
    row: FollowUp = get_object_or_404(FollowUp.objects.in_scope_of(worker).select_related(*WITH), pk=pk)
    if row.ticket.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def list_of(request: HttpRequest, pk: int) -> str:
    """The list, for whoever may see that line of it."""
    worker: Any = request.user
    row_of(worker, pk)
    return "desk:follow_up_list"


@worker_required
@button_on(list_of)
def follow_up_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to dial, once, and a line in the log that it was looked at."""
    worker: Any = request.user
    row = row_of(worker, pk)
    reveal(row=row.ticket, worker=worker, reason=Reveal.Reason.CALL_BACK, at=timezone.now())
    return listed(request, shown=row)


@worker_required
@button_on(list_of)
def follow_up_solved(request: HttpRequest, pk: int) -> HttpResponse:
    """They say that it is solved."""
    return rung(
        request, pk, lambda row, worker, at: follow_ups.solved(follow_up=row, worker=worker, at=at),
        _("%(ticket)s: solved, and closed."),
    )  # fmt: skip


@worker_required
@button_on(list_of)
def follow_up_unsolved(request: HttpRequest, pk: int) -> HttpResponse:
    """They say what is not solved, in words that are kept."""
    worker: Any = request.user
    row, form = row_of(worker, pk), ReopenForm(request.POST)
    if not form.is_valid():
        return listed(request, failed=(row, form))
    text = form.cleaned_data["text"]
    return rung(
        request, pk, lambda row, worker, at: follow_ups.unsolved(follow_up=row, worker=worker, at=at, text=text),
        _("%(ticket)s: open again."),
    )  # fmt: skip


@worker_required
@button_on(list_of)
def follow_up_unreached(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody took the call; after the third try it is left at that."""
    worker: Any = request.user
    said = _("%(ticket)s: not reached, to be tried again on the next working day.")
    if row_of(worker, pk).tries + 1 == MOST_TRIES:
        said = _("%(ticket)s: not reached three times, it is left at that.")
    return rung(
        request, pk, lambda row, worker, at: follow_ups.unreached(follow_up=row, worker=worker, at=at), said
    )  # fmt: skip


def rung(request: HttpRequest, pk: int, act: Act, said: str) -> HttpResponse:
    """Write down what came of a call, and back to the list."""
    worker: Any = request.user
    row = row_of(worker, pk)
    try:
        act(row, worker, timezone.now())
    except follow_ups.AlreadyRung as error:
        messages.warning(request, f"{error.sentence} {error.next_step}")
    else:
        messages.success(request, said % {"ticket": row.ticket.reference})
    return redirect("desk:follow_up_list")
