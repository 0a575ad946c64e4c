"""Rounds in the admin: which courts were walked when and what came of it: places and counts, no names, no words."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from requests_desk.admin.read_only import ReadOnlyAdmin, minute
from requests_desk.models import Round
from stations.admin.filters import area, when


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ("moment", "committee", "kind", "how_many", "outcome")
    list_display_links = ("moment",)
    list_filter = ("kind", "outcome", when("walked_at"), area("committee__code"))
    list_select_related = ("committee",)
    fields = ("moment", "committee", "kind", "where", "outcome", "became")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(number=Count("courts"))

    @admin.display(description=_("walked"), ordering="walked_at")
    def moment(self, row: Round) -> str:
        return minute(row.walked_at)

    @admin.display(description=_("courts"))
    def how_many(self, row: Any) -> int:
        return int(row.number)

    @admin.display(description=_("courts"))
    def where(self, row: Round) -> str:
        return "\n".join(str(one) for one in row.courts.select_related("estate").order_by("pk"))

    @admin.display(description=_("ticket"))
    def became(self, row: Round) -> str:
        return str(row.ticket or "–")
