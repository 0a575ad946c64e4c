"""Opening: the week's pattern, dated exceptions, China's holidays, and the days they add up to."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.rules.opening import DayHours, Source, is_working_day

from .named import NamedModel, in_language
from .station import Station

if TYPE_CHECKING:
    from .worker import Worker


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """An interval of a day lies within it and is not empty."""
    return models.CheckConstraint(
        condition=models.Q(opens=None, closes=None) | models.Q(opens__lt=models.F("closes")),
        name=name,
        violation_error_message=_("Closing time must be later than opening time."),
    )


class WeekHours(models.Model):
    """One interval of a station's ordinary week."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="week", verbose_name=_("station"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("hours of the week")
        verbose_name_plural = _("hours of the week")
        ordering = ["station", "weekday", "opens"]
        constraints = [
            ends_after_it_begins("week_hours_run_forwards"),
            models.UniqueConstraint(fields=["station", "weekday", "opens"], name="week_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningExceptionQuerySet(models.QuerySet["OpeningException"]):
    def in_scope_of(self, worker: "Worker") -> "OpeningExceptionQuerySet":
        return self.filter(worker.scope.committees("station__committee"))


class OpeningException(models.Model):
    """A dated exception: other hours on a day, or closed (both times empty). It beats everything."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="exceptions", verbose_name=_("station"))
    date = models.DateField(_("date"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=120, blank=True)

    objects = OpeningExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening exception")
        verbose_name_plural = _("opening exceptions")
        ordering = ["station", "date", "opens"]
        constraints = [
            ends_after_it_begins("exception_runs_forwards"),
            models.UniqueConstraint(fields=["station", "date", "opens"], name="exception_once"),
            models.UniqueConstraint(
                fields=["station", "date"], condition=models.Q(opens=None), name="closed_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}"

    @property
    def reason_label(self) -> str:
        return in_language(self.reason, self.reason_en)


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def calendar(self, since: datetime | None = None) -> Callable[[date], bool]:
        """A function that tells whether a day is a working day, from one reading of the table; of days
        before ``since`` it is not asked."""
        rows = self.filter(date__gte=timezone.localtime(since).date()) if since else self
        days_off = dict(rows.values_list("date", "off"))
        return lambda day: is_working_day(day, days_off)


class Holiday(NamedModel):
    """A day off, or a weekend day worked to make up for one, as the State Council announced it."""

    date = models.DateField(_("date"), unique=True)
    off = models.BooleanField(_("day off"), help_text=_("Not ticked: a make-up working day."))
    source = models.CharField(_("source"), max_length=120)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.label}"


class AnnouncedYear(models.Model):
    """A year whose holiday arrangement is published. Without its row the year is not yet announced."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("announced year")
        verbose_name_plural = _("announced years")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class OpeningDayQuerySet(models.QuerySet["OpeningDay"]):
    def between(self, first: date, last: date) -> "OpeningDayQuerySet":
        return self.filter(date__gte=first, date__lte=last)

    def holding(self, now: datetime) -> "OpeningDayQuerySet":
        """The intervals that hold this moment, in local time."""
        local = timezone.localtime(now)
        return self.filter(date=local.date(), opens__lte=local.time(), closes__gt=local.time())

    def hours(self) -> dict[int, dict[date, DayHours]]:
        """Each station's days (by its key), as rules.opening reads them. One statement."""
        found: dict[int, dict[date, DayHours]] = {}
        rows = self.order_by("station_id", "date", "opens").values_list(
            "station", "date", "opens", "closes", "source"
        )
        for station, day, opens, closes, source in rows:
            days = found.setdefault(station, {})
            before = days[day].intervals if day in days else ()
            intervals = (*before, (opens, closes)) if opens and closes else before
            days[day] = DayHours(intervals, cast(Source, source))
        return found


class OpeningDay(models.Model):
    """One interval of a station's real day, or a row without times for a day on which it stays shut.

    Written by actions.opening.rebuild() alone; "open now", slots and the calendar all read it.
    """

    class Source(models.TextChoices):
        EXCEPTION = "exception", _("exception")
        HOLIDAY = "holiday", _("holiday")
        MAKE_UP = "make_up", _("make-up working day")
        WEEK = "week", _("ordinary week")
        NOT_ANNOUNCED = "not_announced", _("not yet announced")
        UNKNOWN = "unknown", _("hours unknown")

    station = models.ForeignKey(
        Station, models.CASCADE, related_name="opening_days", verbose_name=_("station")
    )
    date = models.DateField(_("date"))
    opens = models.TimeField(_("opens"), null=True)
    closes = models.TimeField(_("closes"), null=True)
    source = models.CharField(_("source"), max_length=14, choices=Source.choices)

    objects = OpeningDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening day")
        verbose_name_plural = _("opening days")
        ordering = ["station", "date", "opens"]
        constraints = [
            ends_after_it_begins("opening_day_runs_forwards"),
            models.UniqueConstraint(fields=["station", "date", "opens"], name="opening_interval_once"),
            models.UniqueConstraint(
                fields=["station", "date"], condition=models.Q(opens=None), name="shut_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_source_display()}"
