"""Who pays for a relocation: a plan's money by its sources."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .programme import Relocation

if TYPE_CHECKING:
    from .worker import Worker


class PlanFundQuerySet(models.QuerySet["PlanFund"]):
    def in_scope_of(self, worker: "Worker") -> "PlanFundQuerySet":
        return self.filter(worker.scope.committees("relocation__committee"))


class PlanFund(models.Model):
    """What one source gives: so many yuan or, where only that is known, so much of a hundred."""

    class Source(models.TextChoices):
        SUBDISTRICT = "subdistrict", _("Subdistrict")
        DISTRICT = "district", _("District")
        PARTY = "party", _("Party funds")
        PROPERTY = "property", _("Property company")
        MAINTENANCE = "maintenance", _("Owners' maintenance fund")
        RESIDENTS = "residents", _("Residents' share")
        SELF_GOVERNANCE = "self_gov", _("Self-governance fund")
        OTHER = "other", _("Another source")

    relocation = models.ForeignKey(
        Relocation, models.CASCADE, related_name="funds", verbose_name=_("relocation plan")
    )
    source = models.CharField(_("source"), max_length=11, choices=Source.choices)
    yuan = models.PositiveIntegerField(_("yuan"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("percent, where no amount is known"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    note = models.CharField(_("note"), max_length=120, blank=True)

    objects = PlanFundQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")
        ordering = ["relocation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(yuan__isnull=False, percent=None)
                | models.Q(yuan=None, percent__isnull=False, percent__gte=1, percent__lte=100),
                name="fund_says_how_much_once",
                violation_error_message=_("Give an amount in yuan or a percentage, one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.yuan if self.yuan is not None else f'{self.percent} %'}"
