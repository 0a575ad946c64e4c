"""Photographs in the admin: hung up for a station in scope, described in both languages, taken down again."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.common.pictures import Picture, PictureRefused, develop
from stations.actions.photos import hang_photo, take_down
from stations.admin.filters import area, of_station
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin
from stations.models import StationPhoto


class NewPhotoForm(ScopedForm):
    """A picture file with what it shows; the file is read here and kept by the action."""

    picture = forms.FileField(
        label=_("picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP, 10 MB at most. Where and when it was taken is removed. Show no faces of people who"
            " were not asked."
        ),
    )

    class Meta:
        model = StationPhoto
        fields = ("station", "alt", "alt_en", "position", "moment")

    def clean_picture(self) -> Picture:
        file = self.cleaned_data["picture"]
        try:
            return develop(file, file.size)
        except PictureRefused as refused:
            raise ValidationError([refused.sentence, refused.next_step]) from refused


class PhotoForm(ScopedForm):
    """What a photograph shows, and where it stands; the picture itself is deleted and added anew."""

    class Meta:
        model = StationPhoto
        fields = ("alt", "alt_en", "position", "moment")


@admin.register(StationPhoto)
class StationPhotoAdmin(ScopedAdmin):
    list_display = ("alt", "station", "position", "uploaded_at")
    list_filter = (of_station("station"), area("station__committee__code"))
    list_select_related = ("station",)
    search_fields = ("alt", "alt_en", "station__name")
    autocomplete_fields = ("station",)

    def form_for(self, obj: Any) -> type[forms.ModelForm]:
        return NewPhotoForm if obj is None else PhotoForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        described = (("alt", "alt_en"), ("position", "moment"))
        return ("shown", "station", *described) if obj else ("station", "picture", *described)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("shown", "station") if obj else ()

    @admin.display(description=_("picture"))
    def shown(self, row: StationPhoto) -> str:
        """The small file, with what it shows."""
        return format_html('<img src="{}" alt="{}" width="{}">', row.small_url, row.alt_label, 320)

    def view_on_site(self, obj: StationPhoto) -> str:
        return obj.station.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: StationPhoto, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        said = form.cleaned_data
        photo = hang_photo(
            station=said["station"],
            picture=said["picture"],
            alt=said["alt"],
            alt_en=said["alt_en"],
            position=said["position"],
            moment=said["moment"],
            at=timezone.now(),
        )
        obj.pk = photo.pk

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        take_down(photos=queryset)
