"""The front door: one question, one field, three choices, the living rooms and what is on today."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from portal.views.activities import on_today
from portal.views.today import whats_on
from stations.models import Station
from stations.views.cards import cards

FEW = 6  # cards on the front page


@public(cached=True)
def home(request: HttpRequest) -> HttpResponse:
    """Search, near me, open now; a few stations, the open ones first; today's activities and hours."""
    now = timezone.now()
    stations = open_ones_first(now)
    today, more = whats_on(now)
    context = {
        "cards": cards(stations, now),
        "today": today,
        "activities": on_today(now),
        "more_today": more,
        "day": timezone.localtime(now).date(),
    }
    return TemplateResponse(request, "portal/home.html", context)


def open_ones_first(now: datetime) -> list[Station]:
    """At most six operating stations in the register's order, those whose door is open before the others."""
    order = ("committee__code", "kind", "pk")
    found = list(Station.objects.open_at(now).for_cards().order_by(*order)[:FEW])
    if len(found) < FEW:
        others = Station.objects.operating().exclude(pk__in=[row.pk for row in found])
        found += others.for_cards().order_by(*order)[: FEW - len(found)]
    return found
