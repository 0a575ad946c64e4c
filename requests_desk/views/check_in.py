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
from portal.common.templatetags.times import clock
from portal.common.words import day_with_year
from requests_desk.actions import line
from requests_desk.forms.desk_visits import CheckInForm
from requests_desk.models import Ticket, Visit
from requests_desk.views.at_desk import sit_down
from requests_desk.views.walk_ins import with_slip
from stations.models import Worker

MOST_FOUND = 12


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
        rows, exact = meant(worker, form.cleaned_data["reference"])
        found = list(rows[:MOST_FOUND])
        if exact and request.method == "POST":
            try:
                slip = line.check_in(visit=found[0], worker=worker, at=timezone.now())
                return with_slip(redirect("desk:ticket_slip", slip.ticket.reference), slip, request)
            except line.NotExpected as error:
                form.add_error(None, why_not(found[0]))
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


def meant(worker: Worker, typed: str) -> tuple[QuerySet[Visit], bool]:
    """The visits that ``typed`` can mean, and whether it names exactly one: a link or reference does, of
    any day. A phone, its last four digits or part of a name are looked for among those of today, and
    somebody has to look which of them is meant, even where only one is found."""
    token, reference = scanned(typed)
    try:
        key = {"token": token} if token else {"reference": clean_reference(reference)}
    except ValueError:
        key = {}
    named = own_visits(worker).filter(**key) if key else Visit.objects.none()
    if token or named.exists():
        return named, named.exists()
    return by_person(today_here(worker), typed), False


def today_here(worker: Worker) -> QuerySet[Visit]:
    """Who is expected today, was checked in already or excused, at the desks where the worker sits."""
    rows: Any = own_visits(worker)
    here = rows.on(timezone.localdate()).exclude(state=Visit.State.CANCELLED)
    return here.select_related("service", "station", "ticket").order_by("starts_at", "pk")


def by_person(rows: QuerySet[Visit], typed: str) -> QuerySet[Visit]:
    """Those of ``rows`` that a phone, its last four digits or part of a name fits."""
    plain = "".join(typed.split())
    if plain.isdecimal() and len(plain) == 4:
        return rows.filter(phone__endswith=f"{int(plain):04}")
    try:
        return rows.filter(phone=clean_phone(typed))
    except ValueError:
        return rows.filter(name__contains=typed)


def why_not(visit: Visit) -> str:
    """Why the visit cannot be checked in as it stands, and what to do; `line.check_in` has refused it."""
    fresh = Visit.objects.select_related("ticket__responsible", "ticket__called_by").get(pk=visit.pk)
    if fresh.state == Visit.State.CAME:
        return came_words(fresh.ticket)
    if fresh.state == Visit.State.CANCELLED:
        return _("This visit is cancelled. If the person stands here, log a walk-in.")
    if fresh.state == Visit.State.EXCUSED:
        return _("This visit is excused. Take the excuse back on its page, or log a walk-in.")
    day, today = timezone.localtime(fresh.starts_at).date(), timezone.localdate()
    said = {"day": day_with_year(day, today)}
    if day > today:
        return _("This visit is for %(day)s. Move it to today, or log a walk-in.") % said
    return _("This visit was for %(day)s. If the person stands here, log a walk-in.") % said


def came_words(ticket: Ticket) -> str:
    """Where somebody is who was checked in before."""
    said = {"number": ticket.number, "time": clock(ticket.arrived_at), "state": ticket.get_state_display()}
    if ticket.state == Ticket.State.SERVING:
        return _("Checked in already: number %(number)s, now with %(name)s.") % {
            **said,
            "name": ticket.responsible,
        }
    if ticket.state != Ticket.State.WAITING:
        return _("Checked in already: number %(number)s, since %(time)s. Now: %(state)s.") % said
    if ticket.called_by_id is not None:
        return _("Checked in already: number %(number)s, called by %(name)s.") % {
            **said,
            "name": ticket.called_by,
        }
    if ticket.aside_at is not None:
        return _("Checked in already: number %(number)s, set aside. Put them back into the line.") % said
    return _("Checked in already: number %(number)s, waiting since %(time)s.") % said
