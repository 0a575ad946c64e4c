"""Divisions in the admin: administrators keep them, officials look them up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.admin.filters import area
from stations.admin.official import LOOKING, ScopedForm, official_of
from stations.admin.scoped import ScopedAdmin
from stations.models import Division, Station


class DivisionForm(ScopedForm):
    """A code says its level and what it lies in; the three must agree."""

    class Meta:
        model = Division
        fields = ("code", "name", "name_en", "level", "parent")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        # Of a row that stands, code and level are only read.
        code = cleaned.get("code") or self.instance.code
        level = cleaned.get("level") or self.instance.level
        parent = cleaned.get("parent")
        if code and level and Division.CODE_LENGTHS.get(len(code)) != level:
            self.add_error("code", _("A city's code has 4 digits, a district's 6, a subdistrict's 9."))
        if code and parent and not (code.startswith(parent.code) and len(code) > len(parent.code)):
            self.add_error("parent", _("The code must begin with the code of what it belongs to."))
        if level and level != Division.Level.CITY and parent is None and "parent" in self.fields:
            self.add_error("parent", _("Districts and subdistricts belong to a division."))
        return cleaned


@admin.register(Division)
class DivisionAdmin(ScopedAdmin):
    form = DivisionForm
    officials_may = LOOKING
    list_display = ("code", "name", "level", "belongs_to")
    list_filter = ("level", area("code"))
    list_select_related = ("parent",)
    search_fields = ("^code", "name", "name_en")
    autocomplete_fields = ("parent",)

    def touched(self, rows: list[Any]) -> list[Station]:
        """Every station that lies in them is found by their names."""
        inside = [Station.objects.filter(committee__code__startswith=row.code) for row in rows]
        return [station for stations in inside for station in stations]

    @admin.display(description=_("belongs to"), ordering="parent__code")
    def belongs_to(self, row: Division) -> str:
        """In words: what lies above an official's area is no page of theirs."""
        return row.parent.label if row.parent else ""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if official_of(request).scope.everything:
            return ("code", "name", "name_en", "level", "parent")
        return ("code", "name", "name_en", "level", "belongs_to")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("belongs_to", "code", "level") if obj else ("belongs_to",)
