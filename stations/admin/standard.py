"""Standard checklists in the admin: a district sets its own, its subdistricts read it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.admin.official import Official, official_of
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.admin.service import districts_above
from stations.models import Division, Standard, StandardItem


class StandardItemInline(ScopedInline):
    model = StandardItem
    fields = ("position", "name", "name_en")


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
    list_display = ("name", "of_district", "item_count")
    list_select_related = ("district",)
    search_fields = ("name", "district__name")
    fields = ("district", ("name", "name_en"))
    inlines = (StandardItemInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(item_count=Count("items"))

    def visible(self, rows: QuerySet[Any], official: Official) -> QuerySet[Any]:
        if official.scope.everything:
            return rows
        above = Q(district__code__in=districts_above(official))
        return rows.filter(above | official.scope.code_in_areas("district__code"))

    def owns(self, official: Official, row: Any) -> bool:
        return any(row.district.code.startswith(area) for area in official.scope.areas)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Standards are set where a whole district is looked after."""
        scope = official_of(request).scope
        return scope.everything or any(len(area) <= 6 for area in scope.areas)

    @admin.display(description=_("district"), ordering="district__code")
    def of_district(self, row: Standard) -> str:
        return row.district.label

    @admin.display(description=_("items"), ordering="item_count")
    def item_count(self, row: Any) -> int:
        return int(row.item_count)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("district",) if obj else ()

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)
        return rows.filter(level=Division.Level.DISTRICT) if db_field.name == "district" else rows
