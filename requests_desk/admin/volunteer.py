"""Volunteers in the admin: to be read, without anybody's name or number in full."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin
from requests_desk.models import Volunteer, VolunteerShift
from stations.admin.filters import area
from stations.admin.scoped import ReadOnlyInline


class ShiftInline(ReadOnlyInline):
    model = VolunteerShift
    fields = ("on", "people", "hours")
    readonly_fields = fields


@admin.register(Volunteer)
class VolunteerAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "committee", "kind", "since", "left_on", "named_in_public")
    list_filter = ("kind", area("committee__code"))
    list_select_related = ("committee",)
    fields = ("committee", "kind", "masked_name", "masked_phone", "named_in_public", "since", "left_on")
    inlines = (ShiftInline,)

    @admin.display(description=_("resident"))
    def masked_name(self, row: Volunteer) -> str:
        return row.masked_name or "–"

    @admin.display(description=_("phone"))
    def masked_phone(self, row: Volunteer) -> str:
        return row.masked_phone or "–"
