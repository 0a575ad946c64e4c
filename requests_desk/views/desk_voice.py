"""Residents' voice at the desk: what waits to be read, needs beside what may serve them, what goes on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from requests_desk.actions.polls import ask
from requests_desk.actions.resources import add_resource
from requests_desk.forms.polls import PollForm
from requests_desk.forms.projects import ResourceForm
from requests_desk.models import Meeting, Project, Proposal, Resource, day_bounds
from requests_desk.rules.matching import matches
from requests_desk.views.at_desk import at_desk
from requests_desk.views.proposals import read_by
from stations.models import Committee, Holiday, Worker

MOST = 100  # rows of a list
RESOURCES = 300  # that needs are compared with


@worker_required
def voice(request: HttpRequest) -> HttpResponse:
    """Unread, needs with the resources that share words with them, projects under way, minutes to write."""
    worker: Any = request.user
    now = timezone.now()
    rows = Proposal.objects.in_scope_of(worker).select_related("committee", "estate")
    unread = list(rows.filter(state=Proposal.State.NEW).order_by("made_at", "pk")[:MOST])
    is_working = Holiday.objects.calendar(unread[0].made_at if unread else now)
    for row in unread:
        row.due = read_by(row.made_at, is_working)  # type: ignore[attr-defined]
        row.late = row.due < now  # type: ignore[attr-defined]
    loose = rows.filter(state__in=(Proposal.State.OPEN, Proposal.State.ANSWERED))
    page = {
        "section": "voice", "unread": unread, "needs": matched(worker, loose.order_by("-supports", "-pk")[:MOST]),
        "projects": list(going_on(worker)), "meetings": list(unwritten(worker, now)[:MOST]), "now": now,
        "today": timezone.localdate(now),
        "at_desk": bool(worker.scope.desk_committees),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/voice/desk.html", page)


def matched(worker: Worker, needs: Any) -> list[tuple[Proposal, list[Resource]]]:
    """Each need with what may serve it: resources of its own committee."""
    resources = list(Resource.objects.in_scope_of(worker).order_by("pk")[:RESOURCES])
    found = []
    for need in needs:
        own = [one for one in resources if one.committee_id == need.committee_id]
        places = matches(
            f"{need.title} {need.words}", [f"{one.name} {one.about} {one.about_en}" for one in own]
        )
        found.append((need, [own[place] for place in places]))
    return found


def going_on(worker: Worker) -> Any:
    ended = (Project.State.CLOSED, Project.State.DROPPED)
    return Project.objects.in_scope_of(worker).exclude(state__in=ended).select_related("committee")[:MOST]


def unwritten(worker: Worker, now: Any) -> Any:
    """Meetings to come, and those whose minutes are still to be published."""
    rows = Meeting.objects.in_scope_of(worker).filter(published_at=None)
    return rows.select_related("project", "ticket__matter").order_by("starts_at", "pk")


def own_committee(worker: Worker) -> Committee:
    """The committee at whose desk ``worker`` sits (the first of several)."""
    found = Committee.objects.filter(pk__in=worker.scope.desk_committees).order_by("pk").first()
    if found is None:
        raise NotAllowed
    return found


@worker_required
def resource_new(request: HttpRequest) -> HttpResponse:
    """Enter something to draw on."""
    worker = at_desk(request)
    committee = own_committee(worker)
    form = ResourceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add_resource(committee=committee, worker=worker, **form.cleaned_data)
        messages.success(request, _("It stands on the list of resources."))
        return redirect("desk:voice")
    page = {"section": "voice", "place": committee, "form": form, "title": _("Enter a resource")}
    return TemplateResponse(request, "requests_desk/voice/form.html", page)


@worker_required
def poll_new(request: HttpRequest) -> HttpResponse:
    """Ask residents something; it opens at once."""
    worker, now = at_desk(request), timezone.now()
    committee = own_committee(worker)
    form = PollForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid():
        said = form.cleaned_data
        poll = ask(
            committee=committee, worker=worker, name=said["question"], most=min(said["most"], len(said["answers"])),
            options=[(answer, "") for answer in said["answers"]], opens_at=now,
            closes_at=day_bounds(said["until"])[1],
        )  # fmt: skip
        messages.success(request, _("The poll is open."))
        return redirect("poll", poll.pk)
    page = {"section": "voice", "place": committee, "form": form, "title": _("Ask residents")}
    return TemplateResponse(request, "requests_desk/voice/form.html", page)
