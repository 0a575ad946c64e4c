"""Residents' councils (居民自治): bodies in which residents decide about their own affairs."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .committee import Committee
from .estate import Estate
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .worker import Worker


class CouncilQuerySet(models.QuerySet["Council"]):
    def in_scope_of(self, worker: "Worker") -> "CouncilQuerySet":
        return self.filter(worker.scope.committees("committee"))


class Council(NamedModel):
    """A body of residents: "汇明阳帆", or the "1+1+X" of a neighbourhood."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="councils", verbose_name=_("committee")
    )
    estate = models.ForeignKey(
        Estate, models.SET_NULL, null=True, blank=True, related_name="councils", verbose_name=_("estate")
    )
    about = models.TextField(_("what it does"), blank=True)
    about_en = models.TextField(_("what it does, in English"), blank=True)
    since = models.CharField(_("since"), max_length=20, blank=True, help_text=_("A year or a month."))

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("residents' council")
        verbose_name_plural = _("residents' councils")
        ordering = ["committee", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="council_once")]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)
