"""The filing cabinet's dividers: filters that offer only what the official may see, however much there is."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stations.admin.official import Official, official_of, scoped
from stations.models import Committee, Division, Station

CODE_LENGTHS = (4, 6, 9, 12)


class AreaFilter(admin.SimpleListFilter):
    """City, district, subdistrict, committee, one level at a time from the official's own areas down."""

    title = _("area")
    parameter_name = "area"
    path = ""  # how the rows reach their register code

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        official = official_of(request)
        above, below = self._levels(official)
        deepest = len(above)
        return [(code, "\u3000" * depth + name) for depth, (code, name) in enumerate(above)] + [
            (code, "\u3000" * deepest + name) for code, name in below
        ]

    def _levels(self, official: Official) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The chosen place with what it lies in, and what lies in it."""
        divisions = scoped(Division.objects.all(), official)
        code = self._code()
        if not code:
            if official.scope.everything:
                return [], _named(divisions.filter(level=Division.Level.CITY))
            own = _named(divisions.filter(code__in=official.scope.areas))
            return (own, self._inside(own[0][0], official)) if len(own) == 1 else ([], own)
        chain = _named(divisions.filter(code__in=[code[:length] for length in CODE_LENGTHS]))
        if len(code) == CODE_LENGTHS[-1]:
            return chain, _named(scoped(Committee.objects.all(), official).filter(code=code))
        return chain, self._inside(code, official)

    @staticmethod
    def _inside(code: str, official: Official) -> list[tuple[str, str]]:
        if len(code) == 9:
            return _named(scoped(Committee.objects.all(), official).filter(subdistrict__code=code))
        return _named(scoped(Division.objects.all(), official).filter(parent__code=code))

    def _code(self) -> str:
        asked = str(self.value() or "")
        return asked if asked.isascii() and asked.isdigit() and len(asked) in CODE_LENGTHS else ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self._code()
        return queryset.filter(**{f"{self.path}__startswith": code}) if code else queryset


def _named(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in rows.order_by("code")]


def area(path: str) -> type[AreaFilter]:
    """The filter for rows whose register code stands at ``path``."""
    return type("AreaFilter", (AreaFilter,), {"path": path})


class StationFilter(admin.SimpleListFilter):
    """The rows of one station; shown only where a link from the station's page asks for it."""

    title = _("station")
    parameter_name = "station"
    path = "station"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        key = str(self.value() or "")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return []
        rows = scoped(Station.objects.all(), official_of(request)).filter(pk=int(key))
        return [(str(row.pk), row.label) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # Without such a station in scope the filter has no choices, and Django leaves it out.
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def of_station(path: str) -> type[StationFilter]:
    """The filter for rows whose station stands at ``path``."""
    return type("StationFilter", (StationFilter,), {"path": path})


class WhenFilter(admin.SimpleListFilter):
    """A stretch of days around today, by an index and without asking for the first and last row."""

    title = _("when")
    parameter_name = "when"
    path = ""
    ahead = False  # whether such a moment may lie before us
    # First and last day, counted from today.
    STRETCHES = {"today": (0, 0), "ahead": (1, 14), "week": (-7, 0), "quarter": (-90, 0)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ahead = [("ahead", gettext("The next 14 days"))] if self.ahead else []
        return [
            ("today", gettext("Today")),
            *ahead,
            ("week", gettext("The last 7 days")),
            ("quarter", gettext("The last 90 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        stretch = self.STRETCHES.get(str(self.value()))
        if stretch is None:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        begin, end = (midnight + timedelta(days=days) for days in (stretch[0], stretch[1] + 1))
        return queryset.filter(**{f"{self.path}__gte": begin, f"{self.path}__lt": end})


def when(path: str, *, ahead: bool = False) -> type[WhenFilter]:
    """The filter for rows whose moment stands at ``path``; ``ahead`` where it may still be to come."""
    return type("WhenFilter", (WhenFilter,), {"path": path, "ahead": ahead})
