"""A project at the desk: proposed from needs and resources, then one step after the other through its gates."""

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
from django.utils.translation import pgettext_lazy

from portal.common.access import worker_required
from portal.common.errors import PortalError
from requests_desk.actions import meetings, projects
from requests_desk.forms.base import PlainForm
from requests_desk.forms.meetings import MeetingForm
from requests_desk.forms.projects import (
    CloseProjectForm,
    DecideProjectForm,
    DropForm,
    FundForm,
    GateForm,
    ProjectForm,
    StepForm,
)
from requests_desk.forms.visits import both
from requests_desk.models import Meeting, Project, ProjectStep, Proposal, Resource
from requests_desk.rules.meetings import bar, opens, steps
from requests_desk.views.at_desk import at_desk
from requests_desk.views.desk_voice import own_committee
from requests_desk.views.posted import button_on, number_in
from requests_desk.views.projects import needs_of, purse
from requests_desk.views.voice_steps import choices, must_be_own, step
from stations.models import Committee, Estate, Worker

TITLES = {
    "decide": _("Decide"),
    "begin": _("The work begins"),
    "close": pgettext_lazy("a project", "Close"),
    "meeting": _("Call a meeting"),
    "step_add": _("Add a step"),
    "fund": _("Enter a source of money"),
    "drop": _("Drop it"),
}
DONE = {
    "decide": _("It is decided."),
    "begin": _("The work has begun."),
    "close": _("It is closed."),
    "meeting": _("The meeting stands on the project's page."),
    "step_add": _("The step is added."),
    "fund": _("The source is entered."),
    "drop": _("It is dropped, and everybody can read why."),
    "finish": _("The step is done."),
}
GATES: dict[str, Any] = {"decide": Meeting.Kind.HEARING, "close": Meeting.Kind.REVIEW}


def load(worker: Worker, pk: int) -> Project:
    """The project in scope; 404 for all others."""
    rows = Project.objects.in_scope_of(worker).select_related("committee", "estate")
    return get_object_or_404(rows, pk=pk)


def sheet_of(request: HttpRequest, pk: int) -> str:
    worker: Any = request.user
    return reverse("desk:project", args=[load(worker, pk).pk])


@worker_required
def project_new(request: HttpRequest) -> HttpResponse:
    """From needs and resources to a project; ``?need=`` ticks one."""
    worker = at_desk(request)
    committee = own_committee(worker)
    form = sheet(request, committee)
    status = 200
    if form.is_valid():
        try:
            row = projects.propose(
                committee=committee, worker=worker, at=timezone.now(), began_on=timezone.localdate(),
                **form.cleaned_data,
            )  # fmt: skip
        except PortalError as error:
            form.add_error(None, both(error))
            status = error.status
        else:
            messages.success(request, _("The project is proposed. Next: a hearing."))
            return redirect("desk:project", row.pk)
    page = {"section": "voice", "place": committee, "form": form, "title": _("Propose a project")}
    return TemplateResponse(request, "requests_desk/voice/form.html", page, status=status)


def sheet(request: HttpRequest, committee: Committee) -> ProjectForm:
    """The form with the committee's own needs, resources and estates to choose from."""
    loose = Proposal.objects.filter(
        committee=committee, state__in=(Proposal.State.OPEN, Proposal.State.ANSWERED)
    )
    return ProjectForm(
        request.POST if request.method == "POST" else None,
        needs=loose.order_by("-supports", "-pk")[:100],
        resources=Resource.objects.filter(committee=committee).order_by("pk")[:100],
        estates=Estate.objects.filter(committee=committee).order_by("pk"),
        initial={"needs": request.GET.getlist("need"), "resources": request.GET.getlist("resource")},
    )


@worker_required
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of one project."""
    worker: Any = request.user
    return show(request, load(worker, pk))


def names_of(row: Project) -> list[str]:
    """The steps from its state, then what may be added while it goes on."""
    onward = steps(row.state)
    more = ["meeting", "step_add", "fund"] if onward else []
    return [*[name for name in onward if name != "drop"], *more, *(["drop"] if "drop" in onward else [])]


def openers(row: Project, kind: str, at: datetime) -> list[Meeting]:
    """The meetings by which the gate of that ``kind`` can be passed at ``at``, the latest first."""
    told = row.meetings.published().filter(kind=kind).order_by("-starts_at")
    now = projects.standing(row)
    return [one for one in told if opens(projects.held(one), kind, now, at)]


def form_of(name: str, row: Project, at: datetime, typed: Any = None) -> forms.Form:
    """The form of a step at ``at``, filled in with ``typed`` if that is given."""
    ids: Any = {"auto_id": f"{name}_%s"}
    if name in GATES:
        form = DecideProjectForm if name == "decide" else CloseProjectForm
        return form(typed, meetings=openers(row, GATES[name], at), **ids)
    kinds: dict[str, type[forms.Form]] = {
        "meeting": MeetingForm, "step_add": StepForm, "fund": FundForm, "drop": DropForm,
    }  # fmt: skip
    return kinds.get(name, PlainForm)(typed, **ids)


def shut(form: forms.Form) -> bool:
    """Whether it is a gate's, and no meeting opens that."""
    return isinstance(form, GateForm) and not form.meetings


