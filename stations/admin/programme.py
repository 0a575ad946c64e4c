"""Programmes in the admin: which committees move to the street, by when, and why one is late."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.admin.filters import area
from stations.admin.official import ScopedForm
from stations.admin.scoped import AddThenFill, ScopedAdmin, ScopedInline
from stations.models import Programme, Relocation


class RelocationForm(ScopedForm):
    """A programme moves the committees of its own division."""

    class Meta:
        model = Relocation
        fields = ("programme", "committee", "due_on", "work_began_on", "plan", "delay_reason")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        programme = cleaned.get("programme") or getattr(self.instance, "programme", None)
        committee = cleaned.get("committee")
        if programme and committee and not committee.code.startswith(programme.division.code):
            self.add_error("committee", _("This committee lies outside the programme's division."))
        return cleaned


class RelocationInline(ScopedInline):
    model = Relocation
    form = RelocationForm
    fields = ("committee", "due_on", "work_began_on", "delay_reason")
    autocomplete_fields = ("committee",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)
        if db_field.name == "committee" and self.parent is not None:
            return rows.filter(code__startswith=self.parent.division.code)
        return rows


@admin.register(Programme)
class ProgrammeAdmin(AddThenFill, ScopedAdmin):
    list_display = ("name", "division", "began_on", "due_on", "committee_count")
    list_filter = (area("division__code"),)
    list_select_related = ("division",)
    search_fields = ("name", "name_en", "division__name")
    autocomplete_fields = ("division",)
    fields = ("division", ("name", "name_en"), ("began_on", "due_on"), "about", "about_en")
    inlines = (RelocationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(committee_count=Count("relocations"))

    @admin.display(description=_("committees"), ordering="committee_count")
    def committee_count(self, row: Any) -> int:
        return int(row.committee_count)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("division",) if obj else ()


@admin.register(Relocation)
class RelocationAdmin(ScopedAdmin):
    """Every committee's plan, also in a programme of the division above, which says what it is part of."""

    form = RelocationForm
    list_display = ("committee", "programme", "due_on", "work_began_on", "delay_reason")
    list_filter = (area("committee__code"),)
    list_select_related = ("committee", "programme")
    search_fields = ("committee__name", "^committee__code", "programme__name")
    autocomplete_fields = ("committee",)
    fields = ("programme", "committee", ("due_on", "work_began_on"), "plan", "delay_reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("programme", "committee") if obj else ()
