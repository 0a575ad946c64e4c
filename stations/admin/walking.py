"""Walking times in the admin: what a person measured stands before every estimate."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.actions.walking import measure_way, recalculate_ways
from stations.admin.filters import area
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin
from stations.models import WalkingTime


class WalkingTimeForm(ScopedForm):
    """Minutes as somebody walked them, and who it was."""

    older_minutes = forms.IntegerField(
        label=_("minutes at an old person's pace"), min_value=1, max_value=600, required=False,
        help_text=_("Empty: worked out from the minutes on foot."),
    )  # fmt: skip
    source = forms.CharField(label=_("who measured"), max_length=80)

    class Meta:
        model = WalkingTime
        fields = ("estate", "site", "minutes", "older_minutes", "source")

    def clean_older_minutes(self) -> int:
        # The column wants a number now; the action works out the real one where nobody measured.
        return int(self.cleaned_data.get("older_minutes") or 0)

    def _get_validation_exclusions(self) -> set[str]:
        # To measure a way that was estimated is the rule here, and no second row.
        return super()._get_validation_exclusions() | {"site"}  # type: ignore[misc]


@admin.register(WalkingTime)
class WalkingTimeAdmin(ScopedAdmin):
    form = WalkingTimeForm
    list_display = ("estate", "site", "minutes", "older_minutes", "measured", "source")
    list_filter = ("measured", area("estate__committee__code"))
    list_select_related = ("estate", "site")
    search_fields = ("estate__name", "site__address", "site__station__name")
    autocomplete_fields = ("estate", "site")
    fields = ("estate", "site", ("minutes", "older_minutes"), "source")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("estate", "site") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ways are worked out: they go along with a site or an estate, from whichever side."""
        return self.may(request, "delete")

    def view_on_site(self, obj: WalkingTime) -> str:
        return reverse("estate", args=[obj.estate_id])

    def save_model(self, request: HttpRequest, obj: WalkingTime, form: Any, change: bool) -> None:
        way = measure_way(
            estate=obj.estate,
            site=obj.site,
            minutes=obj.minutes,
            source=obj.source,
            older=obj.older_minutes or None,
        )
        obj.pk = way.pk

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Take measurements back: the ways are estimated again."""
        sites = list({way.site for way in queryset.select_related("site")})
        super().delete_queryset(request, queryset)
        recalculate_ways(sites=sites)