def show(
    request: HttpRequest,
    row: Project,
    *,
    failed: tuple[str, forms.Form] | None = None,
    refused: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet, with what bars the next gate, if something does; ``refused`` says why a step was that the
    sheet does not offer."""
    worker: Any = request.user
    own, at = row.committee_id in worker.scope.desk_committees, timezone.now()
    by_name = {name: form_of(name, row, at) for name in (names_of(row) if own else [])}
    barred = [name for name, form in by_name.items() if shut(form)]
    stand = choices(
        [name for name in by_name if name not in barred], TITLES, by_name,
        lambda name: reverse(f"desk:project_{name}", args=[row.pk]), failed,
    )  # fmt: skip
    page = {
        "section": "voice", "place": row.committee, "project": row, "at_desk": own,
        "barred": {"decide": projects.NoHearing, "close": projects.NoReview}[barred[0]] if barred else None,
        "main": stand[:1], "others": stand[1:], "form": failed[1] if failed else refused,
        "needs": list(needs_of(row)), "resources": list(row.resources.all()), "steps": list(row.steps.all()),
        "meetings": list(row.meetings.order_by("starts_at", "pk")),
        "events": row.events.select_related("actor"), "today": timezone.localdate(), **purse(row),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/projects/desk.html", page, status=status)


def refuse(request: HttpRequest, row: Project, step: Any, at: datetime) -> HttpResponse:
    """A gate that no meeting opens was tried all the same: the sheet, and what bars it."""
    barred = bar(step, projects.standing(row), at=at) or "state"
    error = projects.REFUSALS[barred]()
    form = PlainForm({})
    form.add_error(None, both(error))
    return show(request, row, refused=form, status=error.status)


def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of the project of that key."""
    worker: Any = request.user
    row, at = load(worker, pk), timezone.now()
    must_be_own(row, worker)

    def act(said: dict[str, Any]) -> None:
        who = {"project": row, "worker": worker}
        if name == "decide":
            projects.decide(
                hearing=said["meeting"], decision=said["words"], decision_en=said["words_en"], at=at, **who
            )
        elif name == "begin":
            projects.begin(at=at, **who)
        elif name == "close":
            projects.close(review=said["meeting"], at=at, **who)
        elif name == "drop":
            projects.drop(why=said["words"], why_en=said["words_en"], at=at, **who)
        elif name == "step_add":
            projects.add_step(**who, **said)
        elif name == "fund":
            projects.add_fund(**who, **said)
        else:
            wanted = {key: said[key] for key in ("kind", "starts_at", "place", "place_en")}
            meetings.plan(**who, **wanted)

    form = form_of(name, row, at, request.POST)
    if shut(form):
        return refuse(request, row, name, at)
    return step(
        request, row, name, form, act, show=show, back=reverse("desk:project", args=[row.pk]), done=DONE[name],
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def project_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """By a hearing whose minutes are published."""
    return do(request, pk, "decide")


@worker_required
@button_on(sheet_of)
def project_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The work begins."""
    return do(request, pk, "begin")


@worker_required
@button_on(sheet_of)
def project_close(request: HttpRequest, pk: int) -> HttpResponse:
    """By a review held after the decision."""
    return do(request, pk, "close")


@worker_required
@button_on(sheet_of)
def project_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Given up, with a reason told in public."""
    return do(request, pk, "drop")


@worker_required
@button_on(sheet_of)
def project_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting is called."""
    return do(request, pk, "meeting")


@worker_required
@button_on(sheet_of)
def project_step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One step more."""
    return do(request, pk, "step_add")


@worker_required
@button_on(sheet_of)
def project_fund(request: HttpRequest, pk: int) -> HttpResponse:
    """Where some of the money comes from."""
    return do(request, pk, "fund")


@worker_required
@button_on(sheet_of)
def project_fund_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A source of money was mistyped: it goes, to be entered anew."""
    worker: Any = request.user
    row = load(worker, pk)
    must_be_own(row, worker)
    fund = row.funds.filter(pk=number_in(request, "fund") or 0).first()
    if fund is not None:
        try:
            projects.strike_fund(fund=fund, worker=worker)
            messages.success(request, _("The source is struck out."))
        except projects.MovedOn as error:
            messages.warning(request, both(error))
    return redirect("desk:project", row.pk)


def load_step(request: HttpRequest, pk: int) -> ProjectStep:
    """The step of a project in scope; 404 for all others."""
    worker: Any = request.user
    mine = Project.objects.in_scope_of(worker)
    return get_object_or_404(ProjectStep.objects.filter(project__in=mine).select_related("project"), pk=pk)


def project_of_step(request: HttpRequest, pk: int) -> str:
    return reverse("desk:project", args=[load_step(request, pk).project_id])


@worker_required
@button_on(project_of_step)
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A step is done, today."""
    worker: Any = request.user
    done = load_step(request, pk)
    return step(
        request, done.project, "begin", PlainForm(request.POST),
        lambda _said: projects.finish_step(
            step=done, done_on=timezone.localdate(), worker=worker, at=timezone.now()
        ),
        show=show, back=reverse("desk:project", args=[done.project_id]), done=DONE["finish"],
    )  # fmt: skip
