"""Programmes in the admin: which committees move to the street, by when, and the steps their plans start with."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.actions.programme import change_programme, start_programme
from stations.admin.filters import area
from stations.admin.plan import (
    KeepsPromises,
    PromiseForm,
    RelocationForm,
    keep_plan,
    promises_kept,
    said_by,
    saved_with_reasons,
)
from stations.admin.scoped import AddThenFill, ScopedAdmin, ScopedInline
from stations.models import Programme, ProgrammeStep, Relocation


class ProgrammeForm(PromiseForm):
    planned = ("began_on", "due_on")

    class Meta:
        model = Programme
        fields = ("division", "name", "name_en", "began_on", "due_on", "about", "about_en")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "due_on" in cleaned:
            self.missing_reason(self.instance.due_on, cleaned.get("due_on"))
        return cleaned


class ProgrammeStepInline(ScopedInline):
    model = ProgrammeStep
    fields = ("position", "name", "name_en")
    verbose_name_plural = _("the series of steps that every new plan starts with")


class RelocationInline(ScopedInline):
    model = Relocation
    form = RelocationForm
    formset = KeepsPromises
    fields = ("committee", "due_on", "work_began_on", "delay_reason", "reason")
    autocomplete_fields = ("committee",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)
        if db_field.name == "committee" and self.parent is not None:
            return rows.filter(code__startswith=self.parent.division.code)
        return rows


@admin.register(Programme)
class ProgrammeAdmin(AddThenFill, ScopedAdmin):
    form = ProgrammeForm
    list_display = ("name", "division", "began_on", "due_on", "committee_count")
    list_filter = (area("division__code"),)
    list_select_related = ("division",)
    search_fields = ("name", "name_en", "division__name")
    autocomplete_fields = ("division",)
    inlines = (ProgrammeStepInline, RelocationInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(committee_count=Count("relocations"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        plans = Relocation.objects.filter(programme__in=[one.pk for one in objs])
        return (
            rows,
            counts,
            lacking,
            [*promises_kept(Relocation, plans.values_list("pk", flat=True)), *protected],
        )

    @admin.display(description=_("committees"), ordering="committee_count")
    def committee_count(self, row: Any) -> int:
        return int(row.committee_count)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        days = ("began_on", "due_on", "reason") if obj else ("began_on", "due_on")
        return ("division", ("name", "name_en"), days, "about", "about_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("division",) if obj else ()

    def view_on_site(self, obj: Programme) -> str:
        return reverse("programme_page", args=[obj.pk])

    def save_model(self, request: HttpRequest, obj: Programme, form: Any, change: bool) -> None:
        if change:
            change_programme(programme=obj, **said_by(request, form.cleaned_data["reason"]))
        else:
            start_programme(programme=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Relocation:
            super().save_formset(request, form, formset, change)
            return
        for plan, reason in saved_with_reasons(formset):
            keep_plan(request, plan, reason)
