"""The rota in the admin: who receives in turn, and the hours of deputies, lawyers and doctors."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from requests_desk.models import DutyHours, RotaParty
from stations.admin.scoped import ScopedInline
from stations.models import Estate, EstateBody, ServiceArea


class RotaPartyInline(ScopedInline):
    model = RotaParty
    fields = ("position", "party", "body")
    classes = ("collapse",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """The bodies of the committee's estates, and of those the station serves."""
        if db_field.name != "body" or self.parent is None:
            return super().choices(db_field, request)
        served = ServiceArea.objects.filter(station=self.parent).values("estate")
        estates = Estate.objects.filter(Q(committee=self.parent.committee_id) | Q(pk__in=served))
        return EstateBody.objects.filter(estate__in=estates)


class DutyHoursInline(ScopedInline):
    model = DutyHours
    fields = ("giver", "name", "name_en", "weekday", "begins", "ends")
    classes = ("collapse",)
