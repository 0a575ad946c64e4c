"""Volunteers at the desk: the book, one person's page, help given, and a sheet without names."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.paging import page_of
from portal.common.sheets import csv_response
from requests_desk.actions import volunteers
from requests_desk.actions.reveals import reveal
from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import RevealForm
from requests_desk.forms.volunteers import ChangeForm, DayForm, HelpersForm, SkillForm, VolunteerForm
from requests_desk.models import Volunteer, VolunteerShift
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import at, button_on
from requests_desk.views.thanks import thanks_of
from stations.models import Worker

MOST_FOUND = 50
SHIFTS = 20  # of one person, the newest


def book_of(worker: Worker) -> Any:
    """The volunteers of one's own desks, those who are still there first."""
    rows = Volunteer.objects.in_scope_of(worker).filter(committee__in=worker.scope.desk_committees)
    return rows.with_hours().order_by("left_on", "pk")


def load(worker: Worker, pk: int) -> Volunteer:
    """The volunteer in scope; 404 for others, 403 where the desk is not one's own."""
    row: Volunteer = get_object_or_404(
        Volunteer.objects.in_scope_of(worker).select_related("committee"), pk=pk
    )
    if row.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


@worker_required
def volunteer_list(request: HttpRequest) -> HttpResponse:
    """Who offered what; a POST searches by skill, so that no words stand in an address."""
    worker, station, _stations = sit_down(request)
    form = SkillForm(request.POST if request.method == "POST" else None)
    rows = book_of(worker)
    searched = form.is_bound and form.is_valid()
    if searched:
        rows = rows.filter(left_on=None).able_to(form.cleaned_data["q"])[:MOST_FOUND]
    return book(request, worker, station, form=form, page=page_of(request, rows, size=30), searched=searched)


def book(request: HttpRequest, worker: Worker, station: Any, **more: Any) -> HttpResponse:
    """The list with its forms; ``more`` replaces what was filled in."""
    today = timezone.localdate()
    context = {
        "section": "volunteers", "place": station, "form": SkillForm(), "searched": False,
        "thanks": thanks_of(station.committee, today), "helpers_form": HelpersForm(today=today, auto_id="helpers_%s"),
        **more,
    }  # fmt: skip
    if "page" not in context:
        context["page"] = page_of(request, book_of(worker), size=30)
    return TemplateResponse(request, "requests_desk/volunteers/list.html", context)


@worker_required
@button_on(at("desk:volunteer_list"))
def helpers_new(request: HttpRequest) -> HttpResponse:
    """So many people helped; nobody is named."""
    worker, station, _stations = sit_down(request)
    form = HelpersForm(request.POST, today=timezone.localdate(), auto_id="helpers_%s")
    if not form.is_valid():
        return book(request, worker, station, form=form, helpers_form=form, skill_form=SkillForm())
    said = form.cleaned_data
    volunteers.note_helpers(committee=station.committee, worker=worker, **said)
    words = ngettext("%(n)s participation is noted.", "%(n)s participations are noted.", said["people"])
    messages.success(request, words % {"n": said["people"]})
    return redirect("desk:volunteer_list")


@worker_required
def volunteer_new(request: HttpRequest) -> HttpResponse:
    """Somebody offers to help."""
    worker, station, _stations = sit_down(request)
    form = VolunteerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        today = timezone.localdate()
        row = volunteers.add_volunteer(
            committee=station.committee, worker=worker, at=today, **form.cleaned_data
        )
        messages.success(request, _("%(name)s stands in the book.") % {"name": row.masked_name})
        return redirect("desk:volunteer", row.pk)
    context = {"section": "volunteers", "place": station, "form": form}
    return TemplateResponse(request, "requests_desk/volunteers/new.html", context)


@worker_required
def volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """One volunteer: what they can do, and what they gave."""
    worker: Any = request.user
    return show(request, load(worker, pk))


