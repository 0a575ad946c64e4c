"""The station in figures: what the tables hold, window by window. Read by the desk's page and the public one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_desk.models import ActivitySession, Attendance, DropIns, Ticket, VolunteerShift, day_bounds
from requests_desk.models.day_figures import CAME_TO_DESK
from requests_desk.rules.figures import Pair, Window, around, compared, lately, pair
from stations.models import Site, Station

Counting = Callable[[Q], Any]  # the aggregate of the rows within a window
Windows = tuple[Window, Window]
LATER, EARLIER, MOVED, LEFT = "later", "earlier", "moved", "left"


@dataclass(frozen=True)
class Figure:
    """One kind of count: lately, and around the move where that is known."""

    words: Any
    lately: Pair
    move: Pair | None


@dataclass
class Sums:
    """What one table holds: the first day counted, and the sum of each window by its name."""

    first: date | None
    of: dict[str, Any]

    def __add__(self, other: "Sums") -> "Sums":
        firsts = [one for one in (self.first, other.first) if one]
        both = {name: (self.of[name] or 0) + (other.of[name] or 0) for name in self.of}
        return Sums(min(firsts, default=None), both)


def figures_of(station: Station, sites: list[Site], today: date) -> list[Figure]:
    """What is known of visits, drop-ins, participations and volunteers' hours; the unknown is left out.
    Five statements. ``sites`` are the station's, for the day of its move."""
    recent, move = lately(today), around(moved_on(sites), today)
    windows = {LATER: recent[0], EARLIER: recent[1]} | ({MOVED: move[0], LEFT: move[1]} if move else {})
    kinds = (
        (_("came to the desk"), tickets(station, windows)),
        (_("just came in to sit down or read"), drop_ins(station, windows)),
        (_("took part in activities"), attendances(station, windows) + heads(station, windows)),
        (_("hours given by volunteers"), hours(station, windows)),
    )
    found = [Figure(words, paired(sums, recent, LATER, EARLIER), moved(sums, move)) for words, sums in kinds]
    return [figure for figure in found if figure.lately.known or figure.move]


def moved_on(sites: list[Site]) -> date | None:
    """The day on which the station moved into the site in use; None where it never moved, or only the
    month or year is known."""
    current = next((site for site in sites if site.used_until is None), None)
    if current is None or len(sites) < 2 or current.dates_are_rough:
        return None
    return current.used_from


def paired(sums: Sums, windows: Windows, later: str, earlier: str) -> Pair:
    return pair(windows, first=sums.first, now=sums.of[later], before=sums.of[earlier])


def moved(sums: Sums, windows: Windows | None) -> Pair | None:
    """Before and after the move, if both were counted."""
    found = paired(sums, windows, MOVED, LEFT) if windows else None
    return found if found and compared(found) else None


def tickets(station: Station, windows: dict[str, Window]) -> Sums:
    """Who came to the desk, with an appointment or without."""
    rows = Ticket.objects.filter(station=station, channel__in=CAME_TO_DESK)
    return by_day(rows, "day", lambda within: Count("pk", filter=within), windows)


def drop_ins(station: Station, windows: dict[str, Window]) -> Sums:
    return by_day(
        DropIns.objects.filter(station=station), "day", lambda within: Sum("people", filter=within), windows
    )


def hours(station: Station, windows: dict[str, Window]) -> Sums:
    """Hours given at the station's committee."""
    rows = VolunteerShift.objects.filter(committee=station.committee_id, hours__isnull=False)
    return by_day(rows, "on", lambda within: Sum(F("hours") * F("people"), filter=within), windows)


def attendances(station: Station, windows: dict[str, Window]) -> Sums:
    """Who had signed up and came."""
    rows = Attendance.objects.filter(session__group__activity__station=station)
    return by_moment(rows, "session__starts_at", lambda within: Count("pk", filter=within), windows)


def heads(station: Station, windows: dict[str, Window]) -> Sums:
    """Heads counted where nobody signs up; a session at which nobody counted is no zero."""
    rows = ActivitySession.objects.filter(group__activity__station=station, came__gt=0)
    return by_moment(rows, "starts_at", lambda within: Sum("came", filter=within), windows)


def by_day(rows: QuerySet[Any], field: str, count: Counting, windows: dict[str, Window]) -> Sums:
    """One statement: the first day, and the count in every window of days."""
    spans = {name: (window.begin, window.end) for name, window in windows.items()}
    return summed(rows, field, count, spans)


def by_moment(rows: QuerySet[Any], field: str, count: Counting, windows: dict[str, Window]) -> Sums:
    """The same where the field is a moment."""
    spans = {name: (day_bounds(one.begin)[0], day_bounds(one.end)[0]) for name, one in windows.items()}
    return summed(rows, field, count, spans)


def summed(rows: QuerySet[Any], field: str, count: Counting, spans: dict[str, tuple[Any, Any]]) -> Sums:
    sums = {
        name: count(Q(**{f"{field}__gte": begin, f"{field}__lt": end}))
        for name, (begin, end) in spans.items()
    }
    found = rows.order_by().aggregate(first=Min(field), **sums)
    first = found.pop("first")
    return Sums(timezone.localtime(first).date() if isinstance(first, datetime) else first, found)
