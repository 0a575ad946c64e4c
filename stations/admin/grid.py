"""Grids in the admin: buildings, the people in their posts, and numbers without names."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.admin.filters import area
from stations.admin.scoped import AddThenFill, ScopedAdmin, ScopedInline
from stations.models import Building, Estate, Grid, GridFigures, GridPost


class BuildingInline(ScopedInline):
    model = Building
    fields = ("kind", "name", "name_en", "estate")
    classes = ("collapse",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "estate" and self.parent is not None:
            return Estate.objects.filter(committee=self.parent.committee_id)
        return super().choices(db_field, request)


class GridPostInline(ScopedInline):
    model = GridPost
    fields = ("role", "title", "title_en", "holder", "work_phone", "building", "headcount")

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "building" and self.parent is not None:
            return Building.objects.filter(grid=self.parent)
        return super().choices(db_field, request)


class GridFiguresInline(ScopedInline):
    model = GridFigures
    fields = ("on", "volunteers", "living_alone", "seriously_ill", "disabled", "mentally_ill", "hardship")


@admin.register(Grid)
class GridAdmin(AddThenFill, ScopedAdmin):
    list_display = ("name", "committee", "position", "building_count")
    list_filter = (area("committee__code"),)
    list_select_related = ("committee",)
    search_fields = ("name", "name_en", "committee__name")
    autocomplete_fields = ("committee",)
    fields = ("committee", ("name", "name_en"), "position")
    inlines = (GridPostInline, BuildingInline, GridFiguresInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(building_count=Count("buildings"))

    @admin.display(description=_("buildings and courts"), ordering="building_count")
    def building_count(self, row: Any) -> int:
        return int(row.building_count)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("committee",) if obj else ()

    def view_on_site(self, obj: Grid) -> str:
        return reverse("committee", args=[obj.committee.code])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is GridPost:
            for one in formset.forms:
                one.instance.committee = form.instance.committee
        super().save_formset(request, form, formset, change)
