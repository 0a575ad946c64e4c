"""What can be done: services by life situation, and one service with the places that give it."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from portal.common.paging import page_of
from stations.forms.services import ServiceSearch
from stations.models import ChecklistItem, ItemHours, Service, Station
from stations.rules.search import matters, needle, normalise_query
from stations.views.cards import cards
from stations.views.checklist import hour_lines
from stations.views.linked_data import service_data

FEW = 10  # that share something with words that nothing is called
MOST = 300  # services on the page; beyond it the words above narrow them


@public(cached=True)
def service_list(request: HttpRequest) -> HttpResponse:
    """Everything that some station gives now, grouped by life situation; of words that nothing is called,
    what shares most with them. One statement, or two."""
    form = ServiceSearch(request.GET)
    rows = list(given_somewhere(form.words)[: MOST + 1])
    if not rows and normalise_query(form.words):
        rows = likest(form.words, list(meant(form.words)[:MOST]))
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


def meant(query: str) -> QuerySet[Service, Service]:
    """Services given somewhere, by number, by what they are called, or by a part of it that stands in ``query``."""
    called = reduce(or_, map(_with, matters(query)), Q(search_text__contains=needle(query)))
    return given_somewhere("").filter(called).order_by()


def _with(part: str) -> Q:
    if not part.isascii():
        return Q(name__contains=part) | Q(also_called__contains=part)
    # From the start of a word: "script" is no prescription.
    return Q(search_text__contains=f"|{part}") | Q(name_en__icontains=f" {part}")


def likest(query: str, services: list[Service]) -> list[Service]:
    """The ten services that share most with ``query``, each name once; the name counts before other words."""
    parts = matters(query)

    def shared(one: Service) -> tuple[int, int]:
        names, others = one.name + one.name_en.casefold(), one.also_called.casefold()
        return sum(part in names for part in parts), sum(part in others for part in parts)

    once = {service.name: service for service in services}
    found = {name: shared(one) for name, one in once.items()}
    return sorted(once.values(), key=lambda one: (-sum(found[one.name]), -found[one.name][0], one.slug))[:FEW]


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
            "bookable": card.state != "unknown",
            "operating": card.station.status == Station.Status.OPERATING,
        }
        for card in cards(stations, now)
    ]
