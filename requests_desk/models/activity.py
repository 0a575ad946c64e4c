"""What's on: activities, the groups people sign up to, and the sessions on which these meet."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_desk.models.slot import held_at
from requests_desk.rules.places import free_places
from stations.models import Room, Station
from stations.models.named import NamedModel, in_language

from .visit import day_bounds

if TYPE_CHECKING:
    from datetime import date

    from stations.models import Worker


class ActivityQuerySet(models.QuerySet["Activity"]):
    def in_scope_of(self, worker: "Worker") -> "ActivityQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def published(self) -> "ActivityQuerySet":
        """Those the public may see: what a closed station planned is gone with it."""
        return self.filter(published=True).exclude(station__status=Station.Status.CLOSED)


class Activity(NamedModel):
    """Something that goes on at a station: a class, a drill, a clinic, a meeting; once, or week after week.

    Who wants to come either signs up to one of its groups, or just comes.
    """

    class Theme(models.TextChoices):
        CLASS = "class", _("Classes")
        CULTURE = "culture", _("Culture and crafts")
        HEALTH = "health", _("Health")
        CHILDREN = "children", _("Children and families")
        SPORT = "sport", _("Sport")
        SAFETY = "safety", _("Safety")
        LAW = "law", _("Law and advice")
        REPAIR = "repair", _("Repairs and everyday help")
        VOLUNTEERING = "volunteering", _("Volunteering")
        MEETING = "meeting", _("Meetings")
        OPEN_DAY = "open_day", _("Open days")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        OLDER = "older", _("Older people")
        CHILDREN = "children", pgettext_lazy("audience", "Children")
        FAMILIES = "families", _("Families")
        FOREIGNERS = "foreigners", _("Foreign residents")
        STUDENTS = "students", _("Students")
        VOLUNTEERS = "volunteers", _("Volunteers")
        LEADERS = "leaders", _("Building and group leaders")

    class Entry(models.TextChoices):
        SIGN_UP = "sign_up", _("Sign up")
        JUST_COME = "just_come", _("Just come")

    station = models.ForeignKey(Station, models.PROTECT, related_name="activities", verbose_name=_("station"))
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY
    )
    entry = models.CharField(
        _("how to take part"), max_length=9, choices=Entry.choices, default=Entry.SIGN_UP
    )
    for_children = models.BooleanField(
        _("children are signed up by a guardian"),
        default=False,
        help_text=_("A sign-up then needs the guardian's name and consent."),
    )
    about = models.TextField(_("what it is"), blank=True)
    about_en = models.TextField(_("what it is, in English"), blank=True)
    given_by = models.CharField(_("given by"), max_length=80, blank=True)
    given_by_en = models.CharField(_("given by, in English"), max_length=120, blank=True)
    bring = models.CharField(_("what to bring"), max_length=160, blank=True)
    bring_en = models.CharField(_("what to bring, in English"), max_length=200, blank=True)
    published = models.BooleanField(_("published"), default=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["station", "pk"]
        constraints = [models.UniqueConstraint(fields=["station", "name"], name="one_activity_per_name")]

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)

    @property
    def given_by_label(self) -> str:
        return in_language(self.given_by, self.given_by_en)

    @property
    def bring_label(self) -> str:
        return in_language(self.bring, self.bring_en)


class ActivityGroupQuerySet(models.QuerySet["ActivityGroup"]):
    def in_scope_of(self, worker: "Worker") -> "ActivityGroupQuerySet":
        return self.filter(worker.scope.committees("activity__station__committee"))

    def with_room(self, at: datetime, *, green: bool) -> "ActivityGroupQuerySet":
        """Open groups that would take one more sign-up of this lane at ``at``: the rule of rules/places.py
        as a condition, which the sign-up's UPDATE repeats."""
        rows = self.filter(open=True)
        if green:
            return rows.filter(booked__lt=F("capacity"))
        unused = Greatest(Value(0), held_at(at) - F("booked_green"))
        return rows.alias(taken=F("booked") + unused).filter(taken__lt=F("capacity"))

    def to_fill(self, at: datetime) -> "ActivityGroupQuerySet":
        """Groups still meeting in which somebody waits for a place that they could have at ``at``."""
        sessions = ActivitySession.objects.standing().filter(group=OuterRef("pk"), starts_at__gt=at)
        unused = Greatest(Value(0), held_at(at) - F("booked_green"))
        lane = {"sign_ups__state": "waiting", "sign_ups__green": True}
        green = Exists(ActivityGroup.objects.filter(pk=OuterRef("pk"), **lane))
        rows = self.filter(Exists(sessions), waiting__gt=0, booked__lt=F("capacity"))
        return rows.alias(taken=F("booked") + unused).filter(Q(taken__lt=F("capacity")) | green)

    def over(self) -> "ActivityGroupQuerySet":
        """Groups that hold more people than places, by staff's action."""
        return self.filter(over__gt=0)


