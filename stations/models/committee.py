"""Committees: the bodies that serve residents, by their official 12-digit code."""

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .division import Division
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .worker import Worker


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def in_scope_of(self, worker: "Worker") -> "CommitteeQuerySet":
        return self.filter(worker.scope.committees(""))

    def under(self, division: Division) -> "CommitteeQuerySet":
        """Committees of ``division`` at whatever level: codes nest."""
        return self.filter(code__startswith=division.code)

    def with_division(self) -> "CommitteeQuerySet":
        return self.select_related("subdistrict__parent")


class Committee(NamedModel):
    """A residents' (or villages') committee under a subdistrict."""

    class Kind(models.TextChoices):
        RESIDENTS = "residents", _("Residents' committee")
        VILLAGES = "villages", _("Villages' committee")
        LIKE_RESIDENTS = "like_residents", _("Body like a residents' committee")
        LIKE_VILLAGES = "like_villages", _("Body like a villages' committee")

    code = models.CharField(
        _("register code"), max_length=12, unique=True, validators=[RegexValidator(r"^\d{12}$")]
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.RESIDENTS)
    subdistrict = models.ForeignKey(
        Division, models.PROTECT, related_name="committees", verbose_name=_("subdistrict"),
        limit_choices_to={"level": Division.Level.SUBDISTRICT},
    )  # fmt: skip
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    about = models.TextField(_("about the committee"), blank=True)
    about_en = models.TextField(_("about the committee, in English"), blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["code"]

    @property
    def district_code(self) -> str:
        """Code of the district: the first six digits of every code below it."""
        return self.code[:6]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)
