"""Slots in the admin: which times are full, shut, or over by staff's action."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Slot
from stations.admin.filters import area, of_station, when


class OverFilter(admin.SimpleListFilter):
    title = _("visits")
    parameter_name = "over"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("over", _("More than places")), ("stranded", _("Booked, but shut"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "over":
            return queryset.over()
        return queryset.filter(open=False, booked__gt=0) if self.value() == "stranded" else queryset


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    list_display = (
        "begins", "station", "item", "minutes", "capacity", "held", "booked", "booked_green", "over", "open",
    )  # fmt: skip
    list_display_links = ("begins",)
    list_filter = (
        OverFilter,
        "open",
        when("starts_at", ahead=True),
        of_station("station"),
        area("station__committee__code"),
    )
    list_select_related = ("station", "item__service")
    fields = (
        "station", "item", "starts_at", "minutes", "capacity", "held", "booked", "booked_green", "over", "open",
    )  # fmt: skip

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, row: Slot) -> str:
        return minute(row.starts_at)
