"""A station's screens and kiosks: their links are issued and ended at the desk, and opened on the device."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.common.access import public, worker_required
from portal.common.again import EXPIRED, shown_again_by
from portal.common.errors import TooManyTries
from portal.common.form_keys import new_key
from portal.common.limits import client_address
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.actions import terminals
from requests_desk.forms.terminals import CodeForm
from requests_desk.models import Terminal
from requests_desk.views.at_desk import sit_down
from requests_desk.views.devices import remember
from requests_desk.views.posted import at, button_on, seed_of
from requests_desk.views.private import by_link

FORM = ["GET", "HEAD", "POST"]


@worker_required
def terminal_list(request: HttpRequest) -> HttpResponse:
    """Which devices stand at this station, and a link for one more."""
    _worker, station, stations = sit_down(request)
    now = timezone.now()
    rows = Terminal.objects.filter(station=station).in_use(now).select_related("issued_by")
    page = {
        "section": "people", "place": station, "station": station, "stations": stations, "now": now,
        "terminals": rows[: terminals.MOST], "kinds": Terminal.Kind.choices,
        "key": new_key("terminal", request, at=now),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/terminals/list.html", page)


@worker_required
@button_on(at("desk:terminal_list"))
def terminal_new(request: HttpRequest) -> HttpResponse:
    """The link as text and square, and a code to type in its place, on this one page: of its secrets only hashes are
    kept. Loaded again it shows the same ones while they open."""
    worker, station, _stations = sit_down(request)
    kind = request.POST.get("kind", "")
    if kind not in Terminal.Kind.values:
        messages.warning(request, _("Choose what the device is to be: call screen or kiosk."))
        return redirect("desk:terminal_list")
    try:
        row, link, code = terminals.issue(
            station=station, kind=Terminal.Kind(kind), worker=worker, at=timezone.now(),
            seed=seed_of(request, "terminal"),
        )  # fmt: skip
    except (terminals.TooManyDevices, terminals.LinkUsed) as error:
        messages.warning(request, f"{error.sentence} {error.next_step}")
        return redirect("desk:terminal_list")
    url = absolute(reverse(f"{kind}_open", args=[station.slug, link]))
    page = {
        "section": "people", "place": station, "station": station, "terminal": row, "url": url,
        "code": code, "typed_at": absolute(reverse(f"{kind}_code")),
        "qr": qr_svg(url, title=_("QR code of the device's link")),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/terminals/link.html", page)


def list_with(request: HttpRequest, pk: int) -> str:
    """The list, for whoever may see the row."""
    load(request, pk)
    return at("desk:terminal_list")(request)


def load(request: HttpRequest, pk: int) -> Terminal:
    """The device in scope; 404 for others."""
    worker: Any = request.user
    return get_object_or_404(Terminal.objects.in_scope_of(worker).select_related("station"), pk=pk)


@worker_required
@button_on(list_with)
def terminal_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The device shows nothing from its next request on."""
    worker: Any = request.user
    terminals.end_terminal(terminal=load(request, pk), worker=worker, at=timezone.now())
    messages.success(request, _("Ended: the device shows nothing more from its next request on."))
    return redirect("desk:terminal_list")


@require_http_methods(FORM)
@public()
@by_link
def terminal_open(request: HttpRequest, slug: str, link: str, kind: str) -> HttpResponse:
    """On the device itself: what the link would make of it, and one button. Looking changes nothing, so that a
    preview of the link does not use it up."""
    asked: dict[str, Any] = {"kind": Terminal.Kind(kind), "slug": slug, "link": link, "at": timezone.now()}
    try:
        if request.method == "POST":
            row, secret = terminals.open_terminal(**asked)
            return remember(request, redirect(kind, row.station.slug), kind, secret)
        row = terminals.behind_link(**asked)
    except terminals.NoSuchLink as error:
        # Swiped back on the device itself: it is connected, and its link has done its work.
        if terminals.find_terminal(kind=Terminal.Kind(kind), slug=slug, secret=request.COOKIES.get(kind, "")):
            return redirect(kind, slug)
        page = {"error": error}
        return TemplateResponse(request, "requests_desk/terminals/no_link.html", page, status=error.status)
    return TemplateResponse(request, "requests_desk/terminals/open.html", {"terminal": row, "kind": kind})


@by_link
def code_again(request: HttpRequest, kind: str) -> HttpResponse:
    """The field once more: its page was open too long. Nothing is connected."""
    form = CodeForm(request.POST)
    form.add_error(None, EXPIRED)
    return code_page(request, kind, form, 200)


@require_http_methods(FORM)
@public()
@by_link
@shown_again_by(code_again)
def terminal_code(request: HttpRequest, kind: str) -> HttpResponse:
    """On the device itself, where nobody wants to type a link with a remote control: the eight symbols of its code.
    Public, like the page behind the link; a code says by itself whether it makes a screen or a kiosk."""
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            row, secret = terminals.open_by_code(
                code=form.cleaned_data["code"], client=client_address(request), at=timezone.now()
            )
        except (terminals.NoSuchCode, TooManyTries) as error:
            form.add_error("code", f"{error.sentence} {error.next_step}".strip())
            status = error.status
        else:
            return remember(request, redirect(row.kind, row.station.slug), row.kind, secret)
    return code_page(request, kind, form, status)


def code_page(request: HttpRequest, kind: str, form: CodeForm, status: int) -> HttpResponse:
    """The one field; what was typed wrongly is not shown again on a device that stands in public."""
    page = {"form": form, "kind": kind}
    return TemplateResponse(request, "requests_desk/terminals/code.html", page, status=status)