def show(request: HttpRequest, row: Volunteer, *, status: int = 200, **more: Any) -> HttpResponse:
    """The person's page; ``contact=True`` shows name and phone in full, on this one answer."""
    known = Volunteer.objects.filter(pk=row.pk).with_hours().get()
    context = {
        "section": "volunteers", "place": row.committee, "volunteer": known, "shifts": row.shifts.all()[:SHIFTS],
        "day_form": DayForm(today=timezone.localdate(), auto_id="day_%s"),
        "reveal_form": RevealForm(auto_id="reveal_%s"), **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/volunteers/volunteer.html", context, status=status)


def page_of_one(request: HttpRequest, pk: int) -> str:
    """The person's page, for whoever may see it."""
    worker: Any = request.user
    return reverse("desk:volunteer", args=[load(worker, pk).pk])


def refused(request: HttpRequest, row: Volunteer, error: PortalError) -> HttpResponse:
    """The page once more, with the sentence that says why nothing happened."""
    form = PlainForm({})
    form.add_error(None, f"{error.sentence} {error.next_step}".strip())
    return show(request, row, status=error.status, form=form)


@worker_required
def volunteer_change(request: HttpRequest, pk: int) -> HttpResponse:
    """What they say of themselves now. Name and phone stand in no field: left empty, they stay as they are."""
    worker: Any = request.user
    row = load(worker, pk)
    if row.left_on is not None:
        return refused(request, row, volunteers.HasLeft())
    known = {"kind": row.kind, "skills": row.skills, "named_in_public": row.named_in_public}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        volunteers.change_volunteer(volunteer=row, worker=worker, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("desk:volunteer", row.pk)
    context = {"section": "volunteers", "place": row.committee, "volunteer": row, "form": form}
    return TemplateResponse(request, "requests_desk/volunteers/change.html", context)


@worker_required
@button_on(page_of_one)
def volunteer_help(request: HttpRequest, pk: int) -> HttpResponse:
    """They helped on a day."""
    worker: Any = request.user
    row = load(worker, pk)
    form = DayForm(request.POST, today=timezone.localdate(), auto_id="day_%s")
    if not form.is_valid():
        return show(request, row, form=form, day_form=form)
    try:
        volunteers.note_help(volunteer=row, worker=worker, **form.cleaned_data)
    except volunteers.HasLeft as error:
        return refused(request, row, error)
    messages.success(request, _("Noted, with thanks."))
    return redirect("desk:volunteer", row.pk)


@worker_required
@button_on(page_of_one)
def volunteer_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """They stop; their name is erased when the time of keeping is over."""
    worker: Any = request.user
    row = load(worker, pk)
    try:
        volunteers.let_go(volunteer=row, worker=worker, on=timezone.localdate())
    except volunteers.HasLeft as error:
        return refused(request, row, error)
    messages.success(request, _("Noted: they are no volunteer any more."))
    return redirect("desk:volunteer", row.pk)


@worker_required
@button_on(page_of_one)
def volunteer_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and phone in full, on this one page, for a reason that is written down."""
    worker: Any = request.user
    row = load(worker, pk)
    form = RevealForm(request.POST, auto_id="reveal_%s")
    if not form.is_valid():
        return show(request, row, form=form, reveal_form=form)
    reveal(row=row, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, row, contact=True)


@worker_required
def volunteer_csv(request: HttpRequest) -> HttpResponse:
    """The help given in one's own scope as a sheet: day, committee, how many, hours. Nobody is named."""
    worker: Any = request.user
    head = [_("Day"), _("Register code"), _("Committee"), _("Who they are"), _("How many"), _("Hours each")]
    rows = VolunteerShift.objects.in_scope_of(worker).select_related("committee", "volunteer")
    given = map(line, rows.order_by("on", "pk").iterator(chunk_size=1000))
    return csv_response(f"volunteering-{timezone.localdate()}", head, given)


def line(row: VolunteerShift) -> list[Any]:
    """One line of the sheet."""
    kind = row.volunteer.get_kind_display() if row.volunteer else ""
    when: date = row.on
    return [
        when,
        row.committee.code,
        row.committee.label,
        kind,
        row.people,
        row.hours if row.hours is not None else "",
    ]
