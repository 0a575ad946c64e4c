"""Partners: who stands around a station and what they give."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import NamedModel, in_language
from .station import Station


class Partner(NamedModel):
    """A body or group that gives a station something, by the five forces of the energy map."""

    class Force(models.TextChoices):
        DEPARTMENT = "department", _("Departments sent down")
        MASS = "mass", _("Mass organisations")
        CONTRACT = "contract", _("Partners by contract")
        SOCIAL = "social", _("Social organisations")
        INSIDE = "inside", _("Talent found inside")

    station = models.ForeignKey(Station, models.CASCADE, related_name="partners", verbose_name=_("station"))
    force = models.CharField(_("force"), max_length=10, choices=Force.choices)
    gives = models.CharField(_("gives"), max_length=160, blank=True)
    gives_en = models.CharField(_("gives, in English"), max_length=200, blank=True)
    contract_from = models.DateField(_("contract from"), null=True, blank=True)
    contract_until = models.DateField(_("contract until"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["station", "force", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["station", "name"], name="partner_once"),
            models.CheckConstraint(
                condition=models.Q(contract_from=None)
                | models.Q(contract_until=None)
                | models.Q(contract_from__lte=models.F("contract_until")),
                name="contract_ends_after_it_begins",
                violation_error_message=_("A contract cannot end before it begins."),
            ),
        ]

    def expired(self, today: date) -> bool:
        """Whether its contract was over before ``today``; one without an end goes on."""
        return self.contract_until is not None and self.contract_until < today

    @property
    def gives_label(self) -> str:
        return in_language(self.gives, self.gives_en)
