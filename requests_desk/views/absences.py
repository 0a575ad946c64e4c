"""Absences: noted by the person or whoever looks after them, and ended early."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.forms.absences import AbsenceForm
from requests_desk.views.people import load, page_of_one, show
from requests_desk.views.posted import button_on
from stations.actions.absences import deputies_for, end_absence, may_note_for, note_absence, place_of
from stations.models import Absence


@worker_required
@button_on(page_of_one)
def absence_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Away from a day to a day, with a deputy."""
    worker: Any = request.user
    row, today = load(request, pk), timezone.localdate()
    if not may_note_for(row, worker, on=today):
        raise NotAllowed
    deputies = deputies_for(row, place_of(row, on=today), on=today)
    form = AbsenceForm(request.POST, deputies=deputies, today=today)
    if not form.is_valid():
        return show(request, row, form=form)
    try:
        absence = note_absence(worker=row, actor=worker, today=today, at=timezone.now(), **form.cleaned_data)
    except PortalError as error:
        form.add_error(None, f"{error.sentence} {error.next_step}".strip())
        return show(request, row, form=form, status=error.status)
    messages.success(request, _("Noted: %(name)s stands in.") % {"name": absence.deputy})
    return redirect("desk:person", row.pk)


def absence_of(request: HttpRequest, pk: int) -> Absence:
    """The absence in scope; 404 for others."""
    worker: Any = request.user
    return get_object_or_404(Absence.objects.in_scope_of(worker).select_related("worker"), pk=pk)


def its_person(request: HttpRequest, pk: int) -> str:
    """The page of whoever is away, for those who may see it."""
    return page_of_one(request, absence_of(request, pk).worker_id)


@worker_required
@button_on(its_person)
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back again."""
    worker: Any = request.user
    row = absence_of(request, pk)
    end_absence(absence=row, actor=worker, today=timezone.localdate(), at=timezone.now())
    messages.success(request, _("Noted: nobody stands in any more."))
    return redirect("desk:person", row.worker_id)
