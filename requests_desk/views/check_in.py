"""Check-in: the booked person stands here."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.codes import clean_reference
from portal.common.phones import clean_phone
from requests_desk.actions import line
from requests_desk.forms.desk_visits import CheckInForm
from requests_desk.models import Visit
from requests_desk.views.at_desk import sit_down
from requests_desk.views.walk_ins import with_slip
from stations.models import Worker


@worker_required
def check_in(request: HttpRequest) -> HttpResponse:
    """Who is expected today, and a field for what they show. A scanned link only looks; the button
    checks in."""
    worker, station, stations = sit_down(request)
    typed = request.POST if request.method == "POST" else request.GET if "reference" in request.GET else None
    form = CheckInForm(typed)
    found: list[Visit] = []
    status = 200
    if form.is_valid():
        found = list(meant(worker, form.cleaned_data["reference"])[:12])
        if len(found) == 1 and request.method == "POST":
            try:
                slip = line.check_in(visit=found[0], worker=worker, at=timezone.now())
                return with_slip(redirect("desk:ticket_slip", slip.ticket.reference), slip, request)
            except line.NotExpected as error:
                form.add_error(None, f"{error.sentence} {error.next_step}")
                status = error.status
        elif not found:
            form.add_error("reference", _("No visit of ours fits this."))
    page = {
        "section": "check_in", "place": station, "station": station, "stations": stations,
        "form": form, "found": found, "visits": expected_today(worker).filter(station=station),
        "today": timezone.localdate(),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/desk/check_in.html", page, status=status)


def own_visits(worker: Worker) -> QuerySet[Visit]:
    """The visits of the stations at whose desk the worker sits."""
    rows = Visit.objects.in_scope_of(worker).filter(station__committee__in=worker.scope.desk_committees)
    return rows.select_related("service", "station")


def expected_today(worker: Worker) -> Any:
    """Those of them who are to come today."""
    return own_visits(worker).expected(timezone.localdate())  # type: ignore[attr-defined]


def scanned(typed: str) -> tuple[str, str]:
    """The secret of a visit's own link, and the reference of a link to check-in; of anything else
    nothing, and the words themselves."""
    try:
        link = urlsplit(typed)
    except ValueError:  # only looks like an address
        return "", typed
    parts = [part for part in link.path.split("/") if part]
    if "visits" in parts[:-1]:
        return parts[parts.index("visits") + 1], ""
    return "", parse_qs(link.query).get("reference", [typed])[0]


def meant(worker: Worker, typed: str) -> QuerySet[Visit]:
    """The visits that ``typed`` can mean: by link or reference of any day; by phone, its last four
    digits or a name among those expected today."""
    token, reference = scanned(typed)
    if token:
        return own_visits(worker).filter(token=token)
    try:
        by_reference = own_visits(worker).filter(reference=clean_reference(reference))
    except ValueError:
        by_reference = Visit.objects.none()
    if by_reference.exists():
        return by_reference
    plain = "".join(typed.split())
    if plain.isdecimal() and len(plain) == 4:
        return expected_today(worker).filter(phone__endswith=f"{int(plain):04}")
    try:
        return expected_today(worker).filter(phone=clean_phone(typed))
    except ValueError:
        return expected_today(worker).filter(name__contains=typed)
