"""The board of today: who waits, whom I serve, what is mine and what is late, on one page."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import worker_required
from portal.common.codes import reference_in
from requests_desk.actions.line import order_of
from requests_desk.forms.tickets import SpotForm
from requests_desk.models import (
    ActivitySession,
    Care,
    DropIns,
    Escalation,
    FollowUp,
    Line,
    Message,
    OpenDayRecord,
    Ticket,
    Visit,
)
from requests_desk.views.at_desk import at_desk, chosen, desk_numbers, desk_of, own_stations, remember_seat
from requests_desk.views.news import TO_ACT_ON, with_news, without_news
from requests_desk.views.posted import at, button_on
from stations.models import Absence, PackOffer, Station, Worker

LINE, OFFERS, MINE, LATE = range(4)
MOST_ROWS = 400  # of all panes together; the line of a day comes first
SOON = timedelta(hours=2)  # so far ahead booked visits stand open on the page
SHOWN = 8  # rows of mine and late; the list has the rest

COLUMNS = (
    "reference", "state", "number", "lane", "booked_for", "arrived_at", "lined_up_at", "aside_at", "called_at",
    "called_by", "called_to", "times_called", "name", "on_behalf", "responsible", "due_at",
    "matter__name", "matter__name_en",
    "responsible__name", "responsible__username", "called_by__name", "called_by__username",
    "estate__name", "estate__name_en",
)  # fmt: skip


@worker_required
def board(request: HttpRequest) -> HttpResponse:
    """Today at one station. People with an office alone work in the administration."""
    worker: Any = request.user
    if not worker.scope.desk_committees:
        return redirect("admin:index")
    now = timezone.now()
    stations = list(with_figures(own_stations(worker), worker, now))
    station = chosen(request, stations)
    shown = panes(worker, station, now)
    soon, later = by_time(expected(station, worker, timezone.localtime(now).date()), now)
    page = {
        "section": "board", "place": station, "station": station, "stations": stations, "now": now,
        **seat(request, station, shown["elsewhere"]),
        **shown,
        "undo": slip(request), "tapped": "tapped" in request.GET,
        "visits": soon, "later": later, "booked": len(soon) + len(later),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/desk/board.html", page)


def seat(request: HttpRequest, station: Station, elsewhere: list[Ticket]) -> dict[str, Any]:
    """At which of the station's desks one sits, who is at which, and whether that is to be asked: not said yet, or they
    move. ``elsewhere``: whom colleagues have called or receive."""
    desk = desk_of(request, station)
    desks = [(one, who_calls_to(one, elsewhere)) for one in desk_numbers(station)]
    return {
        "desk": desk,
        "desks": desks,
        "asks_desk": bool(desks) and (desk is None or "desk" in request.GET),
    }


def who_calls_to(desk: int, elsewhere: list[Ticket]) -> str:
    """Which colleague has called somebody to that desk, and sits there as far as can be told; "" for none."""
    return next((str(_caller(one)) for one in elsewhere if one.called_to == desk), "")


def busy_desks(worker: Worker, station: Station, day: date) -> dict[int, str]:
    """Which colleague sits at which desk, by whom they have called or receive. One statement."""
    people = Ticket.objects.in_scope_of(worker).of_day(station, day).exclude(called_to=None)
    people = people.filter(state__in=[Ticket.State.WAITING, Ticket.State.SERVING])
    elsewhere = [
        one
        for one in people.select_related("called_by", "responsible")
        if _with(one) not in (None, worker.pk)
    ]
    return {one.called_to: str(_caller(one)) for one in elsewhere if one.called_to}


def _caller(ticket: Ticket) -> Any:
    return ticket.responsible if ticket.state == Ticket.State.SERVING else ticket.called_by


def slip(request: HttpRequest) -> str:
    """The ticket whose step was made here a moment ago and may have been a slip. Whether it can be taken back is
    asked when the button is pressed: the board needs no statement for it."""
    return reference_in(request.GET.get("undo", ""))


@worker_required
@button_on(at("desk:board"))
def sit_at(request: HttpRequest) -> HttpResponse:
    """Remember at which of one's own stations one sits, and at which of its desks."""
    worker = at_desk(request)
    remember_seat(request, chosen(request, list(own_stations(worker))))
    return redirect("desk:board")


