"""The book of figures: what the officials' review said of an area on a day, and the tickets of each day summed up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models import Committee, Estate, Service


class ReviewDay(models.Model):
    """What was counted of one area on one day. ``counts`` holds whole numbers by their names in rules/review.py; a
    name that is not there is zero. Areas are named by register code, so that a page of the past outlasts a merger."""

    code = models.CharField(_("register code"), max_length=12)
    parent = models.CharField(_("register code of the area above"), max_length=9, blank=True)
    day = models.DateField(_("day"))
    counted_at = models.DateTimeField(_("counted"))
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of a day")
        ordering = ["day", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="one_count_an_area_and_day")]
        indexes = [models.Index(fields=["parent", "day"]), models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"


class EstateReach(models.Model):
    """What was counted of an estate, from a day until the day before it was another: minutes on foot to the nearest
    station, at an ordinary and at an old person's pace, now and before its committee's programme began."""

    estate = models.ForeignKey(
        Estate, models.CASCADE, related_name="reaches", verbose_name=_("estate"), db_index=False
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True)
    households = models.PositiveIntegerField(_("households"))
    older_people = models.PositiveIntegerField(_("people over 60"))
    minutes = models.PositiveSmallIntegerField(_("minutes on foot"), null=True)
    older_minutes = models.PositiveSmallIntegerField(_("minutes at an old person's pace"), null=True)
    minutes_before = models.PositiveSmallIntegerField(_("minutes on foot before the programme"), null=True)
    older_minutes_before = models.PositiveSmallIntegerField(
        _("minutes at an old person's pace before the programme"), null=True
    )

    COUNTED = (
        "households", "older_people", "minutes", "older_minutes", "minutes_before", "older_minutes_before",
    )  # fmt: skip

    class Meta:
        verbose_name = _("reach of an estate")
        verbose_name_plural = _("reach of estates")
        ordering = ["estate", "since"]
        constraints = [
            models.UniqueConstraint(fields=["estate", "since"], name="one_reach_begins_a_day"),
            models.UniqueConstraint(
                fields=["estate"], condition=models.Q(until=None), name="one_reach_of_an_estate_now"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="reach_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estate} {self.since}"


class TicketDay(models.Model):
    """The tickets of one committee and day, summed up, so that ninety days need not be read ticket by ticket. True for
    days that no event has touched since TicketMark; what was touched later is counted from the tickets."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="ticket_days", verbose_name=_("committee"), db_index=False
    )
    day = models.DateField(_("day"), db_index=True)
    came = models.PositiveIntegerField(_("received"), default=0)
    visits = models.PositiveIntegerField(_("with an appointment"), default=0)
    walk_ins = models.PositiveIntegerField(_("without an appointment"), default=0)
    calls = models.PositiveIntegerField(_("by phone"), default=0)
    rounds = models.PositiveIntegerField(_("on a round"), default=0)
    spot = models.PositiveIntegerField(_("answered on the spot"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    on_time = models.PositiveIntegerField(_("answered on time"), default=0)
    kept = models.PositiveIntegerField(_("answered by who received them first"), default=0)
    reopened = models.PositiveIntegerField(_("reopened"), default=0)
    opinions = models.PositiveIntegerField(_("said how content they are"), default=0)
    content = models.PositiveIntegerField(_("of them content"), default=0)

    SUMS = (
        "came", "visits", "walk_ins", "calls", "rounds", "spot", "answered", "on_time", "kept", "reopened", "opinions",
        "content",
    )  # fmt: skip

    class Meta:
        verbose_name = _("tickets of a day")
        verbose_name_plural = _("tickets of a day")
        constraints = [
            models.UniqueConstraint(fields=["committee", "day"], name="one_sum_a_committee_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.committee} {self.day}"


class ServiceFigures(models.Model):
    """How one service's promised time was kept in an area: its tickets of 90 days as of last night. Only the latest
    night is held; a service of which nothing was answered has no row."""

    code = models.CharField(_("register code"), max_length=9, blank=True)
    service = models.ForeignKey(
        Service, models.CASCADE, related_name="figures", verbose_name=_("service"), db_index=False
    )
    day = models.DateField(_("day"))
    answered = models.PositiveIntegerField(_("answered"))
    on_time = models.PositiveIntegerField(_("answered on time"))
    median_minutes = models.PositiveIntegerField(_("median working minutes to the answer"))

    class Meta:
        verbose_name = _("figures of a service")
        verbose_name_plural = _("figures of services")
        constraints = [
            models.UniqueConstraint(fields=["code", "service"], name="one_figure_an_area_and_service"),
            models.CheckConstraint(
                condition=models.Q(answered__gt=0, on_time__lte=models.F("answered")),
                name="on_time_is_a_part_of_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.service}"


class TicketMark(models.Model):
    """Up to which event the days of tickets are summed up, in one row. Without it nothing is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    event = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_ticket_mark")]

    def __str__(self) -> str:
        return f"{self.event}"