class ActivityGroup(NamedModel):
    """Who meets together, and its places: the beginners' group with its twelve evenings, or one open day.

    A sign-up is for the whole group. ``booked`` counts those who are in, ``booked_green`` those of them in
    the green lane, ``waiting`` those on the waiting list, ``asked`` everybody who ever came to that list:
    its next number. All are changed by guarded updates alone (actions/sign_ups.py). ``starts_at`` is the
    begin of its first session that is not called off; null before one is planned.
    """

    class Level(models.TextChoices):
        ALL = "all", _("All levels")
        BEGINNERS = "beginners", _("Beginners")
        IMPROVERS = "improvers", _("Improvers")
        ADVANCED = "advanced", _("Advanced")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="groups", verbose_name=_("activity"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=9, choices=Level.choices, default=Level.ALL)
    capacity = models.PositiveSmallIntegerField(_("places"), default=20)
    held = models.PositiveSmallIntegerField(_("held for the green lane"), default=0)
    booked = models.PositiveIntegerField(_("signed up"), default=0)
    booked_green = models.PositiveIntegerField(_("signed up in the green lane"), default=0)
    over = models.PositiveIntegerField(_("over by staff's action"), default=0)
    waiting = models.PositiveIntegerField(_("on the waiting list"), default=0)
    asked = models.PositiveIntegerField(editable=False, default=0)
    open = models.BooleanField(_("takes sign-ups"), default=True)
    starts_at = models.DateTimeField(_("first session"), null=True, editable=False)

    objects = ActivityGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["activity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__lte=F("capacity") + F("over")), name="group_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(booked_green__lte=F("booked")), name="group_green_among_booked"
            ),
            models.CheckConstraint(
                condition=Q(held__lte=F("capacity")),
                name="group_held_among_places",
                violation_error_message=_("No more places can be held than there are."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.label}" if self.label else str(self.activity)

    @property
    def label(self) -> str:
        """Its name, else its level; empty for an activity's only group."""
        if self.name:
            return in_language(self.name, self.name_en)
        return "" if self.level == self.Level.ALL else str(self.get_level_display())

    def free(self, at: datetime, *, green: bool = False) -> int:
        """How many places such a person finds free at ``at``; none while others wait for one."""
        if self.waiting or self.starts_at is None:
            return 0
        return free_places(
            capacity=self.capacity, held=self.held, booked=self.booked, booked_green=self.booked_green,
            starts_at=self.starts_at, at=at, green=green,
        )  # fmt: skip


class ActivitySessionQuerySet(models.QuerySet["ActivitySession"]):
    def in_scope_of(self, worker: "Worker") -> "ActivitySessionQuerySet":
        return self.filter(worker.scope.committees("group__activity__station__committee"))

    def published(self) -> "ActivitySessionQuerySet":
        return self.filter(group__activity__in=Activity.objects.published())

    def between(self, begin: datetime, end: datetime) -> "ActivitySessionQuerySet":
        return self.filter(starts_at__gte=begin, starts_at__lt=end)

    def on(self, day: "date") -> "ActivitySessionQuerySet":
        return self.between(*day_bounds(day))

    def standing(self) -> "ActivitySessionQuerySet":
        return self.filter(called_off=False)


class ActivitySession(models.Model):
    """One time a group meets. ``came`` counts heads where nobody signs up."""

    group = models.ForeignKey(ActivityGroup, models.CASCADE, related_name="sessions", verbose_name=_("group"))
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    topic_en = models.CharField(_("topic in English"), max_length=120, blank=True)
    called_off = models.BooleanField(_("called off"), default=False)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=120, blank=True)
    came = models.PositiveIntegerField(_("heads counted"), default=0)
    sequence = models.PositiveSmallIntegerField(_("times changed"), default=0, editable=False)

    objects = ActivitySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["group", "starts_at"], name="one_session_at_a_time"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def topic_label(self) -> str:
        return in_language(self.topic, self.topic_en)

    @property
    def reason_label(self) -> str:
        return in_language(self.reason, self.reason_en)
