"""Stations in the admin, whole: what stands, and with it the hours, places and rota that visits hang on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.opening import ExceptionInline, SettlesOpening, WeekInline
from requests_desk.admin.rota import DutyHoursInline, RotaPartyInline
from stations.admin import station as standing
from stations.models import Station

KEPT_ELSEWHERE = (
    ("admin:stations_checklistitem_changelist", _("Checklist")),
    ("admin:stations_stationphoto_changelist", _("Photographs")),
    ("admin:stations_openingexception_changelist", _("All opening exceptions")),
    ("admin:requests_desk_slot_changelist", _("Slots")),
    ("admin:requests_desk_visit_changelist", _("Visits")),
    ("admin:requests_desk_ticket_changelist", _("Tickets")),
)


@admin.register(Station)
class StationAdmin(SettlesOpening, standing.StationAdmin):
    fieldsets = (
        *standing.StationAdmin.fieldsets,
        (_("Visits by appointment"), {
            "fields": (
                ("slot_minutes", "slot_capacity", "slot_held"), ("horizon_days", "notice_minutes"), "rota_began_on",
                "desks",
            ),
        }),
        (_("Lists of this station"), {"fields": ("elsewhere",)}),
    )  # fmt: skip
    readonly_fields = ("elsewhere",)
    inlines = (*standing.StationAdmin.inlines, WeekInline, ExceptionInline, RotaPartyInline, DutyHoursInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *self.readonly_fields)

    @admin.display(description=_("of this station"))
    def elsewhere(self, row: Station) -> str:
        """Links to the lists that belong to this station."""
        if row.pk is None:
            return "–"
        links = ((f"{reverse(name)}?station={row.pk}", words) for name, words in KEPT_ELSEWHERE)
        return format_html_join(" · ", '<a href="{}">{}</a>', links)
