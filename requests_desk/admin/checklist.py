"""Checklist items in the admin: what a station does, with its own hours; their slots follow every save."""

from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.opening import SettlesOpening
from stations.actions.checklist import verify_items
from stations.admin.filters import area, of_station
from stations.admin.official import official_of, scoped
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.admin.service import services_for
from stations.models import (
    ChecklistItem,
    ChecklistSection,
    ItemHours,
    Room,
    StandardItem,
    Station,
    Worker,
)


def station_asked_for(request: HttpRequest) -> Station | None:
    """The station a new item is for: named in the address, or by the list one came from. In scope."""
    came_from = parse_qs(request.GET.get("_changelist_filters", ""))
    key = request.GET.get("station") or came_from.get("station", [""])[0]
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return scoped(Station.objects.all(), official_of(request)).filter(pk=int(key)).first()


class ItemHoursInline(ScopedInline):
    model = ItemHours
    fields = ("weekday", "opens", "closes")
    verbose_name_plural = _("hours of its own, inside the station's: none for most items")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(SettlesOpening, ScopedAdmin):
    list_display = ("service", "station", "section", "active", "bookable", "verified_on", "verified_by")
    list_filter = ("active", "bookable", of_station("station"), area("station__committee__code"))
    list_select_related = ("service", "station", "section", "verified_by")
    search_fields = ("service__name", "station__name", "given_by")
    actions = ("checked_today",)
    inlines = (ItemHoursInline,)
    fieldsets = (
        (
            None,
            {"fields": (("station", "service"), ("section", "room"), ("active", "bookable", "phone_first"))},
        ),
        (_("At this station"), {"fields": (("given_by", "given_by_en"), "contact", ("note", "note_en"))}),
        (_("Only with hours of its own"), {"fields": (("slot_minutes", "slot_capacity"),)}),
        (_("Checked"), {"fields": (("verified_on", "verified_by", "verify_days"), "satisfies")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        checked = ("verified_on", "verified_by")
        return (*checked, "station", "service") if obj else checked

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if station_asked_for(request) is None and self.has_add_permission(request):
            messages.info(
                request, gettext("Choose the station first, then “Checklist” at the foot of its page.")
            )
            return redirect("admin:stations_station_changelist")
        return super().add_view(request, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        request.station = obj.station if obj else station_asked_for(request)  # type: ignore[attr-defined]
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        station = station_asked_for(request)
        return {"station": station.pk if station else None}

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Everything an item points at belongs to its station, or to the station's district."""
        station: Station | None = getattr(request, "station", None)
        if station is None:
            return db_field.remote_field.model._default_manager.none()
        found: dict[str, QuerySet[Any]] = {
            "station": Station.objects.filter(pk=station.pk),
            "service": services_for(station),
            "section": ChecklistSection.objects.filter(station=station),
            "room": Room.objects.filter(station=station),
            "satisfies": StandardItem.objects.filter(
                standard__district__code=station.committee.district_code
            ),
        }
        return found[db_field.name]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", CheckboxSelectMultiple())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def view_on_site(self, obj: ChecklistItem) -> str:
        return reverse("checklist", args=[obj.station.slug])

    def touched(self, rows: list[Any]) -> list[Station]:
        return list(Station.objects.filter(checklist__in=rows).distinct())

    @admin.action(description=_("Checked today: these lines are right"), permissions=["change"])
    def checked_today(self, request: HttpRequest, queryset: QuerySet[ChecklistItem]) -> None:
        worker = request.user
        if isinstance(worker, Worker):
            rows = list(queryset.select_related("service"))
            number = verify_items(items=rows, worker=worker, on=timezone.localdate())
            message = [{"changed": {"fields": ["last checked on"]}}]
            LogEntry.objects.log_actions(worker.pk, rows, CHANGE, message)
            words = ngettext("%(n)d line is checked.", "%(n)d lines are checked.", number)
            self.message_user(request, words % {"n": number}, messages.SUCCESS)
