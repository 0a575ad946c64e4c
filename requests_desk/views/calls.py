"""The call list: who must be told by phone, since they left no address to write to."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from portal.common.paging import page_of
from requests_desk.actions.messages import mark_called
from requests_desk.actions.reveals import reveal
from requests_desk.models import Message, Reveal
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import button_on
from stations.models import Worker

WITH = ("visit__service", "visit__station", "sign_up__group__activity__station", "session__room")


def to_call(worker: Worker) -> QuerySet[Message]:
    """The lines of one's own desks that nobody has called yet."""
    rows = Message.objects.in_scope_of(worker).to_call()
    own = worker.scope.desk_committees
    rows = rows.filter(
        Q(visit__station__committee__in=own) | Q(sign_up__group__activity__station__committee__in=own)
    )
    return rows.select_related(*WITH)


@worker_required
def call_list(request: HttpRequest) -> HttpResponse:
    """Whom to ring, about the earliest visit or session first."""
    return listed(request)


def listed(request: HttpRequest, shown: Message | None = None) -> HttpResponse:
    """The list; ``shown`` is the line whose phone stands there in full, on this one answer."""
    worker, station, _stations = sit_down(request)
    page = {
        "section": "calls", "place": station, "page": page_of(request, to_call(worker)), "shown": shown,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/calls/list.html", page)


def line_of(worker: Worker, pk: int) -> Message:
    """A line of the call list in scope; 404 for others, 403 where the desk is not one's own."""
    rows = Message.objects.in_scope_of(worker).filter(channel=Message.Channel.CALL)
    row: Message = get_object_or_404(rows.select_related(*WITH), pk=pk)
    if row.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def list_of(request: HttpRequest, pk: int) -> str:
    """The list, for whoever may see that line of it."""
    worker: Any = request.user
    line_of(worker, pk)
    return "desk:call_list"


@worker_required
@button_on(list_of)
def call_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to dial, once, and a line in the log that it was looked at."""
    worker: Any = request.user
    row = line_of(worker, pk)
    reveal(row=row.about, worker=worker, reason=Reveal.Reason.CALL_BACK, at=timezone.now())
    return listed(request, shown=row)


@worker_required
@button_on(list_of)
def call_done(request: HttpRequest, pk: int) -> HttpResponse:
    """They have been told."""
    worker: Any = request.user
    row = line_of(worker, pk)
    if mark_called(message=row, worker=worker, at=timezone.now()):
        messages.success(request, _("%(visit)s: told by phone.") % {"visit": row.about})
    else:
        messages.warning(request, _("%(visit)s: somebody else has rung already.") % {"visit": row.about})
    return redirect("desk:call_list")