def with_figures(stations: QuerySet[Station], worker: Worker, now: datetime) -> QuerySet[Station]:
    """Adds today's totals and what somebody should look at, each counted on an index; and what ``worker`` was told."""
    today = timezone.localtime(now).date()
    tickets = Ticket.objects.filter(station=OuterRef("pk"), day=today)
    answered = tickets.filter(state__in=[Ticket.State.ANSWERED, Ticket.State.CLOSED])
    stranded = Visit.objects.standing().filter(station=OuterRef("pk"), slot__open=False, starts_at__gt=now)
    calls = Message.objects.calls().filter(visit__station=OuterRef("pk"))
    rung = Message.objects.calls().filter(sign_up__group__activity__station=OuterRef("pk"))
    sessions = ActivitySession.objects.standing().on(today).filter(group__activity__station=OuterRef("pk"))
    line = Line.objects.filter(station=OuterRef("pk"), day=today)
    dropped = DropIns.objects.filter(station=OuterRef("pk"), day=today).order_by()
    offers = PackOffer.objects.filter(station=OuterRef("pk"), state=PackOffer.State.OFFERED)
    unwritten = OpenDayRecord.objects.to_write(now).filter(session__group__activity__station=OuterRef("pk"))
    told = Escalation.objects.standing(now).filter(ticket__station=OuterRef("pk"), to=worker)
    away = Absence.objects.on(today).filter(worker=worker)
    return stations.annotate(
        away_until=Subquery(away.values("until")[:1]),
        deputy=Subquery(away.values("deputy__name")[:1]),
        told_late=_count(told),
        care_due=_count(Care.objects.due(today).filter(committee=OuterRef("committee"))),
        follow_ups=_count(FollowUp.objects.due(now).filter(ticket__station=OuterRef("pk"))),
        came=_count(tickets),
        answered=_count(answered),
        left=_count(tickets.filter(state=Ticket.State.LEFT)),
        line_closed_at=Subquery(line.values("closed_at")[:1]),
        stranded=_count(stranded),
        calls=_count(calls) + _count(rung),
        sessions_today=_count(sessions),
        packs_offered=_count(offers),
        open_days_unwritten=_count(unwritten),
        dropped_in=Coalesce(Subquery(dropped.values("people")[:1]), 0, output_field=IntegerField()),
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    # Not Count: that would group the rows, and say nothing instead of 0 where there are none.
    number = Func("pk", function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().values(n=number))


def panes(worker: Worker, station: Station, now: datetime) -> dict[str, Any]:
    """The tickets of every pane, read in one statement and put in order."""
    found: dict[int, list[Ticket]] = defaultdict(list)
    for ticket in _rows(worker, station, now):
        ticket.late = ticket.is_overdue(now)  # type: ignore[attr-defined]
        found[ticket.pane].append(ticket)  # type: ignore[attr-defined]
    people = found[LINE]
    waiting = [one for one in people if one.state == Ticket.State.WAITING]
    line = [one for one in waiting if one.called_by_id is None and one.aside_at is None]
    ours = [one for one in people if _with(one) == worker.pk]
    shown = {one.pk for one in ours}
    mine = [one for one in found[MINE] if one.pk not in shown]
    mine.sort(key=lambda one: one.news not in TO_ACT_ON)  # type: ignore[attr-defined]
    answered_for = {one.pk for one in found[MINE]}
    late = [one for one in found[LATE] if one.responsible_id != worker.pk and one.pk not in answered_for]
    return {
        "line": sorted(line, key=lambda one: order_of(one, now)),
        "ours": sorted(ours, key=lambda one: (one.state != Ticket.State.WAITING, one.called_at or one.arrived_at)),
        "called": any(one.state == Ticket.State.WAITING for one in ours),
        "aside": [one for one in waiting if one.aside_at is not None],
        "elsewhere": [one for one in people if _with(one) not in (None, worker.pk)],
        "offers": found[OFFERS],
        "mine": mine[:SHOWN], "more_mine": len(mine) > SHOWN,
        "late": late[:SHOWN], "more_late": len(late) > SHOWN,
        "spot_form": SpotForm(auto_id=False),
    }  # fmt: skip


def _with(ticket: Ticket) -> int | None:
    """At whose desk the person stands, or is called to; None while they wait."""
    return ticket.responsible_id if ticket.state == Ticket.State.SERVING else ticket.called_by_id


def _rows(worker: Worker, station: Station, now: datetime) -> QuerySet[Ticket]:
    # Each pane but "mine" lies in a part of the worker's scope by itself; to ask each for all of it would cost
    # a tenth of the page.
    rows = Ticket.objects.select_related("matter", "responsible", "called_by", "estate")
    rows = rows.only(*COLUMNS).order_by()
    ours = rows.at_places_of(worker)
    today = ours.of_day(station, timezone.localtime(now).date())
    panes = {
        LINE: today.filter(state__in=[Ticket.State.WAITING, Ticket.State.SERVING]),
        OFFERS: rows.offered_to(worker),
        MINE: rows.in_scope_of(worker).mine(worker).exclude(state=Ticket.State.WAITING),
        LATE: ours.overdue(now),
    }
    marked = [
        (with_news if pane == MINE else without_news)(rows).annotate(
            pane=Value(pane, output_field=IntegerField())
        )
        for pane, rows in panes.items()
    ]
    return marked[0].union(*marked[1:], all=True).order_by("pane", "due_at", "pk")[:MOST_ROWS]


def expected(station: Station, worker: Worker, day: date) -> list[Visit]:
    """Who is booked for that day and has not come yet."""
    rows = Visit.objects.in_scope_of(worker).filter(station=station).expected(day)
    shown = ("reference", "starts_at", "name", "green", "service__name", "service__name_en")
    return list(rows.select_related("service").only(*shown))


def by_time(visits: list[Visit], now: datetime) -> tuple[list[Visit], list[Visit]]:
    """Those that somebody may come for soon, and those of later today: a long list would push the rest off the page."""
    return (
        [one for one in visits if one.starts_at <= now + SOON],
        [one for one in visits if one.starts_at > now + SOON],
    )
