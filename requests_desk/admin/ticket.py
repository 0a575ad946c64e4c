"""Tickets in the admin: who answers for what, until when; without the resident's contact."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import HandOver, Opinion, Ticket, TicketEvent
from stations.admin.filters import area, of_station, when
from stations.admin.scoped import ReadOnlyInline


class HandOverInline(ReadOnlyInline):
    model = HandOver
    fk_name = "ticket"
    fields = ("offered_at", "giver", "addressee", "outcome", "decided_at", "decided_by")
    readonly_fields = fields

    @admin.display(description=_("to"))
    def addressee(self, row: HandOver) -> str:
        return row.addressee


class TicketEventInline(ReadOnlyInline):
    model = TicketEvent
    fields = ("at", "kind", "actor")
    readonly_fields = fields
    verbose_name_plural = _("history")


class DueFilter(admin.SimpleListFilter):
    """Open tickets whose promised time is over."""

    title = _("promise")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Still open")), ("overdue", _("Overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "overdue":
            return queryset.overdue(timezone.now())
        return queryset.open() if self.value() == "open" else queryset


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    list_display = (
        "reference",
        "station",
        "matter",
        "state",
        "responsible",
        "arrived",
        "due",
        "overdue",
        "opinion_given",
    )
    list_display_links = ("reference",)
    list_filter = (
        DueFilter, "state", "channel", "opinion__score", when("arrived_at"), of_station("station"),
        area("committee__code"),
    )  # fmt: skip
    list_select_related = ("station", "matter", "responsible", "opinion")
    search_fields = ("=reference",)
    search_help_text = _("The reference, whole.")
    fields = (
        "reference", "state", "channel", "lane", "station", "committee", "matter", "estate", "day", "number",
        "masked_name", "masked_phone", "on_behalf", "arrived_at", "first_receiver", "received_at", "responsible",
        "due_at", "step_due_at", "answered_at", "on_the_spot", "reopened", "ended_at", "opinion_given",
    )  # fmt: skip
    inlines = (HandOverInline, TicketEventInline)

    @admin.display(description=_("overdue"))
    def overdue(self, row: Ticket) -> str:
        """A word only where somebody must act."""
        if not row.is_overdue(timezone.now()):
            return ""
        return format_html('<span class="tag late">{}</span>', gettext("Overdue"))

    @admin.display(description=_("opinion"))
    def opinion_given(self, row: Ticket) -> str:
        """The score in a word; the sentence is for whoever answers for the matter."""
        opinion: Opinion | None = getattr(row, "opinion", None)
        return opinion.get_score_display() if opinion and opinion.score else "–"

    @admin.display(description=_("arrived"), ordering="arrived_at")
    def arrived(self, row: Ticket) -> str:
        return minute(row.arrived_at)

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, row: Ticket) -> str:
        return minute(row.due_at)

    @admin.display(description=_("resident"))
    def masked_name(self, row: Ticket) -> str:
        return row.masked_name or "–"

    @admin.display(description=_("phone"))
    def masked_phone(self, row: Ticket) -> str:
        return row.masked_phone or "–"
