"""Service packs (服务包): what a district's department gives every station, and which stations took it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .division import Division
from .named import NamedModel, in_language
from .service import Service
from .station import Station

if TYPE_CHECKING:
    from .worker import Worker


class ServicePackQuerySet(models.QuerySet["ServicePack"]):
    def in_scope_of(self, worker: "Worker") -> "ServicePackQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("district__code"))


class ServicePack(NamedModel):
    """What one department gives: legal hours, doctors, first-aid training. A station that takes it gets
    ``service`` onto its checklist."""

    district = models.ForeignKey(
        Division, models.PROTECT, related_name="service_packs", verbose_name=_("district")
    )
    department = models.CharField(_("department"), max_length=60)
    department_en = models.CharField(_("department, in English"), max_length=100, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="packs", verbose_name=_("service")
    )
    gives = models.TextField(_("what it gives"), blank=True)
    gives_en = models.TextField(_("what it gives, in English"), blank=True)

    objects = ServicePackQuerySet.as_manager()

    class Meta:
        verbose_name = _("service pack")
        verbose_name_plural = _("service packs")
        ordering = ["district", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="pack_once")]

    @property
    def department_label(self) -> str:
        return in_language(self.department, self.department_en)

    @property
    def gives_label(self) -> str:
        return in_language(self.gives, self.gives_en)


class PackOfferQuerySet(models.QuerySet["PackOffer"]):
    def in_scope_of(self, worker: "Worker") -> "PackOfferQuerySet":
        return self.filter(worker.scope.committees("station__committee"))


class PackOffer(models.Model):
    """A pack offered to a station, and the station's word."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", pgettext_lazy("pack", "Declined")

    pack = models.ForeignKey(
        ServicePack, models.CASCADE, related_name="offers", verbose_name=_("service pack")
    )
    station = models.ForeignKey(
        Station, models.CASCADE, related_name="pack_offers", verbose_name=_("station")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField(_("offered at"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    objects = PackOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a pack")
        verbose_name_plural = _("offers of packs")
        ordering = ["pack", "station"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "station"], name="pack_offered_once"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="pack_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack} → {self.station}"
