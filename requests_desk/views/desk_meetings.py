"""A meeting at the desk: its minutes, what was said, and their publication; a coordination from a ticket."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import meetings
from requests_desk.forms.base import PlainForm
from requests_desk.forms.meetings import MinutesForm, OpinionForm, WhenForm
from requests_desk.forms.visits import both
from requests_desk.models import Meeting, Ticket
from requests_desk.rules.meetings import begun
from requests_desk.views.posted import button_on
from requests_desk.views.voice_steps import choices, must_be_own, step
from stations.models import Worker

TITLES = {
    "move": _("Move the meeting"),
    "minutes": _("Write the minutes"),
    "opinion": _("Note an opinion"),
    "publish": _("Publish the minutes"),
}
DONE = {
    "move": _("The meeting is moved."),
    "minutes": _("The minutes are kept. They can be changed until they are published."),
    "opinion": _("The opinion is noted."),
    "publish": _("The minutes are published, and stand."),
}


def load(worker: Worker, pk: int) -> Meeting:
    """The meeting in scope; 404 for all others."""
    rows = Meeting.objects.in_scope_of(worker).select_related("committee", "project", "ticket__matter")
    return get_object_or_404(rows, pk=pk)


def sheet_of(request: HttpRequest, pk: int) -> str:
    worker: Any = request.user
    return reverse("desk:meeting", args=[load(worker, pk).pk])


@worker_required
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of one meeting."""
    worker: Any = request.user
    return show(request, load(worker, pk))


def names_of(row: Meeting, at: datetime) -> list[str]:
    """What is to be done with it at ``at``, the next thing first."""
    if row.published_at is not None:
        return []
    if not begun(row.starts_at, at):
        return ["move"]
    return ["publish", "minutes", "opinion"] if row.minutes else ["minutes", "opinion"]


def form_of(name: str, row: Meeting, typed: Any = None) -> forms.Form:
    """The form of a step, filled in with ``typed`` if that is given."""
    ids: Any = {"auto_id": f"{name}_%s"}
    if name == "minutes":
        return MinutesForm(
            typed, initial={name: getattr(row, name) for name in MinutesForm.base_fields}, **ids
        )
    if name == "move":
        begins = timezone.localtime(row.starts_at)
        now = {"on": begins.date(), "time": begins.time(), "place": row.place, "place_en": row.place_en}
        return WhenForm(typed, initial=now, **ids)
    return (OpinionForm if name == "opinion" else PlainForm)(typed, **ids)


def show(
    request: HttpRequest, row: Meeting, *, failed: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """The sheet, with the next thing to do open."""
    worker: Any = request.user
    now = timezone.now()
    names = names_of(row, now) if row.committee_id in worker.scope.desk_committees else []
    stand = choices(
        names, TITLES, {name: form_of(name, row) for name in names},
        lambda name: reverse(f"desk:meeting_{name}", args=[row.pk]), failed,
    )  # fmt: skip
    page = {
        "section": "voice", "place": row.committee, "meeting": row, "main": stand[:1], "others": stand[1:],
        "opinions": list(row.opinions.all()), "ahead": not begun(row.starts_at, now),
        "form": failed[1] if failed else None,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/meetings/desk.html", page, status=status)


def do(request: HttpRequest, pk: int, name: str, act: Callable[..., Any]) -> HttpResponse:
    """One step: ``act`` is given the meeting, the worker and what the form holds."""
    worker: Any = request.user
    row = load(worker, pk)
    must_be_own(row, worker)
    return step(
        request, row, name, form_of(name, row, request.POST), lambda said: act(row, worker, said), show=show,
        back=reverse("desk:meeting", args=[row.pk]), done=DONE[name],
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they are so far."""
    return do(
        request, pk, "minutes",
        lambda row, worker, said: meetings.write_minutes(
            meeting=row, worker=worker, at=timezone.now(), **said
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def meeting_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody said, and what becomes of it."""
    return do(
        request, pk, "opinion",
        lambda row, worker, said: meetings.add_opinions(
            meeting=row, worker=worker, at=timezone.now(), voiced=[meetings.Voiced(**said)]
        ),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def meeting_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Once and for all."""
    return do(
        request, pk, "publish",
        lambda row, worker, _said: meetings.publish(meeting=row, worker=worker, at=timezone.now()),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def meeting_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, hour or place, while it has not begun."""
    return do(
        request, pk, "move",
        lambda row, worker, said: meetings.move(
            meeting=row, worker=worker, at=timezone.now(), starts_at=said["starts_at"], place=said["place"],
            place_en=said["place_en"],
        ),
    )  # fmt: skip


@worker_required
def ticket_coordinate(request: HttpRequest, reference: str) -> HttpResponse:
    """The parties of a ticket around one table."""
    worker: Any = request.user
    rows = Ticket.objects.in_scope_of(worker).select_related("committee", "matter")
    ticket = get_object_or_404(rows, reference=reference)
    must_be_own(ticket, worker)
    form, status = WhenForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            row = meetings.coordinate(ticket=ticket, worker=worker, **form.said)
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error(None, both(error))
            status = error.status
        else:
            messages.success(request, _("The coordination is called."))
            return redirect("desk:meeting", row.pk)
    page = {
        "section": "voice", "place": ticket.committee, "form": form, "title": _("Call a coordination"),
        "ticket": ticket,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/voice/form.html", page, status=status)
