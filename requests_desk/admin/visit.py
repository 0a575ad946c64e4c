"""Visits in the admin: to be read, without anybody's name or number in full."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Visit, VisitEvent
from stations.admin.filters import area, of_station, when
from stations.admin.scoped import ReadOnlyInline


class VisitEventInline(ReadOnlyInline):
    model = VisitEvent
    fields = ("at", "kind", "actor")
    readonly_fields = fields
    verbose_name_plural = _("history")


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ("reference", "station", "service", "begins", "state", "green", "masked_name")
    list_display_links = ("reference",)
    list_filter = (
        "state",
        "green",
        when("starts_at", ahead=True),
        of_station("station"),
        area("station__committee__code"),
    )
    list_select_related = ("station", "service")
    search_fields = ("=reference",)
    search_help_text = _("The reference, whole.")
    fields = (
        "reference", "state", "station", "service", "starts_at", "minutes", "place", "masked_name", "masked_phone",
        "green", "on_behalf", "booked_at", "booked_by", "sequence",
    )  # fmt: skip
    inlines = (VisitEventInline,)
    view_on_site = False  # type: ignore[assignment]  # the resident's page is reached by the resident's secret link alone

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, row: Visit) -> str:
        return minute(row.starts_at)

    @admin.display(description=_("resident"))
    def masked_name(self, row: Visit) -> str:
        return row.masked_name or "–"

    @admin.display(description=_("phone"))
    def masked_phone(self, row: Visit) -> str:
        return row.masked_phone or "–"
