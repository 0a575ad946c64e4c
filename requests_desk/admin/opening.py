"""Hours in the admin: whatever changes opening or places brings slots into step and names the visits
that are left standing outside."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_desk.actions.closures import change_opening
from requests_desk.models import Visit
from stations.admin.filters import area, of_station
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.models import OpeningException, Station, WeekHours

NAMED = 10  # references in one message


def tell_stranded(request: HttpRequest, visits: list[Visit]) -> None:
    """Say which visits now stand outside the hours: somebody must move them or call them off."""
    if not visits:
        return
    named = ", ".join(visit.reference for visit in visits[:NAMED]) + ("…" if len(visits) > NAMED else "")
    sentence = ngettext(
        "%(n)d visit now stands outside the hours and must be moved or called off at the desk: %(named)s",
        "%(n)d visits now stand outside the hours and must be moved or called off at the desk: %(named)s",
        len(visits),
    )
    messages.warning(request, sentence % {"n": len(visits), "named": named})


class SettlesOpening:
    """An admin whose every save and deletion ends in new opening days and slots."""

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        super().settle(request, rows, stations)  # type: ignore[misc]
        tell_stranded(request, change_opening(stations=stations, at=timezone.now()))


class ExceptionForm(ScopedForm):
    """Other hours, or closed: both times or none."""

    class Meta:
        model = OpeningException
        fields = ("station", "date", "opens", "closes", "reason", "reason_en")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if (opens is None) != (closes is None) and not {"opens", "closes"} & self.errors.keys():
            self.add_error("closes", _("Enter both times, or none for a closed day."))
        station = cleaned.get("station") or getattr(self.instance, "station", None)
        if opens is None and closes is None and cleaned.get("date") and station:
            closed = OpeningException.objects.filter(station=station, date=cleaned["date"], opens=None)
            if closed.exclude(pk=self.instance.pk).exists():
                self.add_error("date", _("The station is closed on this day already."))
        return cleaned


class WeekInline(ScopedInline):
    model = WeekHours
    fields = ("weekday", "opens", "closes")
    classes = ("collapse",)


class ExceptionInline(ScopedInline):
    """Those still to come; what is past stays in the list of exceptions."""

    model = OpeningException
    form = ExceptionForm
    fields = ("date", "opens", "closes", "reason", "reason_en")
    classes = ("collapse",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(date__gte=timezone.localdate())


@admin.register(OpeningException)
class OpeningExceptionAdmin(SettlesOpening, ScopedAdmin):
    form = ExceptionForm
    list_display = ("date", "station", "opens", "closes", "reason")
    list_filter = (of_station("station"), area("station__committee__code"))
    list_select_related = ("station",)
    search_fields = ("station__name", "reason")
    date_hierarchy = "date"
    ordering = ("-date", "-pk")
    autocomplete_fields = ("station",)
    fields = ("station", "date", ("opens", "closes"), ("reason", "reason_en"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("station",) if obj else ()

    def touched(self, rows: list[Any]) -> list[Station]:
        return list(Station.objects.filter(exceptions__in=rows).distinct())
