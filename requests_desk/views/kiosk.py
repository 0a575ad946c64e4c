"""The kiosk by the door: take a number, or say that one has come; and the slip, shown once."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import limits
from portal.common.access import public
from portal.common.again import shown_again_by
from portal.common.codes import reference_in, same
from portal.common.errors import PortalError, TooManyTries
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.links import absolute
from portal.common.phones import last_four
from portal.common.qr import qr_svg
from portal.common.templatetags.times import clock
from portal.common.words import day_with_year
from requests_desk.actions.line import LineClosed, check_in_self, waiting_in_order
from requests_desk.actions.line_ends import is_closed
from requests_desk.actions.numbers import take_number
from requests_desk.actions.tickets import Slip
from requests_desk.actions.waits import wait_for_next, wait_of
from requests_desk.forms.kiosk import BookedForm, NumberForm
from requests_desk.models import Terminal, Ticket, Visit
from requests_desk.rules.screen import Hours, hours
from requests_desk.views.check_in import scanned
from requests_desk.views.devices import on_device, remember
from requests_desk.views.progress import people_before
from requests_desk.views.quick import asked_most
from requests_desk.views.screen import version
from requests_desk.views.walk_ins import matter_cards
from stations.models import OpeningDay, Station

FORM = ["GET", "HEAD", "POST"]
KEY = "kiosk"  # what its forms' keys are for
SLIP, SLIP_SECONDS = "kiosk-slip", 60  # the cookie that holds a slip until it is shown, once
FILES = ("js/kiosk.js", "css/device.css")
RESET, IDLE = 20, 60  # seconds until the start comes back: from a slip, from anywhere else
MOST_BUTTONS = 7
NUMBERS, TRIES, WINDOW = 40, 10, timedelta(minutes=10)  # of one device


class Enough(PortalError):
    """Somebody plays with the buttons, or half the street has come at once."""

    status = 429
    sentence = gettext_lazy("Many numbers were taken here just now.")
    next_step = gettext_lazy("Please go to the desk: somebody gives you a number there.")


class NoMoreNumbers(PortalError):
    """The line or the door is closed."""

    sentence = gettext_lazy("There are no more numbers today.")
    next_step = gettext_lazy(
        "If it cannot wait, please speak to somebody at the desk. Booked visits are still received."
    )


@require_safe
@public()
@on_device(Terminal.Kind.KIOSK)
def kiosk(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The start: booked, or take a number. Public, because nobody signs in on a tablet by the door: the device's
    cookie lets it in."""
    now = timezone.now()
    door, line_closed = door_of(terminal.station, now)
    waiting = len(waiting_in_order(terminal.station, now))
    page = {
        "door": door, "line_closed": line_closed, "numbers": can_take(door, line_closed=line_closed),
        "waiting": waiting, "wait": wait_for_next(station=terminal.station, before=waiting, at=now),
    }  # fmt: skip
    response = shown(request, terminal, "start", page, seconds=IDLE)
    return remember(request, response, terminal.kind, request.COOKIES[terminal.kind])


