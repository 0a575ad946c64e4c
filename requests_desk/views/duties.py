"""The weekly hours of people from outside: deputies, lawyers, doctors; and the days that are not as usual."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.rota import change_duty, end_duty, set_duty
from requests_desk.forms.rota import DutyChangeForm, DutyForm
from requests_desk.models import DutyHours
from requests_desk.views.posted import button_on
from requests_desk.views.rota import head_at


def load(request: HttpRequest, pk: int) -> DutyHours:
    """The hours of that key in the worker's scope, 404 for all others; the committee's head alone changes them."""
    worker: Any = request.user
    rows = DutyHours.objects.in_scope_of(worker).select_related("station")
    row = get_object_or_404(rows, pk=pk)
    if row.station.committee_id not in worker.scope.head_committees:
        raise NotAllowed
    return row


def page_of(request: HttpRequest, pk: int) -> str:
    """The page that holds the buttons of that key."""
    return reverse("desk:duty", args=[load(request, pk).pk])


@worker_required
def duty_new(request: HttpRequest) -> HttpResponse:
    """Somebody from outside begins to come."""
    worker, station = head_at(request)
    form = DutyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = set_duty(station=station, values=form.cleaned_data, worker=worker)
        messages.success(request, _("%(name)s: kept.") % {"name": row})
        return redirect("desk:rota")
    context = {"section": "rota", "place": station, "station": station, "form": form}
    return TemplateResponse(request, "requests_desk/rota/duty_new.html", context)


@worker_required
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's hours: changed for good."""
    worker: Any = request.user
    row = load(request, pk)
    if request.method != "POST":
        return show(request, row)
    form = DutyForm(request.POST)
    if not form.is_valid():
        return show(request, row, form=form)
    set_duty(station=row.station, values=form.cleaned_data, worker=worker, duty=row)
    messages.success(request, _("%(name)s: kept.") % {"name": row})
    return redirect("desk:rota")


def show(
    request: HttpRequest,
    row: DutyHours,
    *,
    form: DutyForm | None = None,
    change_form: DutyChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The hours' page; the form with errors stands there again."""
    values = {name: getattr(row, name) for name in DutyForm.base_fields}
    context = {
        "section": "rota", "place": row.station, "station": row.station, "duty": row,
        "form": form or change_form, "duty_form": form or DutyForm(initial=values),
        "change_form": change_form or DutyChangeForm(auto_id="change_%s"),
        "changes": row.changes.filter(on__gte=timezone.localdate()),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rota/duty.html", context, status=status)


@worker_required
@button_on(page_of)
def duty_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One day is not as usual, or is so again."""
    worker: Any = request.user
    row = load(request, pk)
    form = DutyChangeForm(request.POST, auto_id="change_%s")
    if not form.is_valid():
        return show(request, row, change_form=form)
    usual = form.cleaned_data["what"] == DutyChangeForm.USUAL
    try:
        change_duty(
            duty=row,
            on=form.cleaned_data["on"],
            hours=form.hours,
            usual=usual,
            worker=worker,
            at=timezone.now(),
        )
    except PortalError as error:
        form.add_error("on", f"{error.sentence} {error.next_step}")
        return show(request, row, change_form=form, status=error.status)
    messages.success(request, _("%(name)s: kept.") % {"name": row})
    return redirect("desk:duty", row.pk)


@worker_required
@button_on(page_of)
def duty_end(request: HttpRequest, pk: int) -> HttpResponse:
    """They come no more."""
    worker: Any = request.user
    row = load(request, pk)
    end_duty(duty=row, worker=worker)
    messages.success(request, _("%(name)s comes no more.") % {"name": row})
    return redirect("desk:rota")
