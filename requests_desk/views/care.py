"""Old people living alone: a page without a name until a reason is given, and the visits."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from portal.common.keeping import days_kept
from requests_desk.actions import care as cares
from requests_desk.actions.reveals import reveal
from requests_desk.forms.care import BeenThereForm, CareChangeForm, CareForm, CareRevealForm
from requests_desk.models import Care
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import button_on
from requests_desk.views.rounds import courts_of
from stations.models import Worker

VISITS = 12  # the newest on a page


def load(worker: Worker, pk: int) -> Care:
    """The person in scope; 404 for others, 403 where the desk is not one's own."""
    row: Care = get_object_or_404(
        Care.objects.in_scope_of(worker).select_related("court__grid", "committee"), pk=pk
    )
    if row.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def page_of_care(request: HttpRequest, pk: int) -> Care:
    """The person's page, for whoever may see it."""
    worker: Any = request.user
    return load(worker, pk)


def show(request: HttpRequest, row: Care, *, contact: bool = False, **forms: Any) -> HttpResponse:
    """Court and days; with ``contact`` name, door, phone and what was written, on this one answer."""
    today = timezone.localdate()
    page = {
        "section": "rounds", "place": row.committee, "care": row, "contact": contact,
        "days": (today - row.due_on).days, "visits": row.visits.select_related("by")[:VISITS],
        "keep_days": days_kept("care"), "form": next(iter(forms.values()), None),
        "reveal_form": CareRevealForm(), "visit_form": BeenThereForm(), **forms,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rounds/care.html", page)


@worker_required
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, without a name."""
    worker: Any = request.user
    return show(request, load(worker, pk))


@worker_required
@button_on(page_of_care)
def care_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are and where, once, for a reason that is written down."""
    worker: Any = request.user
    row = load(worker, pk)
    form = CareRevealForm(request.POST)
    if row.erased_at or not form.is_valid():
        return show(request, row, reveal_form=form)
    reveal(row=row, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, row, contact=True)


@worker_required
@button_on(page_of_care)
def care_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """I have been there."""
    worker: Any = request.user
    row, form = load(worker, pk), BeenThereForm(request.POST)
    if not form.is_valid():
        return show(request, row, visit_form=form)
    try:
        cares.been_there(care=row, worker=worker, at=timezone.now(), **form.cleaned_data)
    except cares.NotVisitedAnyMore as error:
        messages.warning(request, f"{error.sentence} {error.next_step}")
    else:
        messages.success(request, _("The visit is noted."))
    return redirect("desk:round_list")


@worker_required
@button_on(page_of_care)
def care_end(request: HttpRequest, pk: int) -> HttpResponse:
    """They are visited no more."""
    worker: Any = request.user
    cares.end_care(care=load(worker, pk), worker=worker, on=timezone.localdate())
    messages.success(
        request, _("The visits have ended; name, door and phone go when the time of keeping is over.")
    )
    return redirect("desk:round_list")


@worker_required
def care_new(request: HttpRequest) -> HttpResponse:
    """Somebody who agreed to be visited."""
    worker, station, _stations = sit_down(request)
    form = CareForm(
        request.POST if request.method == "POST" else None, courts=list(courts_of(station.committee)),
        today=timezone.localdate(), initial={"key": secrets.token_urlsafe(24), "agreed_on": timezone.localdate()},
    )  # fmt: skip
    if form.is_valid():
        row = cares.add_care(worker=worker, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("They are on the list. The first visit is due %(day)s.") % {"day": row.due_on}
        )
        return redirect("desk:round_list")
    page = {"section": "rounds", "place": station, "form": form, "keep_days": days_kept("care")}
    return TemplateResponse(request, "requests_desk/rounds/care_new.html", page)


@worker_required
def care_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another court, name, door or phone. What stands there is not shown."""
    worker: Any = request.user
    row = load(worker, pk)
    form = CareChangeForm(
        request.POST if request.method == "POST" else None, courts=list(courts_of(row.committee)),
        initial={"court": row.court_id},
    )  # fmt: skip
    if form.is_valid():
        try:
            cares.change_care(care=row, worker=worker, **form.cleaned_data)
        except cares.NotVisitedAnyMore as error:
            messages.warning(request, f"{error.sentence} {error.next_step}")
        else:
            messages.success(request, _("The change is kept."))
        return redirect(row)
    page = {"section": "rounds", "place": row.committee, "form": form, "care": row}
    return TemplateResponse(request, "requests_desk/rounds/care_change.html", page)
