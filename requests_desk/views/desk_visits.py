"""Visits at the desk: the day's list, one visit, a booking for a caller."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from requests_desk.actions import excuses, line, visits
from requests_desk.actions.closures import stranded
from requests_desk.actions.places import has_own_hours
from requests_desk.actions.reveals import reveal
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.forms.desk_visits import CallerForm, ExcuseForm, SlotForm
from requests_desk.forms.tickets import RevealForm, StepForm
from requests_desk.models import Reveal, Slot, Visit
from requests_desk.rules.places import free_places
from requests_desk.rules.slots import window
from requests_desk.views.at_desk import sit_down
from requests_desk.views.check_in import why_not
from requests_desk.views.posted import as_seen, button_on
from requests_desk.views.walk_ins import with_slip
from stations.models import ChecklistItem, Site, Station, Worker

BOOKING = "booking"
FURTHEST = timedelta(days=3660)  # from today: years in which calendars, holidays and visits exist


def asked_day(request: HttpRequest, otherwise: date) -> date:
    """The day that ``?day=`` names; ``otherwise`` where it names none, or one that no list reaches."""
    try:
        day = parse_date(request.POST.get("day") or request.GET.get("day", "")) or otherwise
    except ValueError:
        return otherwise
    return day if abs(day - otherwise) < FURTHEST else otherwise


def load(worker: Worker, reference: str) -> Visit:
    """The visit in scope; 404 for others, 403 for those who may only know that it stands."""
    rows = Visit.objects.in_scope_of(worker).select_related("station", "service", "item", "slot", "booked_by")
    visit = get_object_or_404(rows, reference=reference)
    if visit.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return visit


def sheet_of(request: HttpRequest, reference: str) -> str:
    """Where the sheet of the visit in scope stands."""
    worker: Any = request.user
    return reverse("desk:visit", args=[load(worker, reference).reference])


@worker_required
def visit_list(request: HttpRequest) -> HttpResponse:
    """Who is booked on a day; or, with ``?show=stranded``, whom changed hours have left outside."""
    worker, station, stations = sit_down(request)
    day = asked_day(request, timezone.localdate())
    only_stranded = request.GET.get("show") == "stranded"
    rows: Any = Visit.objects.in_scope_of(worker).filter(station=station).on(day).order_by("starts_at", "pk")
    if only_stranded:
        rows = stranded(stations=[station], at=timezone.now())
    page = {
        "section": "visits", "place": station, "station": station, "stations": stations, "day": day,
        "today": timezone.localdate(), "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "only_stranded": only_stranded, "rows": rows.select_related("service", "ticket"),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/desk/visits.html", page)


@worker_required
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """One visit and what may be done with it."""
    worker: Any = request.user
    return show(request, load(worker, reference))


def show(request: HttpRequest, row: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    """The visit's sheet; ``contact=True`` shows name and phone in full, on this one answer."""
    now = timezone.now()
    page = {
        "section": "visits", "place": row.station, "visit": row, "changeable": row.can_change(now),
        "is_today": timezone.localtime(row.starts_at).date() == timezone.localdate(),
        "events": row.events.select_related("actor"), "reveal_form": RevealForm(),
        "ticket": getattr(row, "ticket", None), "excusable": row.can_be_excused(now),
        "excuse_form": ExcuseForm(auto_id="excuse_%s"), **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/desk/visit.html", page, status=status)


def why_fixed(row: Visit) -> str:
    """Why nothing can be changed any more, for the desk: a resident is told whom to phone instead."""
    return _("This visit can no longer be changed: %(state)s.") % {"state": row.get_state_display()}


def change(
    request: HttpRequest, reference: str, act: Any, done: str, form: StepForm | None = None
) -> HttpResponse:
    """Do one thing to the visit and come back to its sheet, or say there why not. ``form`` is what was
    typed with it, already found right."""
    worker: Any = request.user
    row = load(worker, reference)
    form = form or StepForm(request.POST)
    try:
        act(row, worker, timezone.now())
    except NotAllowed:
        raise
    except visits.VisitFixed as error:
        row = load(worker, reference)
        form.add_error(None, why_fixed(row))
        return show(request, row, form=form, status=error.status)
    except PortalError as error:
        form.add_error(None, f"{error.sentence} {error.next_step}".strip())
        return show(request, load(worker, reference), form=form, status=error.status)
    messages.success(request, done % {"visit": row.reference})
    return redirect("desk:visit", row.reference)


@worker_required
@button_on(sheet_of)
def visit_check_in(request: HttpRequest, reference: str) -> HttpResponse:
    """The person stands here: a number, and a slip."""
    worker: Any = request.user
    row = load(worker, reference)
    try:
        slip = line.check_in(visit=row, worker=worker, at=timezone.now())
    except line.NotExpected as error:
        form = StepForm(request.POST)
        form.add_error(None, why_not(row))
        return show(request, load(worker, reference), form=form, status=error.status)
    return with_slip(redirect("desk:ticket_slip", slip.ticket.reference), slip, request)


@worker_required
@button_on(sheet_of)
def visit_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """The resident rang: they are not coming."""
    return change(
        request, reference,
        lambda row, worker, at: visits.cancel(visit=row, at=at, actor=worker, seen=as_seen(request)),
        _("%(visit)s: cancelled, as they wished."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@worker_required
def visit_call_off(request: HttpRequest, reference: str) -> HttpResponse:
    """The station cannot keep it: first whom it hits and how they are told, then it is called off, and they are told by
    e-mail, or stand on the call list."""
    worker: Any = request.user
    row = load(worker, reference)
    if request.method != "POST":
        if row.state != Visit.State.BOOKED or not row.can_change(timezone.now()):
            messages.warning(request, why_fixed(row))
            return redirect("desk:visit", row.reference)
        page = {"section": "visits", "place": row.station, "visit": row}
        return TemplateResponse(request, "requests_desk/desk/visit_call_off.html", page)
    return change(
        request, reference,
        lambda row, worker, at: visits.call_off(visit=row, at=at, actor=worker, seen=as_seen(request)),
        _("%(visit)s: called off."),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def visit_excuse(request: HttpRequest, reference: str) -> HttpResponse:
    """They did not appear, and somebody has said that they could not."""
    worker: Any = request.user
    row = load(worker, reference)
    form = ExcuseForm(request.POST, auto_id="excuse_%s")
    if not form.is_valid():
        return show(request, row, form=form, excuse_form=form)
    said_by = form.cleaned_data["said_by"]
    return change(
        request, reference, lambda row, worker, at: excuses.excuse(visit=row, worker=worker, at=at, said_by=said_by),
        _("%(visit)s: noted as excused."), form,
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def visit_unexcuse(request: HttpRequest, reference: str) -> HttpResponse:
    """The excuse was meant for somebody else, or the person has come after all."""
    return change(
        request, reference, lambda row, worker, at: excuses.unexcuse(visit=row, worker=worker, at=at),
        _("%(visit)s: the excuse is taken back."),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def visit_reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """Name and phone in full, on this one page, for a reason that is written down."""
    worker: Any = request.user
    row = load(worker, reference)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return show(request, row, form=form, reveal_form=form)
    reveal(row=row, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, row, contact=True)


@worker_required
def visit_move(request: HttpRequest, reference: str) -> HttpResponse:
    """Another time for a visit that stands."""
    worker: Any = request.user
    row = load(worker, reference)
    now = timezone.now()
    if row.item is None or not row.can_change(now):
        form = StepForm(request.POST)
        form.add_error(None, why_fixed(row))
        return show(request, row, form=form, status=visits.VisitFixed.status)
    days = free_days(row.item, now)
    day = asked_day(request, timezone.localtime(row.starts_at).date())
    slot_form = SlotForm(
        request.POST if request.method == "POST" else None, slots=choices(days.get(day, []), now)
    )
    status = 200
    if slot_form.is_valid():
        try:
            visits.move(
                visit=row, slot=slot_form.cleaned_data["slot"], at=now, actor=worker, seen=as_seen(request)
            )
            messages.success(request, _("%(visit)s: moved.") % {"visit": row.reference})
            return redirect("desk:visit", row.reference)
        except visits.VisitChanged as error:
            form = StepForm(request.POST)
            form.add_error(None, f"{error.sentence} {error.next_step}")
            return show(request, load(worker, reference), form=form, status=error.status)
        except PortalError as error:
            slot_form.add_error(*refusal(error))
            status = error.status
    page = {
        "section": "visits", "place": row.station, "visit": row, "form": slot_form, "day": day,
        "days": strip(days, day),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/desk/visit_move.html", page, status=status)


@worker_required
def visit_new(request: HttpRequest) -> HttpResponse:
    """Book for somebody on the phone: the same slots as online, up to the last minute."""
    worker, station, stations = sit_down(request)
    now = timezone.now()
    items = list(station.checklist.bookable().with_own_hours().select_related("service", "station"))
    wanted = request.POST.get("item") or request.GET.get("item", "")
    item = next((one for one in items if str(one.pk) == wanted), items[0] if items else None)
    page: dict[str, Any] = {
        "section": "visits", "place": station, "station": station, "stations": stations, "items": items, "item": item,
    }  # fmt: skip
    if item is None:
        return TemplateResponse(request, "requests_desk/desk/visit_new.html", page)
    days = free_days(item, now)
    day = asked_day(request, min(days, default=timezone.localdate()))
    again = same_person(request, worker) if "again" in request.POST else {}
    form = CallerForm(
        request.POST if request.method == "POST" and not again else None,
        slots=choices(days.get(day, []), now), initial={"key": new_key(BOOKING, request, at=now), **again},
    )  # fmt: skip
    status = 200
    if form.is_valid():
        try:
            row = booked(request, worker, item, form.cleaned_data, now)
            messages.success(request, _("Booked. The reference is %(visit)s.") % {"visit": row.reference})
            return redirect("desk:visit", row.reference)
        except (KeyNotYours, FormUsed) as error:
            ask_once_more(form, new_key(BOOKING, request, at=now))
            status = error.status
        except PortalError as error:
            form.add_error(*refusal(error))
            status = error.status
    page |= {"form": form, "days": strip(days, day), "day": day, "item_key": str(item.pk)}
    page["keep_days"] = days_kept("visits")
    return TemplateResponse(request, "requests_desk/desk/visit_new.html", page, status=status)


def same_person(request: HttpRequest, worker: Worker) -> dict[str, Any]:
    """Who had the visit named by ``again``, to be booked once more: a look at their number, and logged as one. 404 out
    of scope, 403 away from its own desk."""
    row = load(worker, request.POST["again"])
    reveal(row=row, worker=worker, reason=Reveal.Reason.CALL_BACK, at=timezone.now())
    return {name: getattr(row, name) for name in ("name", "phone", "email", "green", "on_behalf")}


def ask_once_more(form: CallerForm, key: str) -> None:
    """The form is from before the last sign-in, or has booked already (the back button): all that was typed
    stays, and with a fresh key the same button books."""
    form.add_error(
        None, _("This form may have booked already. Look at that day's visits; to book, press once more.")
    )
    typed: Any = form.data
    form.data = {**typed.dict(), "key": key}


def booked(
    request: HttpRequest, worker: Worker, item: ChecklistItem, data: dict[str, Any], at: datetime
) -> Visit:
    """Book it. Raises what visits.book raises, and KeyNotYours."""
    key = read_key(data["key"], BOOKING, request)
    person = {name: data[name] for name in ("name", "phone", "email", "green", "on_behalf")}
    return visits.book(
        item=item, slot=data["slot"], place=place_of(item.station), key=key.nonce, at=at, booked_by=worker,
        language=get_language() or "zh-hans", most=None if data["beyond"] else visits.MOST_A_DAY, **person,
    )  # fmt: skip


def place_of(station: Station) -> str:
    """Where to come, as it is copied onto the visit: in the words of a booking by the resident."""
    return visits.place_words(station, Site.objects.current().filter(station=station).first())


def refusal(error: PortalError) -> tuple[str | None, str]:
    """The field and the sentence for an error of booking; a time that cannot be had names others."""
    said = [str(error.sentence), str(error.next_step)]
    said.append(", ".join(f"{timezone.localtime(one.starts_at):%m-%d %H:%M}" for one in error.offers))
    return "slot" if isinstance(error, visits.NOT_THEN) else None, " ".join(filter(None, said))


def free_days(item: ChecklistItem, now: datetime) -> dict[date, list[Slot]]:
    """The open slots from now to the station's horizon in which the green lane at least has room, by
    local day. Staff book up to the last minute."""
    begin, end = window(now, notice_minutes=0, horizon_days=item.station.horizon_days)
    rows = Slot.objects.serving(item, own=has_own_hours(item)).between(begin, end)
    days: dict[date, list[Slot]] = {}
    for slot in rows.with_room(now, green=True).order_by("starts_at"):
        days.setdefault(timezone.localtime(slot.starts_at).date(), []).append(slot)
    return days


def choices(slots: Sequence[Slot], now: datetime) -> list[tuple[Slot, str]]:
    """Each slot with what the desk should know of it: the time, and how many places are left."""
    return [(slot, f"{timezone.localtime(slot.starts_at):%H:%M} · {_places(slot, now)}") for slot in slots]


def _places(slot: Slot, now: datetime) -> str:
    ordinary = free_places(
        capacity=slot.capacity, held=slot.held, booked=slot.booked, booked_green=slot.booked_green,
        starts_at=slot.starts_at, at=now, green=False,
    )  # fmt: skip
    return (
        ngettext("%(n)d free", "%(n)d free", ordinary) % {"n": ordinary} if ordinary else _("green lane only")
    )


def strip(days: dict[date, list[Slot]], chosen: date) -> list[tuple[date, int, bool]]:
    """The days with free times: (day, how many times, whether it is the one shown)."""
    return [(day, len(slots), day == chosen) for day, slots in sorted(days.items())]
