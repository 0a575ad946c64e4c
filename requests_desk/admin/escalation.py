"""Late tickets and who was told of them, in the admin: without the resident's contact."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Escalation
from stations.admin.filters import area, when


@admin.register(Escalation)
class EscalationAdmin(ReadOnlyAdmin):
    list_display = ("told_at", "ticket", "committee", "level", "to", "now")
    list_display_links = ("told_at",)
    list_filter = ("level", when("at"), area("ticket__committee__code"))
    list_select_related = ("ticket__committee", "to")
    fields = ("ticket", "committee", "level", "to", "told_at", "now")

    @admin.display(description=_("when"), ordering="at")
    def told_at(self, row: Escalation) -> str:
        return minute(row.at)

    @admin.display(description=_("committee"))
    def committee(self, row: Escalation) -> str:
        return str(row.ticket.committee)

    @admin.display(description=_("state now"))
    def now(self, row: Escalation) -> str:
        return row.ticket.get_state_display()
