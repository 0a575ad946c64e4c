"""The second factor at the door: setting up a phone, and its code after the password."""

from base64 import b32encode
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.common.access import at_the_door, worker_required
from portal.common.doors import FACTOR, PASSED, stay
from portal.common.errors import PortalError, TooManyTries
from portal.common.kept import unpack
from portal.common.limits import allow, clear, client_address
from portal.common.qr import qr_svg
from portal.devices import renew_key
from portal.views.account import asked_for, carries, landing, offered_again
from stations.actions import second_factor as actions
from stations.actions.devices import end_devices
from stations.forms.account import CodeForm
from stations.models import Worker

NEW_PHONE = "new_phone"  # the phone that is being set up, in the session
TRIES, WINDOW = 5, timedelta(minutes=10)  # from one address
MOST, WHILE = 30, timedelta(hours=1)  # from all addresses together: whoever guesses here knows the password


@sensitive_post_parameters("code")
@at_the_door
def second_factor(request: HttpRequest) -> HttpResponse:
    """After the password: enrol a phone, or type its code."""
    worker: Any = request.user
    if not actions.is_set_up(worker):
        return enrol(request, worker)
    if request.session.get(FACTOR) == PASSED:
        return redirect("account")
    form = CodeForm(None if carries(request) else request.POST or None)
    status = 403 if carries(request) else 200
    if form.is_valid():
        try:
            check(request, worker, form.cleaned_data["code"])
            return go_on(request, worker)
        except PortalError as error:
            form.add_error("code", f"{error.sentence} {error.next_step}")
            status = error.status if isinstance(error, TooManyTries) else 200
    return shown(request, "portal/account/second_factor.html", form, status)


def check(request: HttpRequest, worker: Worker, code: str) -> None:
    """Take the code, at most five tries in ten minutes. Raises WrongCode, TooManyTries."""
    now, key = timezone.now(), f"second-factor:{client_address(request)}:{worker.pk}"
    try:
        allow(key, at=now, most=TRIES, window=WINDOW)
        allow(f"second-factor:{worker.pk}", at=now, most=MOST, window=WHILE)
    except TooManyTries as error:
        raise TooManyTries(next_step=_("Please wait ten minutes.")) from error
    actions.verify(worker=worker, code=code, at=now)
    clear(key)


def enrol(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The secret as a square and as text; it counts once the phone's first code is typed."""
    # In the session, so that a page that was left and opened anew shows what the phone already has, and nobody
    # who knows the password alone learns the secret of somebody else's phone.
    device = actions.new_phone(worker=worker, key=request.session.get(NEW_PHONE, ""))
    if NEW_PHONE not in request.session:
        request.session[NEW_PHONE] = device.key
    form = CodeForm(None if carries(request) else request.POST or None)
    if form.is_valid():
        now = timezone.now()
        try:
            codes = actions.confirm(worker=worker, key=device.key, code=form.cleaned_data["code"], at=now)
        except actions.WrongCode as error:
            form.add_error("code", f"{error.sentence} {error.next_step}")
        else:
            del request.session[NEW_PHONE]
            let_in(request)
            end_devices(worker=worker, actor=worker, at=now, but=str(request.session.session_key))
            return sheet(request, worker, codes)
    secret = b32encode(device.bin_key).decode()
    more = {
        "qr": qr_svg(device.config_url, title=_("QR code for your authenticator app")),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "required": worker.scope.needs_second_factor,
    }
    return shown(
        request, "portal/account/second_factor_new.html", form, 403 if carries(request) else 200, **more
    )


def shown(request: HttpRequest, template: str, form: CodeForm, status: int, **more: Any) -> HttpResponse:
    """The page with its form, carrying along where to go and what was typed before."""
    kept = getattr(request, "kept", "") or request.POST.get("kept", "")
    page = {"form": form, "next": asked_for(request), "kept": kept, **more}
    return TemplateResponse(request, template, page, status=status)


def let_in(request: HttpRequest) -> None:
    """The code was right."""
    request.session[FACTOR] = PASSED
    renew_key(request)


def go_on(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Where they wanted to go; or what they had typed, to be sent."""
    let_in(request)
    kept = unpack(request.POST.get("kept", ""), request)
    if kept is not None:
        return stay(request, offered_again(request, kept), worker)
    return stay(request, redirect(asked_for(request) or landing(worker)), worker)


def sheet(request: HttpRequest, worker: Worker, codes: list[str]) -> HttpResponse:
    """Ten recovery codes, shown on this one page; then on to where they wanted to go."""
    kept = unpack(request.POST.get("kept", ""), request)
    page = {"codes": codes, "next": asked_for(request) or landing(worker), "kept": kept}
    return stay(request, TemplateResponse(request, "portal/account/recovery_codes.html", page), worker)


@worker_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """A new sheet; the old one is worth nothing any more."""
    worker: Any = request.user
    if request.method != "POST":
        return redirect("account")
    return sheet(request, worker, actions.renew_codes(worker=worker, at=timezone.now()))


@sensitive_post_parameters("code")
@worker_required
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Somebody at a desk does without, once they have typed a code."""
    worker: Any = request.user
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            check(request, worker, form.cleaned_data["code"])
            actions.take_off(worker=worker, at=timezone.now())
        except (actions.WrongCode, TooManyTries) as error:
            form.add_error("code", f"{error.sentence} {error.next_step}")
        else:
            messages.success(request, _("From now on your password alone lets you in."))
            return redirect("account")
    return TemplateResponse(request, "portal/account/second_factor_off.html", {"form": form})
