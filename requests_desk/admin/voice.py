"""Residents' voice in the admin: to be read, since the desk acts; what projects and resources are called in English
can be filled in."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import (
    Meeting,
    MeetingOpinion,
    Poll,
    PollOption,
    Project,
    ProjectEvent,
    ProjectFund,
    ProjectStep,
    Proposal,
    ProposalEvent,
    Resource,
)
from stations.admin.filters import area, when
from stations.admin.official import CHANGING
from stations.admin.scoped import ReadOnlyInline, ScopedAdmin, ScopedInline
from stations.models import Station


class EnglishAdmin(ScopedAdmin):
    """Rows made at the desk, of which the ``english`` fields can be filled in here."""

    officials_may = administrators_may = CHANGING
    ordering = ("-pk",)
    english: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.fields or () if name not in self.english]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing else of the row, since the desk goes on with it meanwhile."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        """Nothing of a station's name or hours changes with words in English."""


class ProposalEventInline(ReadOnlyInline):
    model = ProposalEvent
    fields = ("at", "kind", "actor")
    readonly_fields = fields
    verbose_name_plural = _("history")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("title", "committee", "kind", "state", "supports", "made")
    list_display_links = ("title",)
    list_filter = ("state", "kind", when("made_at"), area("committee__code"))
    list_select_related = ("committee",)
    search_fields = ("=reference",)
    search_help_text = _("The reference, whole.")
    fields = (
        "reference", "title", "words", "kind", "state", "committee", "estate", "supports", "merged_into", "project",
        "answer", "answered_at", "answered_by", "made_at",
    )  # fmt: skip
    inlines = (ProposalEventInline,)
    view_on_site = False  # type: ignore[assignment]  # one that nobody has read yet has no page

    @admin.display(description=_("made"), ordering="made_at")
    def made(self, row: Proposal) -> str:
        return minute(row.made_at)


class ProjectStepInline(ScopedInline):
    model = ProjectStep
    officials_may = administrators_may = CHANGING
    can_delete = False
    fields = ("position", "name", "name_en", "due_on", "done_on")
    readonly_fields = ("position", "name", "due_on", "done_on")


class ProjectFundInline(ReadOnlyInline):
    model = ProjectFund
    fields = ("source", "yuan", "percent")
    readonly_fields = fields


class ProjectEventInline(ReadOnlyInline):
    model = ProjectEvent
    fields = ("at", "kind", "actor")
    readonly_fields = fields
    verbose_name_plural = _("history")


@admin.register(Project)
class ProjectAdmin(EnglishAdmin):
    list_display = ("name", "committee", "state", "began_on", "decided_at", "closed_at")
    list_display_links = ("name",)
    list_filter = ("state", area("committee__code"))
    list_select_related = ("committee",)
    search_fields = ("name",)
    fields = (
        "name", "name_en", "committee", "estate", "state", "about", "about_en", "began_on", "hearing", "decision",
        "decision_en", "decided_at", "review", "closed_at", "dropped_why", "dropped_why_en",
    )  # fmt: skip
    english = ("name_en", "about_en", "decision_en", "dropped_why_en")
    inlines = (ProjectStepInline, ProjectFundInline, ProjectEventInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Of the steps too their English alone."""
        for step in formset.save(commit=False):
            step.save(update_fields=["name_en"])


class MeetingOpinionInline(ReadOnlyInline):
    model = MeetingOpinion
    fields = ("words", "outcome", "why")
    readonly_fields = fields


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("begins", "kind", "committee", "project", "attended", "published_at")
    list_display_links = ("begins",)
    list_filter = ("kind", when("starts_at", ahead=True), area("committee__code"))
    list_select_related = ("committee", "project")
    fields = (
        "kind", "committee", "project", "ticket", "starts_at", "place", "place_en", "attended", "minutes", "minutes_en",
        "published_at",
    )  # fmt: skip
    inlines = (MeetingOpinionInline,)

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, row: Meeting) -> str:
        return minute(row.starts_at)


class PollOptionInline(ReadOnlyInline):
    model = PollOption
    fields = ("name", "name_en", "votes")
    readonly_fields = fields


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin):
    list_display = ("name", "committee", "opens_at", "closes_at", "ballots")
    list_display_links = ("name",)
    list_filter = (when("opens_at", ahead=True), area("committee__code"))
    list_select_related = ("committee",)
    fields = ("name", "name_en", "committee", "project", "most", "opens_at", "closes_at", "ballots")
    inlines = (PollOptionInline,)


@admin.register(Resource)
class ResourceAdmin(EnglishAdmin):
    list_display = ("name", "committee", "about", "until")
    list_display_links = ("name",)
    list_filter = (area("committee__code"),)
    list_select_related = ("committee",)
    search_fields = ("name",)
    fields = ("name", "name_en", "committee", "partner", "about", "about_en", "until")
    english = ("name_en", "about_en")
