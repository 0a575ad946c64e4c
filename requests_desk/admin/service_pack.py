"""Service packs in the admin: what a district's departments give, offered to all stations or to chosen ones."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_desk.actions.service_packs import offer, stations_of
from stations.admin.filters import area
from stations.admin.official import ScopedForm, official_of
from stations.admin.scoped import AddThenFill, ReadOnlyInline, ScopedAdmin
from stations.models import Division, PackOffer, Service, ServicePack

OFFER = "_offer"  # the name of the button in templates/admin/stations/servicepack/change_form.html


class PackOfferInline(ReadOnlyInline):
    model = PackOffer
    fields = ("station", "state", "offered_at", "decided_at", "decided_by", "reason")
    readonly_fields = fields
    verbose_name_plural = _("offered to")


@admin.register(ServicePack)
class ServicePackAdmin(AddThenFill, ScopedAdmin):
    list_display = ("name", "department", "district", "offered_to", "accepted_by", "declined_by")
    list_filter = (area("district__code"),)
    list_select_related = ("district",)
    search_fields = ("name", "name_en", "department")
    actions = ("offer_to_all",)
    fields = (
        "district", ("name", "name_en"), ("department", "department_en"), "service", ("gives", "gives_en"),
    )  # fmt: skip
    inlines = (PackOfferInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.annotate(
            offered=Count("offers"),
            accepted=Count("offers", filter=Q(offers__state=PackOffer.State.ACCEPTED)),
            declined=Count("offers", filter=Q(offers__state=PackOffer.State.DECLINED)),
        )

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Everyone's services and the official's districts'; one station's own is no district's to give."""
        if db_field.name == "service":
            scope = official_of(request).scope
            everyones = Service.objects.filter(station=None)
            return (
                everyones
                if scope.everything
                else everyones.filter(Q(district=None) | scope.code_in_areas("district__code"))
            )
        rows = super().choices(db_field, request)
        return rows.filter(level=Division.Level.DISTRICT) if db_field.name == "district" else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("district",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a station has taken stays."""
        taken = obj is not None and obj.offers.filter(state=PackOffer.State.ACCEPTED).exists()
        return not taken and super().has_delete_permission(request, obj)

    @admin.display(description=_("offered to"), ordering="offered")
    def offered_to(self, row: Any) -> int:
        return int(row.offered)

    @admin.display(description=_("taken by"), ordering="accepted")
    def accepted_by(self, row: Any) -> int:
        return int(row.accepted)

    @admin.display(description=_("declined by"), ordering="declined")
    def declined_by(self, row: Any) -> int:
        return int(row.declined)

    @admin.action(description=_("Offer to every station of the district"), permissions=["change"])
    def offer_to_all(self, request: HttpRequest, queryset: Iterable[ServicePack]) -> None:
        at = timezone.now()
        made = sum(offer(pack=pack, stations=stations_of(pack), at=at) for pack in queryset)
        words = ngettext("%(n)d station has a new offer.", "%(n)d stations have a new offer.", made)
        self.message_user(request, words % {"n": made}, messages.SUCCESS)

    def response_change(self, request: HttpRequest, obj: ServicePack) -> HttpResponse:
        """The pack's own page offers it too, and stays open: the new offers stand on it."""
        if OFFER not in request.POST:
            return super().response_change(request, obj)
        self.offer_to_all(request, [obj])
        return redirect(request.path)


class PackOfferForm(ScopedForm):
    """A pack goes to stations of its own district."""

    class Meta:
        model = PackOffer
        fields = ("pack", "station")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        pack, station = cleaned.get("pack"), cleaned.get("station")
        if pack and station and not station.committee.code.startswith(pack.district.code):
            self.add_error("station", _("This station lies in another district than the service pack."))
        return cleaned


@admin.register(PackOffer)
class PackOfferAdmin(ScopedAdmin):
    """One offer to one station; the answer is the station's."""

    form = PackOfferForm
    list_display = ("pack", "station", "state", "offered_at", "decided_at", "reason")
    list_filter = ("state", area("station__committee__code"))
    list_select_related = ("pack", "station")
    autocomplete_fields = ("station",)
    fields = ("pack", "station", "state", "offered_at", "decided_at", "decided_by", "reason")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Before it is made there is no answer to show."""
        return self.fields if obj else ("pack", "station")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            return
        offer(pack=obj.pack, stations=[obj.station], at=timezone.now())
        obj.pk = PackOffer.objects.get(pack=obj.pack, station=obj.station).pk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An offer is taken back as long as nobody has taken it."""
        taken = obj is not None and obj.state == PackOffer.State.ACCEPTED
        return not taken and super().has_delete_permission(request, obj)
