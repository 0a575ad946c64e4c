"""Estates in the admin, with the bodies that stand behind them."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.actions.known_places import district_of, known_places
from stations.actions.walking import recalculate_ways
from stations.admin.filters import area
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.models import Estate, EstateBody, Station
from stations.rules.plausible import odd_figures, odd_place


class EstateForm(ScopedForm):
    """What cannot be of an estate is refused, as in a sheet."""

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        odd = odd_figures(
            built=cleaned.get("built") or "", households=cleaned.get("households") or 0,
            older=cleaned.get("older_people") or 0, year=timezone.localdate().year, changed=self.changed_data,
        )  # fmt: skip
        for field, sentence in (odd | self._odd_place(cleaned)).items():
            self.add_error(field, sentence)
        return cleaned

    def _odd_place(self, cleaned: dict[str, Any]) -> dict[str, str]:
        lat, lon = cleaned.get("lat"), cleaned.get("lon")
        committee = cleaned.get("committee") or getattr(self.instance, "committee", None)
        if lat is None or lon is None or not committee or not {"lat", "lon"} & set(self.changed_data):
            return {}
        district = district_of(committee.code)
        return odd_place(lat, lon, known_places([district])[district])


class EstateBodyInline(ScopedInline):
    model = EstateBody
    fields = ("kind", "name", "name_en", "phone", "since")


@admin.register(Estate)
class EstateAdmin(ScopedAdmin):
    form = EstateForm
    list_display = ("name", "committee", "households", "older_people", "built", "located")
    list_filter = (area("committee__code"),)
    list_select_related = ("committee",)
    search_fields = ("name", "name_en", "address")
    autocomplete_fields = ("committee",)
    inlines = (EstateBodyInline,)
    fieldsets = (
        (None, {"fields": ("committee", ("name", "name_en"), "address", "built")}),
        (pgettext_lazy("of an estate", "People"), {"fields": (("households", "older_people"),)}),
        (_("On the map"), {"fields": (("lat", "lon", "datum"),)}),
        (_("About"), {"fields": ("about", "about_en"), "classes": ("collapse",)}),
    )

    @admin.display(description=_("on the map"), boolean=True)
    def located(self, row: Estate) -> bool:
        return row.point is not None

    def view_on_site(self, obj: Estate) -> str:
        return reverse("estate", args=[obj.pk])

    def touched(self, rows: list[Any]) -> list[Station]:
        named = Q(areas__estate__in=rows) | Q(host_estate__in=rows)
        return list(Station.objects.filter(named).distinct())

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        recalculate_ways(estates=rows)
        super().settle(request, rows, stations)
