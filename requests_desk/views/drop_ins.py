"""Just came in: one tap at the board, and one to take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from requests_desk.actions.drop_ins import count_in, count_out
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import at, button_on


@worker_required
@button_on(at("desk:board"))
def drop_in(request: HttpRequest) -> HttpResponse:
    """+1, after which the board offers −1."""
    worker, station, _stations = sit_down(request)
    count_in(station=station, worker=worker, day=timezone.localdate())
    return redirect(f"{reverse('desk:board')}?tapped=1")


@worker_required
@button_on(at("desk:board"))
def drop_in_slip(request: HttpRequest) -> HttpResponse:
    """−1, for a slip of the finger."""
    worker, station, _stations = sit_down(request)
    if not count_out(station=station, worker=worker, day=timezone.localdate()):
        messages.warning(request, _("Nobody was counted today, so nobody was taken off."))
    return redirect("desk:board")
