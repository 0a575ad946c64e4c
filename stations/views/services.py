"""What can be done: services by life situation, and one service with the places that give it."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from portal.common.paging import page_of
from stations.forms.services import ServiceSearch
from stations.models import ChecklistItem, ItemHours, Service, Station
from stations.rules.search import needle
from stations.views.cards import cards
from stations.views.checklist import hour_lines
from stations.views.linked_data import service_data

MOST = 300  # services on the page; beyond it the words above narrow them


@public(cached=True)
def service_list(request: HttpRequest) -> HttpResponse:
    """Everything that some station gives now, grouped by life situation. One statement."""
    form = ServiceSearch(request.GET)
    rows = list(given_somewhere(form.words)[: MOST + 1])
    context = {
        "section": "services",
        "form": form,
        "words": form.words,
        "situations": by_situation(rows[:MOST]),
        "more": len(rows) > MOST,
    }
    return TemplateResponse(request, "stations/services/list.html", context)


def given_somewhere(words: str) -> QuerySet[Service]:
    """Services on the checklist of a station the public may see, by their number at the desk."""
    items = ChecklistItem.objects.active().filter(
        service=OuterRef("pk"), station__in=Station.objects.published().values("pk")
    )
    rows = Service.objects.filter(Exists(items)).select_related("station").defer("search_text")
    if words:
        rows = rows.filter(search_text__contains=needle(words))
    return rows.order_by("number", "pk")


def by_situation(rows: list[Service]) -> list[tuple[str, list[Service]]]:
    """Groups in the order of Service.Situation, empty ones left out."""
    groups: dict[str, list[Service]] = {value: [] for value in Service.Situation.values}
    for row in rows:
        groups[row.situation].append(row)
    return [(str(Service.Situation(value).label), found) for value, found in groups.items() if found]


@public(cached=True)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: for whom, with which papers, how long; and where it is given, page by page."""
    now = timezone.now()
    asked = get_object_or_404(Service.objects.select_related("station", "district"), slug=slug)
    stations = (
        Station.objects.published().offering(asked).for_cards().order_by("committee__code", "kind", "pk")
    )
    page = page_of(request, stations)
    context = {
        "section": "services",
        "service": asked,
        "page": page,
        "places": (found := places(asked, page.rows, now)),
        "linked_data": service_data(asked, [place["card"] for place in found]),
    }
    return TemplateResponse(request, "stations/services/detail.html", context)


def places(asked: Service, stations: list[Station], now: Any) -> list[dict[str, Any]]:
    """Card, checklist item and hours of ``asked`` at each of ``stations``. Three statements."""
    items = (
        ChecklistItem.objects.active()
        .filter(service=asked, station__in=stations)
        .select_related("room", "service")
        .prefetch_related(Prefetch("hours", ItemHours.objects.order_by("weekday", "opens")))
    )
    by_station = {item.station_id: item for item in items}
    return [
        {
            "card": card,
            "item": by_station[card.station.pk],
            "hours": hour_lines(by_station[card.station.pk].hours.all()),
            "operating": card.station.status == Station.Status.OPERATING,
        }
        for card in cards(stations, now)
    ]
