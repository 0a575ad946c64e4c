"""Residents' councils in the admin: what they are called and what they do, never who sits in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from stations.admin.filters import area
from stations.admin.official import InEstateForm
from stations.admin.scoped import ScopedAdmin
from stations.models import Council


class CouncilForm(InEstateForm):
    """A council sits in an estate of its own committee, if in one at all."""

    class Meta:
        model = Council
        fields = ("committee", "estate", "name", "name_en", "since", "about", "about_en")


@admin.register(Council)
class CouncilAdmin(ScopedAdmin):
    form = CouncilForm
    list_display = ("name", "committee", "estate", "since")
    list_filter = (area("committee__code"),)
    list_select_related = ("committee", "estate")
    search_fields = ("name", "name_en", "committee__name")
    autocomplete_fields = ("committee", "estate")
    fields = (("committee", "estate"), ("name", "name_en"), "since", "about", "about_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("committee",) if obj else ()

    def view_on_site(self, obj: Council) -> str:
        return reverse("committee", args=[obj.committee.code])
