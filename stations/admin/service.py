"""Services in the admin: everyone's are the administrators', a district's its officials', one station's
own whoever looks after the station."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.actions.services import reindex_services
from stations.admin.official import Official, scoped
from stations.admin.scoped import ScopedAdmin
from stations.admin.slugs import SlugForm
from stations.models import Division, Service, Station


class ServiceForm(SlugForm):
    """A service belongs to everyone, to a district or to one station, and an official says which."""

    class Meta:
        model = Service
        fields = "__all__"
        widgets: ClassVar = {"also_called": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        district, station = cleaned.get("district"), cleaned.get("station")
        if district and station:
            self.add_error("station", _("Choose the district or the station, not both."))
        if not (district or station or self.official.scope.everything) and "station" in self.fields:
            self.add_error("station", _("Choose the station, or the district, whose service this is."))
        return cleaned


def districts_above(official: Official) -> list[str]:
    """The codes of the districts in which ``official``'s areas lie, or which lie in them."""
    return [area[:6] for area in official.scope.areas]


@admin.register(Service)
class ServiceAdmin(ScopedAdmin):
    form = ServiceForm
    list_display = ("number", "name", "situation", "district", "station", "limit_hours")
    list_display_links = ("number", "name")
    list_filter = ("situation", "by_phone", "on_behalf")
    list_select_related = ("district", "station__committee")
    search_fields = ("name", "name_en", "also_called", "=number", "slug")
    autocomplete_fields = ("station",)
    fieldsets = (
        (None, {
            "fields": (
                ("name", "name_en"), "also_called", "slug", ("number", "situation"), ("district", "station"),
            ),
        }),
        (_("The promise"), {"fields": ("limit_hours", ("by_phone", "on_behalf"), "legal_basis")}),
        (_("For residents"), {
            "fields": (("who", "who_en"), ("papers", "papers_en"), ("steps", "steps_en"), ("cost", "cost_en")),
        }),
    )  # fmt: skip

    def visible(self, rows: QuerySet[Any], official: Official) -> QuerySet[Any]:
        """One's own, and those one may put on a checklist: everyone's and the district's."""
        if official.scope.everything:
            return rows
        above = Q(station=None) & (Q(district=None) | Q(district__code__in=districts_above(official)))
        return rows.filter(above | Q(pk__in=scoped(rows, official).values("pk")))

    def owns(self, official: Official, row: Any) -> bool:
        place = row.district.code if row.district else row.station.committee.code if row.station else ""
        return any(place.startswith(area) for area in official.scope.areas)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)
        return rows.filter(level=Division.Level.DISTRICT) if db_field.name == "district" else rows

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        reindex_services(services=rows)


def services_for(station: Station) -> QuerySet[Service]:
    """What may stand on ``station``'s checklist: everyone's services, its district's and its own."""
    code = station.committee.code
    return Service.objects.filter(
        Q(district=None, station=None) | Q(district__code=code[:6], station=None) | Q(station=station)
    )
