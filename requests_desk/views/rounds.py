"""Rounds: logged on a phone, which courts were last walked when, and how often the head wants it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.paging import page_of
from requests_desk.actions import rounds
from requests_desk.forms.rounds import RoundForm, RoundPlanForm
from requests_desk.models import Care, Round
from requests_desk.rules.rounds import Stand, longest_first, stand
from requests_desk.views.at_desk import sit_down
from requests_desk.views.posted import at, button_on
from requests_desk.views.quick import asked_most
from stations.models import Building, Committee, Service, Worker

NEWEST = 10  # rounds below the list
MOST_DUE = 200  # people on the list; nobody visits more
LOOKED_BACK = timedelta(days=30)  # of the officials' figures


@dataclass(frozen=True)
class Walked:
    """A court and where it stands."""

    court: Building
    stand: Stand


def courts_of(committee: Committee) -> QuerySet[Building]:
    """The courts of a committee, each with ``walked_at``, the last street round through it."""
    street = Q(rounds__kind=Round.Kind.STREET)
    rows = Building.objects.filter(grid__committee=committee).select_related("grid", "estate")
    return rows.annotate(walked_at=Max("rounds__walked_at", filter=street)).order_by(
        "grid__position", "grid", "pk"
    )


def walked(courts: Sequence[Any], every: int, today: date) -> list[Walked]:
    """Never walked first, then the longest ago."""
    days = {one.pk: one.walked_at and timezone.localtime(one.walked_at).date() for one in courts}
    ordered = sorted(courts, key=lambda one: longest_first(days[one.pk]))
    return [Walked(one, stand(days[one.pk], every=every, today=today)) for one in ordered]


@worker_required
def round_list(request: HttpRequest) -> HttpResponse:
    """Where nobody was for long, and who waits for a visit; officials read counts."""
    worker: Any = request.user
    if not worker.scope.desk_committees:
        return in_figures(request, worker)
    return listed(request)


def listed(request: HttpRequest, *, form: RoundPlanForm | None = None) -> HttpResponse:
    """The page of one's own committee. Nobody's name stands on it."""
    worker, station, stations = sit_down(request)
    committee, today = station.committee, timezone.localdate()
    street_days, care_days = rounds.plan_of(committee.pk)
    people: list[Any] = list(
        Care.objects.standing().filter(committee=committee).select_related("court__grid")[:MOST_DUE]
    )
    for one in people:
        one.days = (today - one.due_on).days  # negative: still to come
    newest = (
        Round.objects.filter(committee=committee).select_related("by", "ticket").prefetch_related("courts")
    )
    heads = committee.pk in worker.scope.head_committees
    plan = {"street_days": street_days, "care_days": care_days}
    page = {
        "section": "rounds", "place": station, "station": station, "stations": stations, **plan,
        "walked": walked(list(courts_of(committee)), street_days, today),
        "due": [one for one in people if one.days >= 0], "later": [one for one in people if one.days < 0],
        "newest": newest[:NEWEST], "form": form,
        "plan_form": form or (RoundPlanForm(initial=plan) if heads else None),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/rounds/list.html", page)


@worker_required
def round_new(request: HttpRequest) -> HttpResponse:
    """One short page, on the way."""
    worker, station, _stations = sit_down(request)
    courts = list(courts_of(station.committee))
    matters = list(Service.objects.asked_at(station.committee.code).only("name", "name_en", "number"))
    known: dict[str, Any] = {
        "courts": courts, "matters": matters, "often": asked_most(station, timezone.localdate()),
    }  # fmt: skip
    asked = {"key": secrets.token_urlsafe(24), "courts": request.GET.getlist("court")}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=asked, **known)
    status = 200
    if form.is_valid():
        try:
            row = rounds.log_round(station=station, worker=worker, at=timezone.now(), **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}".strip())
            status = error.status
        else:
            messages.success(request, said(row))
            return redirect("desk:round_list")
    page = {"section": "rounds", "place": station, "form": form, "grids": by_grid(courts, form)}
    return TemplateResponse(request, "requests_desk/rounds/new.html", page, status=status)


def by_grid(courts: Sequence[Building], form: RoundForm) -> list[dict[str, Any]]:
    """The boxes to tick, grid by grid; a grid stands open where one of its courts is ticked, or where it is alone."""
    ticked = {str(key) for key in form["courts"].value() or []}
    grids: dict[int, dict[str, Any]] = {}
    for court in courts:
        grid = grids.setdefault(court.grid_id, {"grid": court.grid, "courts": [], "open": False})
        is_ticked = str(court.pk) in ticked
        grid["courts"].append((court, is_ticked))
        grid["open"] = grid["open"] or is_ticked
    for grid in grids.values():
        grid["open"] = grid["open"] or len(grids) == 1
    return list(grids.values())


def said(row: Round) -> str:
    """What became of it, in one sentence."""
    if row.ticket is not None:
        return _("The round is noted, and %(ticket)s is yours now.") % {"ticket": row.ticket.reference}
    return _("The round is noted.")


@worker_required
@button_on(at("desk:round_list"))
def round_plan(request: HttpRequest) -> HttpResponse:
    """The head says after how many days."""
    worker, station, _stations = sit_down(request)
    if station.committee_id not in worker.scope.head_committees:
        raise NotAllowed
    form = RoundPlanForm(request.POST)
    if not form.is_valid():
        return listed(request, form=form)
    rounds.set_plan(committee=station.committee, worker=worker, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The intervals are kept."))
    return redirect("desk:round_list")


def in_figures(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Counts by committee, for the offices above: no court and nobody."""
    now = timezone.now()
    page = page_of(request, figures_of(worker, now), size=40)
    context = {"section": "blocks", "page": page, "days": LOOKED_BACK.days}
    return TemplateResponse(request, "requests_desk/rounds/figures.html", context)


def figures_of(worker: Worker, now: datetime) -> QuerySet[Committee]:
    """The committees in scope that have courts, with how many were walked lately and how many visits are due."""
    today = timezone.localtime(now).date()
    courts = Building.objects.filter(grid__committee=OuterRef("pk"))
    lately = courts.filter(rounds__kind=Round.Kind.STREET, rounds__walked_at__gt=now - LOOKED_BACK)
    people = Care.objects.standing().filter(committee=OuterRef("pk"))
    rows = Committee.objects.in_scope_of(worker).annotate(
        courts=_counted(courts, "grid__committee"),
        walked=_counted(lately, "grid__committee"),
        people=_counted(people, "committee"),
        due=_counted(people.filter(due_on__lte=today), "committee"),
    )
    return rows.filter(Q(courts__gt=0) | Q(people__gt=0)).order_by(F("due").desc(), "code")


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    number = rows.order_by().values(by).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())