def shown(
    request: HttpRequest,
    terminal: Terminal,
    name: str,
    page: dict[str, Any],
    *,
    seconds: int,
    status: int = 200,
) -> HttpResponse:
    """A page of the kiosk, which gives way to the start in Chinese after so many ``seconds`` without a touch."""
    homes = {}
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            homes[language] = reverse("kiosk", args=[terminal.station.slug])
    page |= {
        "station": terminal.station, "home": homes[settings.LANGUAGE_CODE], "home_en": homes["en"],
        "seconds": seconds, "version": version(*FILES),
        "start": reverse("kiosk", args=[terminal.station.slug]), "now": timezone.now(),
    }  # fmt: skip
    response = TemplateResponse(request, f"requests_desk/kiosk/{name}.html", page, status=status)
    response["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=()"
    return response


def door_of(station: Station, now: datetime) -> tuple[Hours, bool]:
    """How the door stands, and whether the day's line is closed."""
    local = timezone.localtime(now)
    days = OpeningDay.objects.filter(station=station, date=local.date()).order_by("opens")
    return hours(days.values_list("opens", "closes"), local.time()), is_closed(station, now)


def can_take(door: Hours, *, line_closed: bool) -> bool:
    """Whether there are numbers: also before the door opens, for those who wait inside."""
    return door.state != "closed" and not line_closed


def sorry(request: HttpRequest, terminal: Terminal, error: PortalError) -> HttpResponse:
    """What went wrong and what to do, in the kiosk's own frame: nothing leads out of it."""
    return shown(request, terminal, "sorry", {"error": error}, seconds=RESET, status=error.status)


@on_device(Terminal.Kind.KIOSK)
def number_again(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The matters once more: the form had expired. No number was taken."""
    return number_page(request, terminal, NumberForm(asked=matter_cards(terminal.station)), expired=True)


@require_http_methods(FORM)
@public()
@shown_again_by(number_again)
@on_device(Terminal.Kind.KIOSK)
def kiosk_number(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """Which matter, with or without the green lane: one press is one number, however often it is sent."""
    form = NumberForm(
        request.POST if request.method == "POST" else None, asked=matter_cards(terminal.station)
    )
    try:
        door, line_closed = door_of(terminal.station, timezone.now())
        if not can_take(door, line_closed=line_closed):
            raise NoMoreNumbers
        if form.is_valid():
            return slip_after(request, terminal, numbered(request, terminal, form.cleaned_data))
    except KeyNotYours:
        return number_page(request, terminal, form, expired=True, status=409)
    except PortalError as error:
        return sorry(request, terminal, error)
    return number_page(request, terminal, form)


def number_page(
    request: HttpRequest, terminal: Terminal, form: NumberForm, *, expired: bool = False, status: int = 200
) -> HttpResponse:
    """The matters as buttons: those asked most first, all others behind one more press."""
    most = [str(key) for key in asked_most(terminal.station, timezone.localdate())]
    first = [key for key in most if key in form.matters][:MOST_BUTTONS] or list(form.matters)[:MOST_BUTTONS]
    page = {
        "form": form, "expired": expired, "key": new_key(KEY, request, at=timezone.now()),
        "first": [(key, form.matters[key]) for key in first],
        "others": [(key, row) for key, row in form.matters.items() if key not in first],
    }  # fmt: skip
    return shown(request, terminal, "number", page, seconds=IDLE, status=status)


def numbered(request: HttpRequest, terminal: Terminal, said: dict[str, Any]) -> Slip:
    """The number that was asked for. Raises KeyNotYours, Enough, NoMoreNumbers."""
    at, key = timezone.now(), read_key(said["key"], KEY, request)
    try:
        limits.allow(f"kiosk:{terminal.pk}", at=at, most=NUMBERS, window=WINDOW)
        return take_number(
            station=terminal.station, matter=said["matter"], green=said["green"], at=at,
            key=f"{terminal.pk}:{key.nonce}",
        )  # fmt: skip
    except TooManyTries as error:
        raise Enough from error
    except LineClosed as error:
        raise NoMoreNumbers from error


@on_device(Terminal.Kind.KIOSK)
def booked_again(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The field once more: the form had expired. Nobody was checked in, and what was typed is gone, for whoever
    stands there by now may be somebody else."""
    return booked_page(request, terminal, BookedForm(), expired=True)


@require_http_methods(FORM)
@public()
@shown_again_by(booked_again)
@on_device(Terminal.Kind.KIOSK)
def kiosk_booked(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The booked person checks in by themselves, with what only they have."""
    form = BookedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return came(request, terminal, form)
        except TooManyTries as error:
            return sorry(
                request, terminal, TooManyTries(error.sentence, next_step=_("Please go to the desk."))
            )
        except PortalError as error:
            return sorry(request, terminal, error)
    return booked_page(request, terminal, form)


def booked_page(
    request: HttpRequest, terminal: Terminal, form: BookedForm, *, expired: bool = False
) -> HttpResponse:
    return shown(request, terminal, "booked", {"form": form, "expired": expired}, seconds=IDLE)


def came(request: HttpRequest, terminal: Terminal, form: BookedForm) -> HttpResponse:
    """Check in whoever fits, or say why not. Raises TooManyTries, and what `check_in_self` raises."""
    at, counter = timezone.now(), f"kiosk-booked:{terminal.pk}"
    token, reference = scanned(form.cleaned_data["code"])
    proof = form.cleaned_data["proof"]
    if not token and reference_in(reference) and not proof:
        form.add_error("proof", _("Enter the last four digits of your phone number."))
        return booked_page(request, terminal, form)
    limits.allow(counter, at=at, most=TRIES, window=WINDOW)
    visit = found(terminal.station, token, reference_in(reference), proof)
    if visit is None:
        form.add_error(
            "code", _("Nothing fits this. Check it, or go to the desk: they find you by your name.")
        )
        return booked_page(request, terminal, form)
    limits.take_back(counter, at=at, window=WINDOW)
    if visit.state == Visit.State.CAME and visit.ticket.state == Ticket.State.WAITING:
        return slip_after(request, terminal, Slip(visit.ticket, ""))  # pressed twice, or the slip was lost
    if visit.state != Visit.State.BOOKED or not is_today(visit, at):
        form.add_error("code", why_not(visit, at))
        return booked_page(request, terminal, form)
    return slip_after(request, terminal, check_in_self(visit=visit, at=at))


def found(station: Station, token: str, reference: str, proof: str) -> Visit | None:
    """The visit at this station that a link opens, or that a reference names and a phone proves."""
    rows = Visit.objects.filter(station=station).exclude(state=Visit.State.CANCELLED)
    visit = (
        rows.select_related("ticket")
        .filter(**{"token": token} if token else {"reference": reference})
        .first()
    )
    if visit is None or token:
        return visit
    return visit if proof and same(last_four(visit.phone), proof) else None


def is_today(visit: Visit, at: datetime) -> bool:
    return timezone.localtime(visit.starts_at).date() == timezone.localtime(at).date()


def why_not(visit: Visit, at: datetime) -> str:
    """Why somebody with the right proof cannot be checked in here and now."""
    day, today = timezone.localtime(visit.starts_at).date(), timezone.localtime(at).date()
    if day == today:
        return _("You were here with this visit already. Please go to the desk.")
    said = {"day": day_with_year(day, today), "time": clock(visit.starts_at)}
    return _("This visit is for %(day)s, %(time)s. Take a number, or go to the desk.") % said


def slip_after(request: HttpRequest, terminal: Terminal, slip: Slip) -> HttpResponse:
    """On to the slip, which is laid into a cookie for a minute and taken out when it is shown: neither the back
    button nor the address shows it to whoever comes next."""
    response = redirect("kiosk_slip", terminal.station.slug)
    response.set_signed_cookie(
        SLIP, f"{slip.ticket.reference} {slip.code}", salt=f"{SLIP}:{terminal.pk}", max_age=SLIP_SECONDS,
        httponly=True, samesite="Strict", secure=request.is_secure(), path=response["Location"],
    )  # fmt: skip
    return response


@require_safe
@public()
@on_device(Terminal.Kind.KIOSK)
def kiosk_slip(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The number in large figures, once; afterwards, and after a minute, the start."""
    start = redirect("kiosk", terminal.station.slug)
    try:
        kept = request.get_signed_cookie(SLIP, salt=f"{SLIP}:{terminal.pk}", max_age=SLIP_SECONDS)
    except (KeyError, signing.BadSignature):
        return start
    reference, _space, code = (kept or "").partition(" ")
    ticket = Ticket.objects.filter(station=terminal.station, reference=reference).first()
    if ticket is None:
        return start
    now = timezone.now()
    before = people_before(ticket, now)
    page = {
        "ticket": ticket, "code": code, "track_url": absolute(reverse("track")), "before": before,
        "wait": wait_of(station=terminal.station, before=before, at=now),
        "qr": qr_svg(absolute(reverse("ticket_track", args=[ticket.token])), title=_("Link to follow this matter")),
    }  # fmt: skip
    response = shown(request, terminal, "slip", page, seconds=RESET)
    response.delete_cookie(SLIP, path=request.path, samesite="Strict")
    return response
