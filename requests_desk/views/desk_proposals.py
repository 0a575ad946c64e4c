"""A proposal at the desk: read, published or kept back, answered, merged, parted; its writer's number on request."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.access import worker_required
from requests_desk.actions import proposals
from requests_desk.actions.reveals import may_see_contact, reveal
from requests_desk.forms.base import PlainForm
from requests_desk.forms.proposals import AnswerForm, KeepBackForm, MergeForm, PublishForm
from requests_desk.forms.tickets import RevealForm
from requests_desk.models import Proposal
from requests_desk.rules.proposals import proposal_steps
from requests_desk.views.posted import button_on
from requests_desk.views.proposals import read_by
from requests_desk.views.voice_steps import choices, must_be_own, step
from stations.models import Worker

TITLES = {
    "publish": _("Publish"),
    "keep_back": _("Do not publish"),
    "answer": _("Answer"),
    "merge": _("It says the same as another"),
    "part": _("Take the merging back"),
}
DONE = {
    "publish": _("Everybody can read it now."),
    "keep_back": _("It is not published; its writer can read why."),
    "answer": _("The answer can be read by everybody."),
    "merge": _("They are one now, with the supporters of both."),
    "part": _("It stands by itself again."),
}


def load(worker: Worker, reference: str) -> Proposal:
    """The proposal in scope; 404 for all others."""
    rows = Proposal.objects.in_scope_of(worker).select_related(
        "committee", "estate", "merged_into", "project", "answered_by"
    )
    return get_object_or_404(rows, reference=reference)


def sheet_of(request: HttpRequest, reference: str) -> str:
    worker: Any = request.user
    return reverse("desk:proposal", args=[load(worker, reference).reference])


@worker_required
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet of one proposal."""
    worker: Any = request.user
    return show(request, load(worker, reference))


def others(row: Proposal) -> Any:
    """What it may be merged into, the most supported first."""
    rows = Proposal.objects.of_list().filter(committee=row.committee_id).exclude(pk=row.pk)
    return rows.order_by("-supports", "-pk")[:100]


def form_of(name: str, row: Proposal, typed: Any = None) -> forms.Form:
    """The form of a step, filled in with ``typed`` if that is given."""
    ids: Any = {"auto_id": f"{name}_%s"}
    if name == "publish":
        return PublishForm(typed, initial={"title": row.title, "words": row.words}, **ids)
    if name == "merge":
        return MergeForm(typed, others=others(row), **ids)
    if name == "answer":
        return AnswerForm(typed, initial={"text": row.answer}, **ids)
    return (KeepBackForm if name == "keep_back" else PlainForm)(typed, **ids)


def show(
    request: HttpRequest,
    row: Proposal,
    *,
    failed: tuple[str, forms.Form] | None = None,
    reveal_form: forms.Form | None = None,
    contact: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The sheet; ``contact`` shows name and phone in full, on this one answer."""
    worker: Any = request.user
    names = proposal_steps(row.state, at_desk=row.committee_id in worker.scope.desk_committees)
    stand = choices(
        names, TITLES, {name: form_of(name, row) for name in names},
        lambda name: reverse(f"desk:proposal_{name}", args=[row.reference]), failed,
    )  # fmt: skip
    page = {
        "section": "voice", "place": row.committee, "proposal": row, "main": stand[:1], "others": stand[1:],
        "events": row.events.select_related("actor"), "read_by": read_by(row.made_at),
        "may_see_contact": may_see_contact(row, worker), "contact": contact,
        "reveal_form": reveal_form or RevealForm(), "form": failed[1] if failed else reveal_form,
        "merged": list(row.merged.order_by("pk")), "today": timezone.localdate(),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/proposals/desk.html", page, status=status)


def do(request: HttpRequest, reference: str, name: str, act: Callable[..., Any]) -> HttpResponse:
    """One step: ``act`` is given the proposal and what the form holds."""
    worker: Any = request.user
    row = load(worker, reference)
    must_be_own(row, worker)
    return step(
        request, row, name, form_of(name, row, request.POST),
        lambda said: act(proposal=row, worker=worker, at=timezone.now(), **said),
        show=show, back=reverse("desk:proposal", args=[row.reference]), done=DONE[name],
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def proposal_publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody may read it."""
    return do(request, reference, "publish", proposals.publish)


@worker_required
@button_on(sheet_of)
def proposal_keep_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Its writer alone reads why not."""
    return do(request, reference, "keep_back", proposals.keep_back)


@worker_required
@button_on(sheet_of)
def proposal_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The committee's answer, in public."""
    return do(request, reference, "answer", proposals.answer)


@worker_required
@button_on(sheet_of)
def proposal_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Into another that says the same."""
    return do(request, reference, "merge", proposals.merge)


@worker_required
@button_on(sheet_of)
def proposal_part(request: HttpRequest, reference: str) -> HttpResponse:
    """The merging was a mistake."""
    return do(request, reference, "part", proposals.part)


@worker_required
@button_on(sheet_of)
def proposal_reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Name and phone in full, on this one page, for a reason that is written down."""
    worker: Any = request.user
    row = load(worker, reference)
    must_be_own(row, worker)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return show(request, row, reveal_form=form)
    reveal(row=row, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, row, contact=True)
