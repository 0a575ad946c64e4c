"""Rooms at the desk: requests to decide, whom to ring with the answer, the week, and a booking for a caller."""

from collections.abc import Callable
from datetime import timedelta
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
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from requests_desk.actions import room_uses
from requests_desk.actions.reveals import reveal
from requests_desk.forms.room_uses import CallerRoomForm, DecideForm, ReasonForm
from requests_desk.forms.tickets import RevealForm
from requests_desk.forms.visits import both
from requests_desk.models import RoomUse, day_bounds
from requests_desk.views.at_desk import own_stations, sit_down
from requests_desk.views.posted import button_on
from stations.models import Room, Worker

BOOKING = "room"
DAYS = 7  # what is listed ahead
MOST = 200  # rows of a list; whoever has more waiting decides the earliest first


def own(worker: Worker) -> Any:
    """The uses of the rooms of one's own desks."""
    rows = RoomUse.objects.in_scope_of(worker)
    return rows.filter(room__station__committee__in=worker.scope.desk_committees).select_related(
        "room__station"
    )


@worker_required
def room_list(request: HttpRequest) -> HttpResponse:
    """What is to be decided, whom to ring, and who is in which room today and in the week."""
    worker, station, _stations = sit_down(request)
    now = timezone.now()
    today = timezone.localtime(now).date()
    begin, end = day_bounds(today)[0], day_bounds(today + timedelta(days=DAYS - 1))[1]
    uses = list(own(worker).standing().overlapping(begin, end)[:MOST])
    tomorrow = day_bounds(today)[1]
    page = {
        "section": "rooms", "place": station, "waiting": own(worker).waiting()[:MOST],
        "to_tell": own(worker).to_tell(now)[:MOST], "today": [use for use in uses if use.starts_at < tomorrow],
        "week": [use for use in uses if use.starts_at >= tomorrow], "now": now,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rooms/desk.html", page)


def load(worker: Worker, pk: int) -> RoomUse:
    """The use in scope; 404 for others, 403 for those who may only know that it stands."""
    rows = RoomUse.objects.in_scope_of(worker).select_related("room__station", "decided_by", "session__group")
    use = get_object_or_404(rows, pk=pk)
    if use.room.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return use


def sheet_of(request: HttpRequest, pk: int) -> str:
    """Where the sheet of the use in scope stands."""
    worker: Any = request.user
    return reverse("desk:room_use", args=[load(worker, pk).pk])


@worker_required
def room_use(request: HttpRequest, pk: int) -> HttpResponse:
    """One use and what may be done with it."""
    worker: Any = request.user
    return show(request, load(worker, pk))


def show(request: HttpRequest, use: RoomUse, *, status: int = 200, **more: Any) -> HttpResponse:
    """The use's sheet; ``contact=True`` shows name and phone in full, on this one answer."""
    now = timezone.now()
    day = timezone.localtime(use.starts_at).date()
    others = RoomUse.objects.filter(room=use.room).overlapping(*day_bounds(day)).exclude(pk=use.pk)
    open_states = (RoomUse.State.ASKED, RoomUse.State.APPROVED)
    page = {
        "section": "rooms", "place": use.room.station, "use": use, "over": use.ends_at <= now,
        "begun": use.starts_at <= now, "others": others.filter(state__in=open_states),
        "to_tell": own_to_tell(use, now), "told": use.messages.order_by("pk"),
        "decide_form": DecideForm(auto_id="decide_%s"),
        "reason_form": ReasonForm(auto_id="reason_%s"), "reveal_form": RevealForm(auto_id="reveal_%s"), **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rooms/sheet.html", page, status=status)


def own_to_tell(use: RoomUse, now: Any) -> bool:
    return RoomUse.objects.to_tell(now).filter(pk=use.pk).exists()


def change(
    request: HttpRequest, use: RoomUse, form: Any, name: str, act: Callable[[], RoomUse], done: str
) -> HttpResponse:
    """Do one thing to the use and come back to the list, or say on its sheet why not. ``name`` is the form's in
    the sheet."""
    if not form.is_valid():
        return show(request, use, form=form, **{name: form})
    try:
        act()
    except NotAllowed:
        raise
    except PortalError as error:
        form.add_error(None, both(error))
        worker: Any = request.user
        return show(request, load(worker, use.pk), status=error.status, form=form, **{name: form})
    messages.success(request, f"{done % {'use': use.what_for_label}} {how_told(use)}".strip())
    return redirect("desk:room_list")


def how_told(use: RoomUse) -> str:
    """How the requester hears of what was decided; "" where nobody is to be told."""
    if use.reached_by == "email":
        return _("They are told by e-mail.")
    if use.reached_by == "sms":
        return _("They are told by text message.")
    return _("Now ring them.") if use.phone else ""


@worker_required
@button_on(sheet_of)
def room_use_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes."""
    worker: Any = request.user
    use, form = load(worker, pk), DecideForm(request.POST, auto_id="decide_%s")
    return change(
        request, use, form, "decide_form",
        lambda: room_uses.approve(
            use=use, worker=worker, at=timezone.now(), outside_hours=form.cleaned_data["outside_hours"]
        ),
        _("%(use)s: agreed."),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def room_use_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """No, and why."""
    worker: Any = request.user
    use, form = load(worker, pk), ReasonForm(request.POST, auto_id="reason_%s")
    return change(
        request, use, form, "reason_form",
        lambda: room_uses.decline(
            use=use, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now()
        ),
        _("%(use)s: declined."),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def room_use_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a use back: they rang, or the room is needed."""
    worker: Any = request.user
    use, form = load(worker, pk), ReasonForm(request.POST, auto_id="reason_%s")
    return change(
        request, use, form, "reason_form",
        lambda: room_uses.give_up(
            use=use, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now()
        ),
        _("%(use)s: given up, the room is free."),
    )  # fmt: skip


@worker_required
@button_on(sheet_of)
def room_use_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and phone in full, on this one page, for a reason that is written down."""
    worker: Any = request.user
    use, form = load(worker, pk), RevealForm(request.POST, auto_id="reveal_%s")
    if not form.is_valid():
        return show(request, use, form=form, reveal_form=form)
    reveal(row=use, worker=worker, reason=form.cleaned_data["reason"], at=timezone.now())
    return show(request, use, contact=True)


@worker_required
@button_on(sheet_of)
def room_use_told(request: HttpRequest, pk: int) -> HttpResponse:
    """They have heard the answer."""
    worker: Any = request.user
    use = load(worker, pk)
    room_uses.told(use=use, worker=worker, at=timezone.now())
    messages.success(request, _("%(use)s: told by phone.") % {"use": use.what_for_label})
    return redirect("desk:room_list")


@worker_required
def room_use_new(request: HttpRequest) -> HttpResponse:
    """Book a room for a caller, or for the station itself: approved at once."""
    worker, station, _stations = sit_down(request)
    now = timezone.now()
    today = timezone.localtime(now).date()
    rooms = list(Room.objects.filter(station__in=own_stations(worker)).select_related("station"))
    form = CallerRoomForm(
        request.POST if request.method == "POST" else None, rooms=rooms, today=today,
        initial={"key": new_key(BOOKING, request, at=now), "day": today, "room": request.GET.get("room")},
    )  # fmt: skip
    status = 200
    if form.is_valid():
        try:
            use = booked(request, worker, form.cleaned_data, now)
            messages.success(request, _("%(use)s: booked.") % {"use": use.what_for_label})
            return redirect("desk:room_list")
        except NotAllowed:
            raise
        except (PortalError, KeyNotYours) as error:
            form.add_error("begins" if error.offers else None, both(error))
            status = error.status
    page = {
        "section": "rooms", "place": station, "rooms": rooms, "form": form,
        "keep_days": days_kept("room_uses"),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rooms/desk_new.html", page, status=status)


def booked(request: HttpRequest, worker: Worker, said: dict[str, Any], at: Any) -> RoomUse:
    """Write it down. Raises what room_uses.book raises, and KeyNotYours."""
    key = read_key(said["key"], BOOKING, request)
    names = ("room", "starts_at", "ends_at", "what_for", "kind", "name", "phone", "outside_hours")
    return room_uses.book(worker=worker, at=at, key=key.nonce, **{name: said[name] for name in names})
