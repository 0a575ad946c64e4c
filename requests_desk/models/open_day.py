"""Open days: a district's series of themes given by departments in turn, and who really came (下沉)."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models import Division
from stations.models.named import NamedModel, in_language

from .activity import ActivitySession

if TYPE_CHECKING:
    from stations.models import Worker


class OpenDaySeriesQuerySet(models.QuerySet["OpenDaySeries"]):
    def in_scope_of(self, worker: "Worker") -> "OpenDaySeriesQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("district__code"))


class OpenDaySeries(NamedModel):
    """A district's series of open days."""

    district = models.ForeignKey(
        Division, models.PROTECT, related_name="open_day_series", verbose_name=_("district")
    )
    about = models.TextField(_("about the series"), blank=True)
    about_en = models.TextField(_("about the series, in English"), blank=True)

    objects = OpenDaySeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of open days")
        verbose_name_plural = _("series of open days")
        ordering = ["district", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="series_once")]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class OpenDayTheme(NamedModel):
    """One theme of a series, and the department whose turn it is; empty where that is not settled."""

    series = models.ForeignKey(
        OpenDaySeries, models.CASCADE, related_name="themes", verbose_name=_("series of open days")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    department = models.CharField(_("department"), max_length=60, blank=True)
    department_en = models.CharField(_("department, in English"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["series", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "name"], name="theme_once")]

    @property
    def department_label(self) -> str:
        return in_language(self.department, self.department_en)


class OpenDayRecord(models.Model):
    """What a session of a theme came to: whether the department was there, with how many, and for how many."""

    session = models.OneToOneField(
        ActivitySession, models.CASCADE, related_name="open_day", verbose_name=_("session")
    )
    theme = models.ForeignKey(OpenDayTheme, models.PROTECT, related_name="records", verbose_name=_("theme"))
    department_came = models.BooleanField(_("the department came"), null=True)
    staff = models.PositiveSmallIntegerField(_("its staff who came"), null=True, blank=True)
    party_members = models.PositiveSmallIntegerField(_("party members who came"), null=True, blank=True)
    residents = models.PositiveIntegerField(_("residents who came"), null=True, blank=True)

    class Meta:
        verbose_name = _("record of an open day")
        verbose_name_plural = _("records of open days")
        ordering = ["session"]

    def __str__(self) -> str:
        return f"{self.theme} {self.session_id}"
