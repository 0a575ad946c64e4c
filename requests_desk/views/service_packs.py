"""Service packs at the desk: what the district's departments offer the own stations, taken, declined or given back."""

from collections.abc import Callable
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
from requests_desk.actions import service_packs
from requests_desk.forms.service_packs import AcceptPackForm, DeclinePackForm
from requests_desk.forms.visits import both
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import button_on
from stations.models import PackOffer, Worker

WITH = ("pack__service", "pack__district", "station__committee", "decided_by")


@worker_required
def pack_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what was answered."""
    worker, station, _stations = sit_down(request)
    rows = PackOffer.objects.in_scope_of(worker).select_related(*WITH)
    own = rows.filter(station__committee__in=worker.scope.desk_committees).order_by("-offered_at", "pk")
    page = {
        "section": "packs", "place": station, "offered": own.filter(state=PackOffer.State.OFFERED)[:100],
        "page": page_of(request, own.exclude(state=PackOffer.State.OFFERED)),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/packs/list.html", page)


def load(worker: Worker, pk: int) -> PackOffer:
    """The offer in scope; 404 for others, 403 where the desk is not one's own."""
    row = get_object_or_404(PackOffer.objects.in_scope_of(worker).select_related(*WITH), pk=pk)
    if row.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def sheet_of(request: HttpRequest, pk: int) -> str:
    """Where the sheet of the offer in scope stands."""
    worker: Any = request.user
    return reverse("desk:pack", args=[load(worker, pk).pk])


@worker_required
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer, and the answer to it."""
    worker: Any = request.user
    return show(request, load(worker, pk))


def show(request: HttpRequest, row: PackOffer, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {
        "section": "packs", "place": row.station, "offer": row, "accept_form": AcceptPackForm(auto_id="accept_%s"),
        "decline_form": DeclinePackForm(auto_id="decline_%s"), **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/packs/pack.html", page, status=status)


def change(
    request: HttpRequest, row: PackOffer, form: Any, name: str, act: Callable[[], str]
) -> HttpResponse:
    """Answer, and come back to the list; or say on the sheet why not."""
    if not form.is_valid():
        return show(request, row, form=form, **{name: form})
    try:
        messages.success(request, act())
    except NotAllowed:
        raise
    except PortalError as error:
        form.add_error(None, both(error))
        worker: Any = request.user
        return show(request, load(worker, row.pk), status=error.status, form=form, **{name: form})
    return redirect("desk:pack_list")


@worker_required
@button_on(sheet_of)
def pack_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it onto the checklist."""
    worker: Any = request.user
    row, form = load(worker, pk), AcceptPackForm(request.POST, auto_id="accept_%s")

    def act() -> str:
        service_packs.accept(offer=row, worker=worker, at=timezone.now(), hours=form.cleaned_data["hours"])
        return _("%(pack)s: taken. It stands on the checklist.") % {"pack": row.pack.label}

    return change(request, row, form, "accept_form", act)


@worker_required
@button_on(sheet_of)
def pack_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not for us, and why."""
    worker: Any = request.user
    row, form = load(worker, pk), DeclinePackForm(request.POST, auto_id="decline_%s")

    def act() -> str:
        reason = form.cleaned_data["reason"]
        service_packs.decline(offer=row, worker=worker, reason=reason, at=timezone.now())
        return _("%(pack)s: declined.") % {"pack": row.pack.label}

    return change(request, row, form, "decline_form", act)


@worker_required
@button_on(sheet_of)
def pack_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer."""
    worker: Any = request.user
    row, form = load(worker, pk), DeclinePackForm(request.POST, auto_id="decline_%s")

    def act() -> str:
        reason = form.cleaned_data["reason"]
        left = service_packs.give_back(offer=row, worker=worker, reason=reason, at=timezone.now())
        done = _("%(pack)s: given back.") % {"pack": row.pack.label}
        sentence = ngettext(
            "%(n)d visit is left outside the hours: move it or call it off.",
            "%(n)d visits are left outside the hours: move them or call them off.",
            len(left),
        )
        return f"{done} {sentence % {'n': len(left)}}" if left else done

    return change(request, row, form, "decline_form", act)
