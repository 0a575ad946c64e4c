"""Open days: a district's series of themes given by departments in turn, and who really came (下沉)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.models import Division
from stations.models.named import NamedModel, in_language

from .activity import Activity, ActivitySession

if TYPE_CHECKING:
    from stations.models import Worker


class OpenDaySeriesQuerySet(models.QuerySet["OpenDaySeries"]):
    def in_scope_of(self, worker: "Worker") -> "OpenDaySeriesQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("district__code"))

    def of_activity(self, activity: Activity) -> "OpenDaySeriesQuerySet":
        """The series to which sessions of ``activity`` belong; none, without asking, where it is no open day."""
        if activity.theme != Activity.Theme.OPEN_DAY:
            return self.none()
        sessions = ActivitySession.objects.filter(group__activity=activity)
        return self.filter(themes__records__session__in=sessions).distinct()


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

    def get_absolute_url(self) -> str:
        return reverse("open_days", args=[self.pk])

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class OpenDayThemeQuerySet(models.QuerySet["OpenDayTheme"]):
    def in_scope_of(self, worker: "Worker") -> "OpenDayThemeQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("series__district__code"))


class OpenDayTheme(NamedModel):
    """One theme of a series, and the department whose turn it is; empty where that is not settled."""

    series = models.ForeignKey(
        OpenDaySeries, models.CASCADE, related_name="themes", verbose_name=_("series of open days")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    department = models.CharField(_("department"), max_length=60, blank=True)
    department_en = models.CharField(_("department, in English"), max_length=100, blank=True)

    objects = OpenDayThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["series", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "name"], name="theme_once")]

    @property
    def department_label(self) -> str:
        return in_language(self.department, self.department_en)


class OpenDayRecordQuerySet(models.QuerySet["OpenDayRecord"]):
    def in_scope_of(self, worker: "Worker") -> "OpenDayRecordQuerySet":
        return self.filter(worker.scope.committees("session__group__activity__station__committee"))

    def standing(self) -> "OpenDayRecordQuerySet":
        """Those whose session was not called off."""
        return self.filter(session__called_off=False)

    def of_session(self, session: ActivitySession) -> "OpenDayRecordQuerySet":
        """That session's one; none, without asking, where it is no open day."""
        if session.group.activity.theme != Activity.Theme.OPEN_DAY:
            return self.none()
        return self.filter(session=session).select_related("theme")

    def to_write(self, at: datetime) -> "OpenDayRecordQuerySet":
        """Those that have begun, and of which nobody has said who came."""
        return self.standing().filter(department_came=None, session__starts_at__lte=at)

    def with_session(self) -> "OpenDayRecordQuerySet":
        """With the session, its station, and the theme, in the same statement."""
        return self.select_related("theme__series", "session__group__activity__station").order_by(
            "session__starts_at", "pk"
        )


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

    objects = OpenDayRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of an open day")
        verbose_name_plural = _("records of open days")
        ordering = ["session"]

    def __str__(self) -> str:
        return f"{self.theme} · {self.session}"

    @property
    def written(self) -> bool:
        """Whether somebody has said who came."""
        return self.department_came is not None
