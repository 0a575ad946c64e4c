"""The holiday table in the admin: a change of it reaches every station's days and slots."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from requests_desk.actions.closures import change_opening
from requests_desk.admin.opening import AsksAboutVisits, tell_stranded
from requests_desk.models import Visit, day_bounds
from requests_desk.models.visit import VisitQuerySet
from stations.actions.opening import DAYS_AHEAD
from stations.admin.official import NOTHING
from stations.admin.scoped import ScopedAdmin
from stations.models import AnnouncedYear, Holiday, Station
from stations.rules.opening import UNANNOUNCED_REACH_DAYS

# The days around a holiday of an unannounced year take no bookings either.
REACH = timedelta(days=UNANNOUNCED_REACH_DAYS)
CHUNK = 50  # stations in one transaction: bookings elsewhere never wait long


def rebuild_everywhere(request: HttpRequest) -> None:
    """Bring all stations' days and slots into step, a few at a time, once the change is committed.

    Cut short, it is finished by the night's run: both can be repeated.
    """
    at = timezone.now()
    stations = Station.objects.only("pk").order_by("pk").iterator(chunk_size=CHUNK)
    stranded = []
    while chunk := list(islice(stations, CHUNK)):
        stranded += change_opening(stations=chunk, at=at)
    tell_stranded(request, stranded)


class RebuildsEverywhere(AsksAboutVisits, ScopedAdmin):
    """Stations where somebody is booked near the change follow it at once, so that those it hits are listed
    and told; all others once it is saved."""

    officials_may = NOTHING

    def near(self, row: Any) -> bool:
        """Whether ``row`` concerns days that are built already; later ones are built in their time."""
        raise NotImplementedError

    def booked(self, rows: list[Any]) -> VisitQuerySet:
        """The visits that a change of ``rows`` may hit; without rows, all that are to come."""
        return Visit.objects.standing().filter(starts_at__gt=timezone.now())

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        if rows and not any(self.near(row) for row in rows):
            return
        hit = Station.objects.filter(pk__in=self.booked(rows).values("station")).order_by("pk")
        self.follow(request, rows, list(hit))
        transaction.on_commit(lambda: rebuild_everywhere(request))


@admin.register(Holiday)
class HolidayAdmin(RebuildsEverywhere):
    list_display = ("date", "name", "off", "source")
    list_filter = ("off",)
    search_fields = ("name", "name_en", "source")
    date_hierarchy = "date"
    ordering = ("-date",)

    def near(self, row: Holiday) -> bool:
        today = timezone.localdate()
        return today - REACH <= row.date <= today + timedelta(days=DAYS_AHEAD) + REACH

    def booked(self, rows: list[Any]) -> VisitQuerySet:
        visits = super().booked(rows)
        if not rows:
            return visits
        first, last = min(row.date for row in rows) - REACH, max(row.date for row in rows) + REACH
        return visits.filter(starts_at__gte=day_bounds(first)[0], starts_at__lt=day_bounds(last)[1])


@admin.register(AnnouncedYear)
class AnnouncedYearAdmin(RebuildsEverywhere):
    list_display = ("year", "source")
    ordering = ("-year",)

    def near(self, row: AnnouncedYear) -> bool:
        last: date = timezone.localdate() + timedelta(days=DAYS_AHEAD) + REACH
        return timezone.localdate().year <= row.year <= last.year
