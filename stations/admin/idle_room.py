"""Idle rooms in the admin: what stands empty, whose it is, and what it would cost."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.admin.filters import area
from stations.admin.official import InEstateForm
from stations.admin.scoped import ScopedAdmin
from stations.models import IdleRoom


class IdleRoomForm(InEstateForm):
    """A room stands in an estate of its own committee, if in one at all."""

    class Meta:
        model = IdleRoom
        fields = (
            "committee", "estate", "name", "name_en", "kind", "state", "address", "area_m2", "cost_yuan", "owner",
            "step_free", "note", "lat", "lon", "datum",
        )  # fmt: skip


@admin.register(IdleRoom)
class IdleRoomAdmin(ScopedAdmin):
    form = IdleRoomForm
    list_display = ("name", "committee", "kind", "state", "area_m2", "cost_yuan", "step_free", "located")
    list_filter = ("state", "kind", area("committee__code"))
    list_select_related = ("committee",)
    search_fields = ("name", "name_en", "address", "owner", "committee__name")
    autocomplete_fields = ("committee", "estate")
    fieldsets = (
        (None, {"fields": (("committee", "estate"), ("name", "name_en"), ("kind", "state"), "address")}),
        (_("The room"), {"fields": (("area_m2", "cost_yuan"), "owner", "step_free", "note")}),
        (_("On the map"), {"fields": (("lat", "lon", "datum"),)}),
    )

    @admin.display(description=_("on the map"), boolean=True)
    def located(self, row: IdleRoom) -> bool:
        return row.point is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("committee",) if obj else ()
