"""Stations in the admin: what stands. Hours, places and the rota hang on visits and are added by the
desk's side, which registers this."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.actions.stations import place_site
from stations.admin.filters import area
from stations.admin.official import NO_DELETING, ScopedForm, official_of
from stations.admin.scoped import AddThenFill, ScopedAdmin, ScopedInline, StackedScopedInline
from stations.admin.site import SiteInline
from stations.admin.slugs import SlugForm
from stations.models import (
    Amenity,
    ChecklistSection,
    Keepsake,
    Origin,
    Partner,
    Room,
    ServiceArea,
    Site,
    Station,
    StationPhoto,
)


class StationForm(SlugForm):
    class Meta:
        model = Station
        fields = "__all__"


class RoomInline(ScopedInline):
    model = Room
    fields = ("position", "kind", "name", "name_en", "what_for", "what_for_en", "floor", "drop_in")
    classes = ("collapse",)


class ServiceAreaForm(ScopedForm):
    """An estate has one primary station, and the sentence says which it is."""

    class Meta:
        model = ServiceArea
        fields = ("estate", "primary")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("primary") and cleaned.get("estate"):
            others = ServiceArea.objects.filter(estate=cleaned["estate"], primary=True).exclude(
                pk=self.instance.pk
            )
            other = others.select_related("station").first()
            if other is not None:
                self.add_error("primary", _("This estate's primary station is %s.") % other.station)
        return cleaned


class ServiceAreaInline(ScopedInline):
    model = ServiceArea
    form = ServiceAreaForm
    autocomplete_fields = ("estate",)
    classes = ("collapse",)


class PartnerInline(ScopedInline):
    model = Partner
    fields = ("force", "name", "name_en", "gives", "gives_en", "contract_from", "contract_until")
    classes = ("collapse",)


class AmenityInline(ScopedInline):
    model = Amenity
    fields = ("kind", "note", "note_en")
    classes = ("collapse",)


class OriginInline(StackedScopedInline):
    model = Origin
    max_num = 1
    classes = ("collapse",)


class KeepsakeInline(StackedScopedInline):
    model = Keepsake
    fields = ("kind", ("name", "name_en"), "words", "words_en", "photo")
    classes = ("collapse",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """The station's own photographs."""
        if db_field.name == "photo" and self.parent is not None:
            return StationPhoto.objects.filter(station=self.parent)
        return super().choices(db_field, request)


class SectionInline(ScopedInline):
    model = ChecklistSection
    fields = ("position", "name", "name_en")
    classes = ("collapse",)


class StationAdmin(AddThenFill, ScopedAdmin):
    form = StationForm
    officials_may = NO_DELETING  # a station is given up, and stays in the register
    list_display = ("name", "committee", "kind", "status", "phone", "opened_on")
    list_filter = ("status", "kind", area("committee__code"))
    list_select_related = ("committee",)
    search_fields = ("name", "name_en", "own_name", "slug", "committee__name")
    autocomplete_fields = ("committee", "host_estate")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("committee", ("name", "name_en"), "own_name", "slug", ("kind", "status"), "phone")}),
        (_("the story of this place"), {
            "fields": ("host_estate", "opened_on", "level", "model_site", "story", "story_en", "pledge", "pledge_en"),
            "classes": ("collapse",),
        }),
    )  # fmt: skip
    inlines: ClassVar[Any] = (
        SiteInline,
        RoomInline,
        AmenityInline,
        ServiceAreaInline,
        PartnerInline,
        OriginInline,
        KeepsakeInline,
        SectionInline,
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A printed address must not change, and a station's tickets stay at their committee.
        fixed = ("committee",) if obj else ()
        return fixed if official_of(request).scope.everything or not obj else (*fixed, "slug")

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "host_estate":
            return super().choices(db_field, request).select_related("committee")
        return super().choices(db_field, request)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Site:
            super().save_formset(request, form, formset, change)
            return
        for site in formset.save(commit=False):
            place_site(site=site)
        for site in formset.deleted_objects:
            site.delete()

    def touched(self, rows: list[Any]) -> list[Station]:
        return rows
