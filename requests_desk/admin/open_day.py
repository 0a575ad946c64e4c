"""Open days in the admin: a district's series, its themes in turn, and which sessions are whose."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from requests_desk.actions.open_days import plan
from requests_desk.admin.read_only import minute
from requests_desk.models import Activity, ActivitySession, OpenDayRecord, OpenDaySeries, OpenDayTheme
from stations.admin.filters import area
from stations.admin.official import NO_DELETING, ScopedForm
from stations.admin.scoped import AddThenFill, ScopedAdmin, ScopedInline
from stations.models import Division


class OpenDayThemeInline(ScopedInline):
    model = OpenDayTheme
    fields = ("position", "name", "name_en", "department", "department_en")


@admin.register(OpenDaySeries)
class OpenDaySeriesAdmin(AddThenFill, ScopedAdmin):
    list_display = ("name", "district", "theme_count")
    list_filter = (area("district__code"),)
    list_select_related = ("district",)
    search_fields = ("name", "name_en")
    fields = ("district", ("name", "name_en"), "about", "about_en")
    inlines = (OpenDayThemeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(theme_count=Count("themes"))

    @admin.display(description=_("themes"), ordering="theme_count")
    def theme_count(self, row: Any) -> int:
        return int(row.theme_count)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = super().choices(db_field, request)
        return rows.filter(level=Division.Level.DISTRICT) if db_field.name == "district" else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("district",) if obj else ()


class OpenDayRecordForm(ScopedForm):
    """A session of one of the district's own stations becomes a theme's."""

    class Meta:
        model = OpenDayRecord
        fields = ("theme", "session")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        theme = cleaned.get("theme")
        session = cleaned.get("session") or getattr(self.instance, "session", None)
        if theme and session:
            code = session.group.activity.station.committee.code
            if not code.startswith(theme.series.district.code):
                self.add_error(
                    "theme", _("This station lies in another district than the series of open days.")
                )
        return cleaned


@admin.register(OpenDayRecord)
class OpenDayRecordAdmin(ScopedAdmin):
    """Which session is whose. Who came is written by the session's own desk, and only read here."""

    form = OpenDayRecordForm
    officials_may = NO_DELETING
    list_display = (
        "begins",
        "theme",
        "department",
        "station",
        "department_came",
        "staff",
        "party_members",
        "residents",
    )
    list_display_links = ("begins",)
    list_filter = ("department_came", area("session__group__activity__station__committee__code"))
    list_select_related = ("theme", "session__group__activity__station")
    ordering = ("-session__starts_at", "-pk")
    fields = ("theme", "session", "department_came", ("staff", "party_members", "residents"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Before it is made there is nothing to read."""
        return self.fields if obj else ("theme", "session")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("session", "department_came", "staff", "party_members", "residents") if obj else ()

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Sessions of open days alone, the latest first, that no theme has yet."""
        rows = super().choices(db_field, request)
        if db_field.name != "session":
            return rows.select_related("series")
        days = ActivitySession.objects.filter(group__activity__theme=Activity.Theme.OPEN_DAY, open_day=None)
        return rows.filter(pk__in=days).select_related("group__activity__station").order_by("-starts_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = plan(theme=obj.theme, session=obj.session).pk

    @admin.display(description=_("begins"), ordering="session__starts_at")
    def begins(self, row: OpenDayRecord) -> str:
        return minute(row.session.starts_at)

    @admin.display(description=_("department"))
    def department(self, row: OpenDayRecord) -> str:
        return row.theme.department_label or "–"

    @admin.display(description=_("station"))
    def station(self, row: OpenDayRecord) -> str:
        return row.session.group.activity.station.label
