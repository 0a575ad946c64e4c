"""The holiday table in the admin: a change of it reaches every station's days and slots."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
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


def dates_of(row: Holiday) -> set[date]:
    """Where ``row`` stands in the calendar now, and where it stood before it was moved in this request."""
    return {row.date, getattr(row, "moved_from", None) or row.date}


@admin.register(Holiday)
class HolidayAdmin(RebuildsEverywhere):
    list_display = ("date", "name", "off", "source")
    list_filter = ("off",)
    search_fields = ("name", "name_en", "source")
    date_hierarchy = "date"
    ordering = ("-date",)

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        """Remember where the day stood before: moved away, it changes the hours there as well."""
        before = form.initial.get("date") if change else None
        obj.moved_from = before  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def near(self, row: Holiday) -> bool:
        today = timezone.localdate()
        last = today + timedelta(days=DAYS_AHEAD) + REACH
        return any(today - REACH <= day <= last for day in dates_of(row))

    def booked(self, rows: list[Any]) -> VisitQuerySet:
        visits = super().booked(rows)
        if not rows:
            return visits
        near = Q()
        for day in {day for row in rows for day in dates_of(row)}:
            first, last = day_bounds(day - REACH)[0], day_bounds(day + REACH)[1]
            near |= Q(starts_at__gte=first, starts_at__lt=last)
        return visits.filter(near)


@admin.register(AnnouncedYear)
class AnnouncedYearAdmin(RebuildsEverywhere):
    list_display = ("year", "source")
    ordering = ("-year",)

    def near(self, row: AnnouncedYear) -> bool:
        last: date = timezone.localdate() + timedelta(days=DAYS_AHEAD) + REACH
        return timezone.localdate().year <= row.year <= last.year
