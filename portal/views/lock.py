"""The lock at a shared desk: the page goes, the session stays, a PIN opens it again."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.common.access import at_the_door, worker_required
from portal.common.doors import FACTOR, LOCK, carry, first_asked, idle_time, stay, to_first_asked
from portal.common.errors import TooManyTries
from portal.common.kept import pack, unpack
from portal.common.limits import allow, clear
from portal.views.account import TRIES, WINDOW, asked_for, carries, landing, offered_again
from stations.actions import pins
from stations.actions.devices import forget_device
from stations.forms.account import NewPinForm, PinForm
from stations.models import Worker

FROM = "locked_from"  # in the form that locks: the page it stood on


@sensitive_post_parameters("pin")
@at_the_door
def lock(request: HttpRequest) -> HttpResponse:
    """Opened, it shows the lock where the page is locked; a POST locks it, or brings the PIN."""
    worker: Any = request.user
    asked = first_asked(request, worker)
    if asked == FACTOR:
        return to_first_asked(request, FACTOR)
    if not worker.pin:
        return redirect("account")
    if FROM in request.POST:
        return shut(request)
    if request.method == "POST" and not carries(request):
        return opened(request, worker)
    if asked != LOCK:
        return redirect(asked_for(request) or landing(worker))
    return shown(request, PinForm(), 403 if carries(request) else 200)


def shut(request: HttpRequest) -> HttpResponse:
    """Lock now. What stood in the page's form came along, and waits in the lock's own."""
    request.session[LOCK] = True
    wanted = request.POST[FROM]
    if not (wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)):
        wanted = ""
    request.kept = pack(request, to=wanted, without=(FROM,)) if wanted else ""  # type: ignore[attr-defined]
    return shown(request, PinForm(), 200, next=wanted)


def shown(request: HttpRequest, form: PinForm, status: int, **more: Any) -> HttpResponse:
    """Who works here, and the field for the PIN: nothing else of theirs."""
    kept = getattr(request, "kept", "") or request.POST.get("kept", "")
    page = {"form": form, "kept": kept, "next": asked_for(request), "locked": True, **more}
    return TemplateResponse(request, "portal/account/lock.html", page, status=status)


def opened(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The PIN opens; five wrong ones end the session, and what was typed waits behind the password."""
    form = PinForm(request.POST)
    key = f"pin:{request.session.session_key}"
    if not form.is_valid():
        return shown(request, form, 200)
    try:
        allow(key, at=timezone.now(), most=TRIES, window=WINDOW)
    except TooManyTries:
        forget_device(session_key=str(request.session.session_key))
        logout(request)
        package = request.POST.get("kept", "")
        return carry(request, "sign_in", package) if package else redirect("sign_in")
    if not pins.opens(worker, form.cleaned_data["pin"]):
        form.add_error("pin", _("This PIN is wrong. After five wrong ones you are signed out."))
        return shown(request, form, 200)
    clear(key)
    request.session.pop(LOCK, None)
    kept = unpack(request.POST.get("kept", ""), request)
    answer = offered_again(request, kept) if kept else redirect(asked_for(request) or landing(worker))
    return stay(request, answer, worker)


@sensitive_post_parameters("new_pin", "password")
@worker_required
def pin(request: HttpRequest) -> HttpResponse:
    """Set a PIN: it asks for the password, so that nobody sets one at a desk left alone."""
    worker: Any = request.user
    form = NewPinForm(request.POST or None)
    if form.is_valid():
        key = f"pin-password:{worker.pk}"
        try:
            allow(key, at=timezone.now(), most=TRIES, window=timedelta(hours=1))
            if not worker.check_password(form.cleaned_data["password"]):
                form.add_error("password", _("The password is wrong."))
            else:
                clear(key)
                pins.set_pin(worker=worker, pin=form.cleaned_data["new_pin"], at=timezone.now())
                messages.success(request, _("Your PIN is set. Alt+L locks the page."))
                return stay(request, redirect("account"), worker)
        except pins.BadPin as error:
            form.add_error("new_pin", str(error.sentence))
        except TooManyTries:
            form.add_error("password", _("Too many tries. Wait an hour."))
    page = {"form": form, "idle_minutes": int(idle_time().total_seconds() // 60)}
    return TemplateResponse(request, "portal/account/pin.html", page)


@worker_required
def pin_off(request: HttpRequest) -> HttpResponse:
    """Without a PIN nothing locks."""
    worker: Any = request.user
    if request.method == "POST" and worker.pin:
        pins.take_pin_off(worker=worker, at=timezone.now())
        messages.success(request, _("Your page locks no more."))
    return redirect("account")
