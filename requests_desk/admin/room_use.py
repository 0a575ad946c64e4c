"""Uses of rooms in the admin: to be read, without anybody's name or number in full."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import RoomUse
from stations.admin.filters import area, of_station, when


@admin.register(RoomUse)
class RoomUseAdmin(ReadOnlyAdmin):
    list_display = ("begins", "room", "station", "kind", "state", "what_for", "masked_name")
    list_display_links = ("begins",)
    list_filter = (
        "state",
        "kind",
        when("starts_at", ahead=True),
        of_station("room__station"),
        area("room__station__committee__code"),
    )
    list_select_related = ("room__station",)
    fields = (
        "room", "station", "kind", "state", "starts_at", "ends_at", "what_for", "what_for_en", "masked_name",
        "masked_phone", "asked_at", "decided_by", "decided_at", "reason", "told_at",
    )  # fmt: skip
    view_on_site = False  # type: ignore[assignment]  # the requester's page is reached by their secret link alone

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, row: RoomUse) -> str:
        return minute(row.starts_at)

    @admin.display(description=_("station"))
    def station(self, row: RoomUse) -> str:
        return row.room.station.label

    @admin.display(description=_("resident"))
    def masked_name(self, row: RoomUse) -> str:
        return row.masked_name or "–"

    @admin.display(description=_("phone"))
    def masked_phone(self, row: RoomUse) -> str:
        return row.masked_phone or "–"
