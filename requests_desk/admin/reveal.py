"""Looks at personal data in the admin: who looked at whose contact, when and why."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Reveal
from stations.admin.filters import when


@admin.register(Reveal)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ("moment", "actor", "kind", "row", "reason")
    list_display_links = ("moment",)
    list_filter = ("kind", "reason", when("at"))
    list_select_related = ("actor",)
    fields = ("at", "actor", "kind", "row", "reason")

    @admin.display(description=_("when"), ordering="at")
    def moment(self, row: Reveal) -> str:
        return minute(row.at)
