"""Hours in the admin: whatever changes opening or places brings slots into step. The visits that a change
would leave outside are listed before it is saved, and their people are told after."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_desk.actions.closures import Answer, VisitsHit, change_hours
from requests_desk.models import Visit
from stations.admin.filters import area, of_station
from stations.admin.official import ScopedForm
from stations.admin.scoped import ScopedAdmin, ScopedInline
from stations.models import OpeningException, Station, WeekHours

NAMED = 10  # references in one message
CALL_OFF, LEAVE = "call_off", "leave"


def named(visits: list[Visit]) -> str:
    """The references of the first few."""
    return ", ".join(visit.reference for visit in visits[:NAMED]) + ("…" if len(visits) > NAMED else "")


def tell_stranded(request: HttpRequest, visits: list[Visit]) -> None:
    """Say which visits now stand outside the hours: somebody must move them or call them off."""
    if not visits:
        return
    sentence = ngettext(
        "%(n)d visit now stands outside the hours and must be moved or called off at the desk: %(named)s",
        "%(n)d visits now stand outside the hours and must be moved or called off at the desk: %(named)s",
        len(visits),
    )
    messages.warning(request, sentence % {"n": len(visits), "named": named(visits)})


def tell_called_off(request: HttpRequest, visits: list[Visit]) -> None:
    """Say how many visits are called off, and whom no letter reaches."""
    if not visits:
        return
    said = [ngettext("%(n)d visit is called off.", "%(n)d visits are called off.", len(visits))]
    said[0] %= {"n": len(visits)}
    if by_phone := sum(1 for visit in visits if visit.reached_by == "call"):
        sentence = ngettext("%(n)d person must be rung.", "%(n)d people must be rung.", by_phone)
        said.append(sentence % {"n": by_phone})
    messages.success(request, " ".join(said))


def answer_in(request: HttpRequest) -> Answer | None:
    """What was chosen for the visits listed on the page; None where nothing was."""
    chosen = request.POST.get("hit")
    if chosen not in (CALL_OFF, LEAVE):
        return None
    seen = (key for key in request.POST.getlist("seen") if key.isascii() and key.isdigit())
    return Answer(frozenset(int(key) for key in seen), call_off=chosen == CALL_OFF)


class AsksAboutVisits:
    """An admin that saves nothing until somebody has said what is to become of the visits it hits."""

    change_form_template: Any = "requests_desk/admin/hours.html"

    def follow(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> list[Visit]:
        """Bring days and slots of ``stations`` into step with a change of ``rows`` (none: a deletion, which
        asks nothing). Returns the visits still outside; raises VisitsHit."""
        worker: Any = request.user
        answer = answer_in(request) if rows else None
        gone, left = change_hours(stations=stations, at=timezone.now(), actor=worker, answer=answer)
        tell_called_off(request, gone)
        return left

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Below the error: the visits that were hit, and the choice."""
        refused = getattr(request, "refused", None)
        if isinstance(refused, VisitsHit):
            context.update(hit=refused.visits, chosen=request.POST.get("hit", ""))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)  # type: ignore[misc]
        except VisitsHit as error:
            return self._not_deleted(request, error)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            with transaction.atomic():  # the log of deletions goes with them
                return super().changelist_view(request, extra_context)  # type: ignore[misc]
        except VisitsHit as error:
            return self._not_deleted(request, error)

    def _not_deleted(self, request: HttpRequest, error: VisitsHit) -> HttpResponse:
        sentence = ngettext(
            "Nothing was deleted: %(n)d visit would stand outside the hours. Move it or call it off at the desk "
            "first: %(named)s",
            "Nothing was deleted: %(n)d visits would stand outside the hours. Move them or call them off at the "
            "desk first: %(named)s",
            len(error.visits),
        )
        messages.error(request, sentence % {"n": len(error.visits), "named": named(error.visits)})
        return redirect(request.get_full_path())


class SettlesOpening(AsksAboutVisits):
    """An admin whose every save and deletion ends in new opening days and slots of the stations it touches."""

    def settle(self, request: HttpRequest, rows: list[Any], stations: list[Station]) -> None:
        super().settle(request, rows, stations)  # type: ignore[misc]
        tell_stranded(request, self.follow(request, rows, stations))


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

    def view_on_site(self, obj: OpeningException) -> str:
        return obj.station.get_absolute_url()

    def touched(self, rows: list[Any]) -> list[Station]:
        return list(Station.objects.filter(exceptions__in=rows).distinct())
