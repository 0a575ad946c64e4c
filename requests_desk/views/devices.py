"""What a call screen and a kiosk have in common: the device is let in by its own cookie, and by nothing else."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse

from requests_desk.actions.terminals import find_terminal
from requests_desk.models import Terminal
from stations.models import Station

log = logging.getLogger("portal.request")
View = Callable[..., HttpResponse]
Kind = Terminal.Kind
LASTS = 400 * 24 * 3600  # seconds, the longest that browsers keep a cookie; each start of the page renews it


def remember(request: HttpRequest, response: HttpResponse, kind: str, secret: str) -> HttpResponse:
    """Lay the device's secret into its cookie, one for each kind. It is read under both languages, so its path is
    the whole portal; no script reads it."""
    response.set_cookie(
        kind, secret, max_age=LASTS, httponly=True, samesite="Lax", secure=request.is_secure(), path="/"
    )
    return response


def not_connected(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Any other browser at this address, an ended device among them. That a station stands there is public; one
    that does not is 404."""
    station = get_object_or_404(Station.objects.operating(), slug=slug)
    page = {"station": station, "kind": kind}
    return TemplateResponse(request, "requests_desk/terminals/not_connected.html", page, status=403)


def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is locked, restarting or gone: the device says so and asks again by itself, since nobody stands
    there who would. Nothing was saved."""
    log.warning("database busy", extra={"portal": {"request_id": request.id, "error": type(error).__name__}})  # type: ignore[attr-defined]
    response = render(None, "requests_desk/terminals/busy.html", status=503)
    response["Retry-After"] = response["Refresh"] = "10"
    return response


def on_device(kind: Terminal.Kind) -> Callable[[View], View]:
    """Mark a view as a device's own: called with its `Terminal` in place of the slug. It stands below
    ``@public()``: the cookie is the pass, and no worker is signed in on a device that stands in public."""

    def mark(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            secret = request.COOKIES.get(kind.value, "")
            try:
                terminal = find_terminal(kind=kind, slug=slug, secret=secret)
                if terminal is None:
                    return not_connected(request, kind.value, slug)
                return view(request, terminal, *args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                return busy(request, error)

        return enter

    return mark
