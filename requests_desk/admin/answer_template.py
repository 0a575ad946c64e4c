"""Answer templates in the admin: a district's, for all its committees. A committee's own are its head's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from requests_desk.models import AnswerTemplate
from stations.admin.filters import area
from stations.admin.official import Official, official_of
from stations.admin.scoped import ScopedAdmin
from stations.models import Division, Service

DISTRICT = 6  # digits of a district's code, at most


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(ScopedAdmin):
    list_display = ("title", "district", "matter", "active")
    list_filter = ("active", area("district__code"))
    list_select_related = ("district", "matter")
    search_fields = ("title", "text")
    fields = ("district", "matter", "title", "text", "text_en", "active")

    def visible(self, rows: QuerySet[Any], official: Official) -> QuerySet[Any]:
        return super().visible(rows, official).filter(district__isnull=False)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Below the district there is none to choose."""
        scope = official_of(request).scope
        whole = scope.everything or any(len(area) <= DISTRICT for area in scope.areas)
        return whole and super().has_add_permission(request, obj)

    def owns(self, official: Official, row: Any) -> bool:
        """Those below the district read its templates, and do not change them."""
        return any(row.district.code.startswith(area) for area in official.scope.areas)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "matter":
            return Service.objects.filter(station=None)
        rows = super().choices(db_field, request)
        return rows.filter(level=Division.Level.DISTRICT) if db_field.name == "district" else rows

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "district" in form.base_fields:  # the table lets it be empty, for committees' own
            form.base_fields["district"].required = True
        return form
