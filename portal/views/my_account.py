"""My account: where I am signed in, and what lets me in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.access import worker_required
from portal.common.doors import idle_time
from stations.actions import second_factor
from stations.actions.devices import end_device, end_devices
from stations.models import Absence, Device

MOST_SHOWN = 50


@worker_required
def account(request: HttpRequest) -> HttpResponse:
    """Signed-in devices, the second factor, the PIN, absences."""
    worker: Any = request.user
    now = timezone.now()
    set_up = second_factor.is_set_up(worker)
    absences = Absence.objects.filter(worker=worker).not_over(timezone.localdate())
    page = {
        "devices": Device.objects.signed_in(now).filter(worker=worker)[:MOST_SHOWN],
        "this": request.session.session_key,
        "set_up": set_up, "codes_left": second_factor.codes_left(worker) if set_up else 0,
        "required": worker.scope.needs_second_factor,
        "idle_minutes": int(idle_time().total_seconds() // 60),
        "absences": absences.select_related("deputy"), "section": "account",
    }  # fmt: skip
    return TemplateResponse(request, "portal/account/account.html", page)


@worker_required
def device_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sign-ins; of others' nobody learns whether they are there."""
    worker: Any = request.user
    device = get_object_or_404(Device, pk=pk, worker=worker)
    if request.method == "POST":
        end_device(device=device, worker=worker, at=timezone.now())
        messages.success(request, _("That device is signed out."))
    return redirect("account")


@worker_required
def devices_end(request: HttpRequest) -> HttpResponse:
    """End all one's sign-ins but this one."""
    worker: Any = request.user
    if request.method == "POST":
        this = str(request.session.session_key)
        number = end_devices(worker=worker, actor=worker, at=timezone.now(), but=this)
        words = ngettext("%(n)d other device is signed out.", "%(n)d other devices are signed out.", number)
        messages.success(request, words % {"n": number})
    return redirect("account")
