"""Answer templates: inserted into an answer, and kept by the head."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from requests_desk.actions.answer_templates import add_template, change_template, must_be_head
from requests_desk.forms.answer_templates import TemplateForm
from requests_desk.forms.tickets import StepForm
from requests_desk.models import AnswerTemplate
from requests_desk.rules.answer_templates import joined
from requests_desk.views.at_desk import sit_down
from requests_desk.views.ticket_page import load, refuse, show
from requests_desk.views.ticket_papers import words_of
from stations.models import Committee, Service, Worker

FIELDS = ("title", "matter", "text", "text_en", "active")


def inserted(request: HttpRequest, reference: str, name: str, form: type[StepForm]) -> HttpResponse:
    """The sheet once more, with the chosen template below what was typed; nothing is answered yet. A template that is
    not there for this ticket, or not at all, inserts nothing."""
    worker: Any = request.user
    ticket = load(worker, reference)
    refuse(name, ticket, worker)
    chosen = request.POST.get("template", "")
    rows = AnswerTemplate.objects.for_ticket(ticket)
    row = (
        rows.filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    )
    typed = {field: request.POST.get(field, "").replace("\0", "") for field in form.base_fields}
    if row is not None:
        typed["text"] = joined(typed["text"], words_of(row, ticket))
    return show(request, ticket, failed=(name, form(initial=typed, auto_id=f"{name}_%s")))


def services_of(committee: Committee) -> Any:
    """What somebody can come for there: everyone's services, the district's and the committee's own."""
    return Service.objects.asked_at(committee.code).order_by("number", "pk")


@worker_required
def template_list(request: HttpRequest) -> HttpResponse:
    """The committee's own templates, and those of its district to read."""
    worker, station, _stations = sit_down(request)
    committee = Committee.objects.select_related("subdistrict").get(pk=station.committee_id)
    rows = (
        AnswerTemplate.objects.in_scope_of(worker).select_related("matter").order_by("-active", "title", "pk")
    )
    page = {
        "section": "tickets", "place": station, "committee": committee,
        "own": rows.filter(committee=committee), "districts": rows.filter(district=committee.subdistrict.parent_id),
        "may_change": committee.pk in worker.scope.head_committees,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/answer_templates/list.html", page)


@worker_required
def template_new(request: HttpRequest) -> HttpResponse:
    """A new one of the committee's, by its head."""
    worker, station, _stations = sit_down(request)
    must_be_head(station.committee_id, worker)
    form = TemplateForm(request.POST or None, services=services_of(station.committee))
    if form.is_bound and form.is_valid():
        add_template(committee=station.committee, worker=worker, **form.cleaned_data)
        messages.success(request, _("The template is kept."))
        return redirect("desk:template_list")
    page = {"section": "tickets", "place": station, "form": form}
    return TemplateResponse(request, "requests_desk/answer_templates/form.html", page)


@worker_required
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the committee's, to be changed by its head; 403 for what is the district's."""
    worker: Any = request.user
    row = loaded(worker, pk)
    must_be_head(row.committee_id, worker)
    assert row.committee is not None  # a head's own
    begins = {name: getattr(row, name) for name in FIELDS}
    form = TemplateForm(request.POST or None, initial=begins, services=services_of(row.committee))
    if form.is_bound and form.is_valid():
        change_template(template=row, worker=worker, **form.cleaned_data)
        messages.success(request, _("The template is kept."))
        return redirect("desk:template_list")
    page = {"section": "tickets", "template": row, "form": form, "now": timezone.now()}
    return TemplateResponse(request, "requests_desk/answer_templates/form.html", page)


def loaded(worker: Worker, pk: int) -> AnswerTemplate:
    """The template in scope; 404 for others."""
    rows = AnswerTemplate.objects.in_scope_of(worker).select_related("committee", "matter")
    return get_object_or_404(rows, pk=pk)
