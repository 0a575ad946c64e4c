"""Sites in the admin: where stations stand and stood; a new one is a move."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.actions.stations import place_site, reindex_stations
from stations.admin.filters import area, of_station
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin, StackedScopedInline
from stations.models import Site, Station

FIELDSETS: Any = (
    (None, {"fields": (("address", "address_en"), ("entrance", "entrance_en"))}),
    (_("In use"), {"fields": (("used_from", "used_until", "dates_are_rough"),)}),
    (_("The door"), {"fields": (("floor", "stairs", "step_free", "street_front"),)}),
    (_("On the map"), {"fields": (("lat", "lon", "datum"),)}),
    (_("Floor space"), {"fields": (("office_m2", "service_m2", "offices"),)}),
)


class SiteForm(ScopedForm):
    """A new site of a station ends the old one by an action: it is no second site in use."""

    class Meta:
        model = Site
        fields = "__all__"

    def clean_used_from(self) -> Any:
        day = self.cleaned_data["used_from"]
        if day is not None and day > timezone.localdate():
            self.add_error(
                "used_from",
                _("Enter a move when it has happened; until then its plan stands in the programme."),
            )
        return day

    def _get_validation_exclusions(self) -> set[str]:
        # A new site in use beside the old one is no mistake: place_site() ends the old one.
        excluded = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded if self.instance.pk else excluded | {"station"}


class SiteInline(StackedScopedInline):
    model = Site
    form = SiteForm
    fieldsets = FIELDSETS
    classes = ("collapse",)
    verbose_name_plural = _("sites: add the new one when a station moves")


@admin.register(Site)
class SiteAdmin(ScopedAdmin):
    form = SiteForm
    list_display = ("address", "station", "used_from", "used_until", "floor", "step_free", "located")
    list_filter = ("step_free", "street_front", of_station("station"), area("station__committee__code"))
    list_select_related = ("station",)
    search_fields = ("address", "address_en", "station__name")
    autocomplete_fields = ("station",)
    fieldsets = ((None, {"fields": ("station",)}), *FIELDSETS)

    @admin.display(description=_("on the map"), boolean=True)
    def located(self, row: Site) -> bool:
        return row.point is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("station",) if obj else ()

    def view_on_site(self, obj: Site) -> str:
        return obj.station.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        place_site(site=obj)

    def touched(self, rows: list[Any]) -> list[Station]:
        return list(Station.objects.filter(sites__in=rows).distinct())

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        if not rows:  # deleted; a saved site is indexed by its action
            reindex_stations(stations=stations)
