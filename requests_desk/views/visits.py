"""The booked visit, opened by its secret link: see it, move it, cancel it, put it into a calendar."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.common.access import public
from portal.common.errors import PortalError
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.actions.letters import closing_reason
from requests_desk.actions.letters import visit_calendar as calendar_of
from requests_desk.actions.places import SlotFull
from requests_desk.actions.visits import (
    NOT_THEN,
    DayUsedUp,
    UndoOver,
    VisitChanged,
    can_undo_cancel,
    cancel,
    move,
    undo_cancel,
)
from requests_desk.forms.visits import TimeForm, both
from requests_desk.models import Ticket, Visit, VisitEvent
from requests_desk.views.posted import as_seen, button_on
from requests_desk.views.private import by_link
from requests_desk.views.progress import progress
from requests_desk.views.times import strip
from stations.models import Site

FORM = ["GET", "HEAD", "POST"]


def load(token: str) -> Visit:
    """The visit that this secret opens, with its station and service; 404 for any other."""
    rows = Visit.objects.select_related("station__committee", "service", "item__station")
    return get_object_or_404(rows, token=token)


@require_safe
@public()
@by_link
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """The visit as a ticket one shows at the desk, and what became of it since."""
    return show(request, load(token))


def show(request: HttpRequest, row: Visit, problem: PortalError | None = None) -> HttpResponse:
    """The page of ``row``; above it what could not be done, if there is a ``problem``."""
    at = timezone.now()
    site = Site.objects.current().filter(station=row.station_id).first()
    page: dict[str, Any] = {
        "visit": row, "station": row.station, "site": site, "moved_place": site and elsewhere(row, site),
        "can_change": row.can_change(at), "ahead": row.starts_at > at, "new": "new" in request.GET,
        "moved": "moved" in request.GET, "restored": "restored" in request.GET, "problem": problem,
    }  # fmt: skip
    if row.state == Visit.State.BOOKED:
        page["qr"] = qr_svg(check_in_address(row), title=_("Code for the desk's scanner"))
        page["written_to"] = row.reached_by != "call" and "new" in request.GET
    elif row.state == Visit.State.CANCELLED:
        page["called_off"] = row.events.filter(kind=VisitEvent.Kind.CALLED_OFF).exists()
        page["reason"] = closing_reason(row) if page["called_off"] else ""
        page["can_undo"] = problem is None and can_undo_cancel(row, at)
    elif row.state == Visit.State.CAME:
        ticket = Ticket.objects.filter(visit=row).first()
        page["progress"] = ticket and progress(ticket, at=at)
    status = problem.status if problem else 200
    return TemplateResponse(request, "requests_desk/visits/visit.html", page, status=status)


def elsewhere(row: Visit, site: Site) -> bool:
    """Whether the station has moved since the visit was booked."""
    return not any(address and address in row.place for address in (site.address, site.address_en))


def check_in_address(row: Visit) -> str:
    """What the code says: the desk's check-in with the reference, in the language the desk works in."""
    with translation.override(settings.LANGUAGE_CODE):
        return absolute(f"{reverse('desk:check_in')}?{urlencode({'reference': row.reference})}")


@require_http_methods(FORM)
@public()
@by_link
def visit_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the place back."""
    row, at = load(token), timezone.now()
    if request.method == "POST":
        try:
            cancel(visit=row, at=at, seen=as_seen(request))
        except VisitChanged as error:
            return show(request, load(token), error)
        return redirect(row)
    if not row.can_change(at):
        return redirect(row)
    return TemplateResponse(
        request, "requests_desk/visits/cancel.html", {"visit": row, "station": row.station}
    )


def opened_by(_request: HttpRequest, token: str) -> Visit:
    return load(token)


@public()
@by_link
@button_on(opened_by)
def visit_undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take the cancelling back."""
    row = load(token)
    try:
        undo_cancel(visit=row, at=timezone.now())
    except (UndoOver, SlotFull, DayUsedUp, VisitChanged) as error:
        return show(request, row, error)
    return redirect(f"{row.get_absolute_url()}?restored")


@require_http_methods(FORM)
@public()
@by_link
def visit_move(request: HttpRequest, token: str) -> HttpResponse:
    """Another time for the same service, on the same strip of days."""
    row, at = load(token), timezone.now()
    if not row.can_change(at) or row.item is None:
        return redirect(row)
    if request.POST.get("slot") == str(row.slot_id):
        return redirect(f"{row.get_absolute_url()}?moved")  # the same button, pressed again
    days = strip(row.item, at=at, green=row.green, wanted=request.GET.get("day", ""), but=row.slot_id)
    form = TimeForm(request.POST if request.method == "POST" else None, slots=days.slots)
    status = 200
    if form.is_valid():
        try:
            move(visit=row, slot=form.cleaned_data["slot"], at=at, seen=as_seen(request))
            return redirect(f"{row.get_absolute_url()}?moved")
        except VisitChanged as error:
            return moved_there(row, form) or show(request, load(token), error)
        except NOT_THEN as error:
            if done := moved_there(row, form):
                return done
            form, status = refused(request, row, error), error.status
        except DayUsedUp as error:
            form.add_error("slot", both(error))
            status = error.status
    page = {"visit": row, "station": row.station, "strip": days, "form": form, "to_day": "?day="}
    return TemplateResponse(request, "requests_desk/visits/move.html", page, status=status)


def moved_there(row: Visit, form: TimeForm) -> HttpResponse | None:
    """To the visit at its new time, where another press of the same button has already done it."""
    there = Visit.objects.standing().filter(pk=row.pk, slot=form.cleaned_data["slot"].pk).exists()
    return redirect(f"{row.get_absolute_url()}?moved") if there else None


def refused(request: HttpRequest, row: Visit, error: PortalError) -> TimeForm:
    """The form once more, saying why the time cannot be had and which ones can."""
    form = TimeForm(request.POST, slots=error.offers, refusal=error)
    form.is_valid()
    return form


@require_safe
@public()
@by_link
def visit_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The visit as a file for the phone's calendar."""
    row = load(token)
    if row.erased_at:
        raise Http404
    file = HttpResponse(calendar_of(row, at=timezone.now()), content_type="text/calendar; charset=utf-8")
    file["Content-Disposition"] = 'inline; filename="visit.ics"'
    return file
