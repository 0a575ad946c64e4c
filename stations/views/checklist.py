"""The service checklist of one station: in sections, each line with papers, hours, time and cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from stations.models import ChecklistItem, ChecklistSection, ItemHours, Station, Weekday
from stations.rules.checklist import verification
from stations.rules.opening import Interval


@dataclass(frozen=True)
class Line:
    """An item of the checklist as a page shows it: its hours in words' order, and how its check stands."""

    item: ChecklistItem
    hours: list[tuple[str, list[Interval]]]
    check: str


@dataclass(frozen=True)
class Section:
    """A part of the checklist."""

    section: ChecklistSection
    lines: list[Line]


@public(cached=True)
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole checklist, open, to be read on paper: an A4 sheet for the wall, in large print if asked."""
    station = get_object_or_404(Station.objects.with_site(), slug=slug)
    today = timezone.localdate()
    context = {
        "section": "stations",
        "station": station,
        "site": station.site,
        "sections": sections(station, today),
        "today": today,
        "bookable": station.status == Station.Status.OPERATING,
        "large": "large" in request.GET,
    }
    return TemplateResponse(request, "stations/checklist/page.html", context)


def sections(station: Station, today: date) -> list[Section]:
    """What the station offers now, in its own sections and order. Two statements."""
    items = (
        ChecklistItem.objects.active()
        .filter(station=station)
        .select_related("service", "section", "room")
        .prefetch_related(Prefetch("hours", ItemHours.objects.order_by("weekday", "opens")))
        .order_by("section__position", "section_id", "service__number", "pk")
    )
    found: dict[int, Section] = {}
    for item in items:
        part = found.setdefault(item.section_id, Section(item.section, []))
        part.lines.append(line(item, today))
    return list(found.values())


def line(item: ChecklistItem, today: date) -> Line:
    """One item as a page shows it; its hours are loaded already."""
    every = max(1, item.verify_days)
    return Line(item, hour_lines(item.hours.all()), verification(item.verified_on, every, today))


def hour_lines(hours: Iterable[Any]) -> list[tuple[str, list[Interval]]]:
    """Hours of an item (rows with weekday, opens, closes) in words, days in a row with the same hours
    together: [("Monday–Friday", [(09:00, 11:00)])]."""
    found: dict[int, list[Interval]] = {}
    for row in hours:
        found.setdefault(row.weekday, []).append((row.opens, row.closes))
    runs: list[list[int]] = []
    for day in sorted(found):
        if runs and runs[-1][-1] == day - 1 and found[day] == found[day - 1]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [(_days(run[0], run[-1]), found[run[0]]) for run in runs]


def _days(first: int, last: int) -> str:
    names = [str(Weekday(day).label) for day in ([first] if first == last else [first, last])]
    return "–".join(names)
