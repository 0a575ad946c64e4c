"""The day in figures, for the head: what came, what became of it, who waited how long, and what is left over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from requests_desk.forms.day import DayForm
from requests_desk.models import Ticket
from requests_desk.models.day_figures import WORDS, counted
from requests_desk.rules.day import Caller, Wait, by_hour, by_key, percent, waited
from stations.models import Station, Worker

OF_THE_DAY = (
    "came", "desk", "received", "spot", "waiting", "aside", "left", "open", "on_time", "answered_late", "reopened",
    "opinions", "content",
)  # fmt: skip
NOW = ("open", "late", "offered")  # whatever day they came
SHARE_OF = {
    "spot": "received", "on_time": "answered", "answered_late": "answered", "content": "opinions",
}  # fmt: skip
MOST_MATTERS, MOST_LEFT_OVER = 12, 60
COLUMNS = (
    "reference", "state", "channel", "number", "lane", "day", "arrived_at", "called_at", "aside_at", "due_at",
    "running_since", "matter__name", "matter__name_en", "responsible__name", "responsible__username",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One number, what it says, its share of another where that means something, and the list behind it."""

    key: str
    count: int
    words: Any
    percent: int | None
    url: str


@worker_required
def day(request: HttpRequest) -> HttpResponse:
    """A day at one of the head's stations, or at all of them. Others at the desk get a 403."""
    worker = must_be_head(request)
    now = timezone.now()
    stations = list(own(worker))
    today = timezone.localdate(now)
    asked = {"day": f"{today}"} | request.GET.dict()
    form = DayForm(asked, today=today, stations=stations)
    if "station" in form.errors:
        raise Http404
    form.is_valid()
    chosen, slug = form.cleaned_data.get("day") or form.today, form.cleaned_data["station"]
    shown = [one for one in stations if one.slug == slug] or stations
    found = figures_of_day(shown, chosen, now)
    if found["quiet"] and chosen < form.today:
        first = first_day(shown)
        if first is None or chosen < first:
            form.refuse_before(first)
    page = {
        "section": "figures", "form": form, "day": chosen, "today": form.today, "now": now,
        "place": shown[0] if slug else shown[0].committee if shown else None, "station": shown[0] if slug else None,
        "yesterday": form.today - timedelta(days=1), **found,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/day/day.html", page)


def must_be_head(request: HttpRequest) -> Worker:
    """The signed-in worker, if they are the head of a committee. Raises NotAllowed."""
    worker: Any = request.user
    if not worker.scope.head_committees:
        raise NotAllowed
    return worker


def own(worker: Worker) -> QuerySet[Station]:
    """The stations of the committees whose head ``worker`` is, closed ones too: they had their days."""
    rows = Station.objects.in_scope_of(worker).filter(committee__in=worker.scope.head_committees)
    return rows.select_related("committee").order_by("kind", "pk")


def figures_of_day(stations: list[Station], chosen: date, now: datetime) -> dict[str, Any]:
    """Everything that is counted, in three statements."""
    ours = Ticket.objects.filter(station__in=stations, day=chosen)
    rows = list(
        ours.select_related("matter", "responsible").only(*COLUMNS).order_by("arrived_at", "pk")
    )  # fmt: skip
    people = [(row, Caller(timezone.localtime(row.arrived_at), row.called_at)) for row in rows]
    sums = counted_at_once(ours, now)
    answering = by_worker(stations, now)
    standing = {key: sum(row[key] for row in answering) for key in NOW}
    matters = by_key((row.matter.label, one) for row, one in people)
    left_over = [row for row in rows if row.is_open]
    for row in left_over:
        row.late = row.is_overdue(now)  # type: ignore[attr-defined]
    callers = [one for _row, one in people]
    hours, lanes = by_hour(callers), by_key((way_of(row), one) for row, one in people)
    longest = max([one.wait.longest for one in hours if one.wait], default=0)
    most = max([one.people for one in hours], default=0)
    return {
        "quiet": not rows, "figures": [figure(key, sums, stations, chosen) for key in OF_THE_DAY],
        "standing": [figure(key, standing, stations) for key in NOW],
        "wait": waited(callers), "answering": answering,
        "hours": [(one, percent(one.people, most), drawn(one.wait, longest)) for one in hours],
        "lanes": [(one, percent(one.people, len(rows))) for one in lanes],
        "matters": [(one, percent(one.people, len(rows))) for one in matters[:MOST_MATTERS]],
        "more_matters": sum(one.people for one in matters[MOST_MATTERS:]),
        "left_over": left_over[:MOST_LEFT_OVER], "more_left_over": len(left_over) - MOST_LEFT_OVER,
    }  # fmt: skip


def first_day(stations: list[Station]) -> date | None:
    """The first day on which somebody came to one of them; None while nobody has."""
    first: date | None = Ticket.objects.filter(station__in=stations).aggregate(day=Min("day"))["day"]
    return first


def way_of(ticket: Ticket) -> Any:
    """In which lane of the line somebody was; for whom there is no line, how they were met."""
    if ticket.channel in (Ticket.Channel.PHONE, Ticket.Channel.ROUND):
        return ticket.get_channel_display()
    return ticket.get_lane_display()


def counted_at_once(rows: QuerySet[Ticket], now: datetime) -> dict[str, int]:
    """Every figure of the day, by its word, in one statement; "answered" is what on time and late add up to."""
    which = counted(now)
    sums: dict[str, int] = rows.order_by().aggregate(
        **{key: Count("pk", filter=which[key]) if which[key] else Count("pk") for key in OF_THE_DAY}
    )
    return {**sums, "answered": sums["on_time"] + sums["answered_late"]}


def by_worker(stations: list[Station], now: datetime) -> list[dict[str, Any]]:
    """Who answers for how much, by name: what is open, late, and offered to somebody who has not said yes. Nothing
    of how well they did it."""
    which, here = counted(now), Q(station__in=stations)
    # The stations are no condition of the search: with an index of all their tickets it would grow with the years.
    running = Ticket.objects.filter(
        committee__in={one.committee_id for one in stations},
        running_since__isnull=False, state__in=Ticket.RUNNING,
    )  # fmt: skip
    names = ("responsible__name", "responsible__username")
    rows = running.order_by(*names).values(*names)
    return list(
        rows.annotate(**{key: Count("pk", filter=which[key] & here) for key in NOW}).filter(open__gt=0)
    )


def figure(key: str, sums: dict[str, int], stations: list[Station], chosen: date | None = None) -> Figure:
    """``key``'s number with the address of its tickets: of a day, or of now."""
    asked: dict[str, Any] = {"of": key, "station": [one.slug for one in stations]}
    if chosen:
        asked["day"] = chosen.isoformat()
    whole = SHARE_OF.get(key) if chosen else None
    part = percent(sums[key], sums[whole]) if whole else None
    url = f"{reverse('desk:ticket_list')}?{urlencode(asked, doseq=True)}"
    return Figure(key, sums[key], WORDS[key], part, url)


def narrowed(rows: QuerySet[Ticket], asked: QueryDict, now: datetime) -> QuerySet[Ticket]:
    """Those of ``rows`` that a figure counted: what its address (see `figure`) asks for."""
    rows = rows.filter(counted(now)[asked.get("of", "")])
    if asked.getlist("station"):
        rows = rows.filter(station__in=Station.objects.filter(slug__in=asked.getlist("station")))
    chosen = day_asked(asked)
    return rows.filter(day=chosen) if chosen else rows


def day_asked(asked: QueryDict) -> date | None:
    """The day in an address; None where none is named, or none that there is."""
    try:
        return date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return None


def drawn(wait: Wait | None, longest: int) -> dict[str, int] | None:
    """A wait as a drawing of 100 units: from where to where half of them lie, and the middle one."""
    if wait is None:
        return None
    begin, middle, end = (round(100 * one / max(longest, 1)) for one in (wait.low, wait.middle, wait.high))
    return {"begin": begin, "length": max(2, end - begin), "middle": min(middle, 98), "minutes": wait.middle}
