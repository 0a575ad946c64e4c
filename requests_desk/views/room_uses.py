"""Asking for a room: the form of a residents' group, and the page behind the secret link where the answer stands."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import limits
from portal.common.access import public
from portal.common.again import EXPIRED, shown_again_by
from portal.common.errors import PortalError
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from portal.common.words import formatted
from requests_desk.actions.room_times import free_days, free_words
from requests_desk.actions.room_uses import UseFixed, ask, give_up, is_lent
from requests_desk.forms.room_uses import AskForm
from requests_desk.forms.visits import both
from requests_desk.models import RoomUse
from requests_desk.views.private import by_link
from requests_desk.views.robots import ONCE_MORE, TRAP, by_a_robot, second_key
from stations.models import Room, Site

FORM = ["GET", "HEAD", "POST"]
ASKING = "room"  # the purpose of the form's key
AHEAD = timedelta(days=28)  # how far the form offers days


def lent_room(pk: int) -> Room:
    """The room with its station; 404 where no group may ask for it."""
    rows = Room.objects.select_related("station__committee").exclude(station__status="closed")
    room = get_object_or_404(rows, pk=pk)
    return room if is_lent(room) else get_object_or_404(rows.none())


def choosable(room: Room, at: datetime) -> list[tuple[date, str]]:
    """The days that can be asked for, each with its free times in words."""
    today = timezone.localtime(at).date()
    days = free_days(room, today, today + AHEAD, at=at)
    colon = _(": ")
    return [
        (day, f"{formatted(day, 'short')}{colon}{free_words(free)}") for day, free in days.items() if free
    ]


def asked_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The form once more with what was typed, and a fresh key: it had expired."""
    return expired(request, lent_room(pk), timezone.now())


@require_http_methods(FORM)
@public()
@shown_again_by(asked_again)
def room_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Which day, from when to when, what for, and whom to ring."""
    room, at = lent_room(pk), timezone.now()
    if request.method == "POST":
        return take_answer(request, room, at)
    form = AskForm(days=choosable(room, at), initial={"day": request.GET.get("day", "")})
    return show_form(request, room, form, key=new_key(ASKING, request, at=at, about=room.pk))


def show_form(
    request: HttpRequest, room: Room, form: AskForm, *, key: str, status: int = 200, **why: bool
) -> HttpResponse:
    page = {
        "section": "stations", "room": room, "station": room.station, "form": form, "key": key, "trap": TRAP,
        "keep_days": days_kept("room_uses"), **why,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rooms/ask.html", page, status=status)


def take_answer(request: HttpRequest, room: Room, at: datetime) -> HttpResponse:
    """Ask, and lead to the request's page; or say what is missing, and lose nothing of what was typed."""
    typed = request.POST.get("key", "")
    try:
        key = read_key(typed, ASKING, request)
    except KeyNotYours:
        return expired(request, room, at)
    form = AskForm(request.POST, days=choosable(room, at))
    if form.is_valid() and by_a_robot(request, key, at):
        form.add_error(None, ONCE_MORE)
        typed = second_key(ASKING, request, at=at, about=room.pk)
    if not form.is_valid():
        return show_form(request, room, form, key=typed)
    names = ("starts_at", "ends_at", "what_for", "name", "phone", "email")
    said = {name: form.cleaned_data[name] for name in names}
    try:
        use = ask(
            room=room, key=key.nonce, at=at, shown_at=key.made_at, language=get_language() or "zh-hans",
            client=limits.client_address(request), **said,
        )  # fmt: skip
    except PortalError as error:
        form.add_error("begins" if error.offers else None, both(error))
        return show_form(request, room, form, key=typed, status=error.status)
    return redirect(f"{use.get_absolute_url()}?new")


def expired(request: HttpRequest, room: Room, at: datetime) -> HttpResponse:
    """Nothing is asked for by a form whose key does not fit this browser (any more): it is shown again."""
    form = AskForm(request.POST, days=choosable(room, at))
    form.add_error(None, EXPIRED)
    key = new_key(ASKING, request, at=at, about=room.pk)
    return show_form(request, room, form, key=key, status=KeyNotYours.status, expired=True)


def load(token: str) -> RoomUse:
    """The request that this secret opens; 404 for any other, and for a session's."""
    return get_object_or_404(RoomUse.objects.select_related("room__station"), token=token, session=None)


@require_safe
@public()
@by_link
def room_use(request: HttpRequest, token: str) -> HttpResponse:
    """How the request stands."""
    return show(request, load(token))


def show(request: HttpRequest, use: RoomUse, problem: PortalError | None = None) -> HttpResponse:
    """The request's page; above it what could not be done, if there is a ``problem``."""
    at = timezone.now()
    page: dict[str, Any] = {
        "use": use, "room": use.room, "station": use.room.station, "problem": problem, "new": "new" in request.GET,
        "can_give_up": may_give_up(use, at), "written_to": use.reached_by, "over": use.ends_at <= at,
        "site": Site.objects.current().filter(station=use.room.station_id).first(),
        "second": use.state == RoomUse.State.ASKED and RoomUse.objects.earlier_rivals(use).exists(),
    }  # fmt: skip
    status = problem.status if problem else 200
    return TemplateResponse(request, "requests_desk/rooms/use.html", page, status=status)


def may_give_up(use: RoomUse, at: datetime) -> bool:
    return use.state in (RoomUse.State.ASKED, RoomUse.State.APPROVED) and use.ends_at > at


@require_http_methods(FORM)
@public()
@by_link
def room_use_give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then let others have the room."""
    use, at = load(token), timezone.now()
    if request.method == "POST":
        try:
            give_up(use=use, at=at)
        except UseFixed as error:
            return show(request, load(token), error)
        return redirect(use)
    if not may_give_up(use, at):
        return redirect(use)
    page = {"use": use, "room": use.room, "station": use.room.station}
    return TemplateResponse(request, "requests_desk/rooms/give_up.html", page)
