"""Committees in the admin: who they are stands in the register, how to reach them is the officials'."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.admin.filters import area
from stations.admin.official import CHANGING, ScopedForm, official_of
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.models import Committee, GridPost, Station


class CommitteeForm(ScopedForm):
    """A committee's code begins with its subdistrict's."""

    class Meta:
        model = Committee
        fields = ("code", "kind", "subdistrict", "name", "name_en", "phone", "about", "about_en")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        code, subdistrict = cleaned.get("code"), cleaned.get("subdistrict")
        if code and subdistrict and not code.startswith(subdistrict.code):
            self.add_error("code", _("The code must begin with the code of its subdistrict."))
        return cleaned


class CommitteePostInline(ScopedInline):
    """Roles spread over all the committee's grids; those of one grid stand at that grid."""

    model = GridPost
    verbose_name_plural = _("grid posts of the whole committee")
    fields = ("role", "title", "title_en", "holder", "work_phone", "headcount")
    classes = ("collapse",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(grid=None)


@admin.register(Committee)
class CommitteeAdmin(ScopedAdmin):
    form = CommitteeForm
    officials_may = CHANGING
    list_display = ("code", "name", "kind", "in_subdistrict", "phone")
    list_filter = ("kind", area("code"))
    list_select_related = ("subdistrict",)
    search_fields = ("^code", "name", "name_en")
    autocomplete_fields = ("subdistrict",)
    inlines = (CommitteePostInline,)

    @admin.display(description=_("subdistrict"), ordering="subdistrict__code")
    def in_subdistrict(self, row: Committee) -> str:
        return row.subdistrict.label

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if official_of(request).scope.everything:
            return ("code",) if obj else ()
        return ("code", "kind", "subdistrict")

    def view_on_site(self, obj: Committee) -> str:
        return reverse("committee", args=[obj.code])

    def touched(self, rows: list[Any]) -> list[Station]:
        return list(Station.objects.filter(committee__in=rows))
