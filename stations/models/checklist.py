"""Checklists: what one station does, for whom, when, with which papers, and the standards they satisfy."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .division import Division
from .named import NamedModel, in_language
from .opening import Weekday, ends_after_it_begins
from .service import Service
from .station import Room, Station

if TYPE_CHECKING:
    from .worker import Worker


class StandardQuerySet(models.QuerySet["Standard"]):
    def in_scope_of(self, worker: "Worker") -> "StandardQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("district__code"))


class Standard(NamedModel):
    """What every station of a district must offer ("6+X" is 上城区's); each district sets its own."""

    district = models.OneToOneField(
        Division, models.PROTECT, related_name="standard", verbose_name=_("district"),
        limit_choices_to={"level": Division.Level.DISTRICT},
    )  # fmt: skip

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard checklist")
        verbose_name_plural = _("standard checklists")
        ordering = ["district__code"]


class StandardItem(NamedModel):
    """One item of a standard; checklist items satisfy it."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items", verbose_name=_("standard"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("standard item")
        verbose_name_plural = _("standard items")
        ordering = ["standard", "position", "pk"]


class ChecklistSection(NamedModel):
    """A part of one station's checklist, in the station's own words."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="sections", verbose_name=_("station"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("checklist section")
        verbose_name_plural = _("checklist sections")
        ordering = ["station", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["station", "name"], name="one_section_per_name")]


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def in_scope_of(self, worker: "Worker") -> "ChecklistItemQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def active(self) -> "ChecklistItemQuerySet":
        return self.filter(active=True)

    def bookable(self) -> "ChecklistItemQuerySet":
        return self.filter(active=True, bookable=True)

    def with_door(self) -> "ChecklistItemQuerySet":
        """Adds the service, the station and ``site``, where it stands now or None, in the same statement."""
        now = models.FilteredRelation("station__sites", condition=models.Q(station__sites__used_until=None))
        return self.annotate(site=now).select_related("station", "service", "section", "site")  # type: ignore[misc]

    def with_own_hours(self) -> "ChecklistItemQuerySet":
        """Each with ``own_hours``: whether it has hours, and so times to book, of its own."""
        return self.annotate(own_hours=models.Exists(ItemHours.objects.filter(item=models.OuterRef("pk"))))


class ChecklistItem(models.Model):
    """A service at a station, with what is special there.

    Items with hours of their own (``hours``: the lawyer's Thursday) have slots of their own; all
    other bookable items share the station's.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="checklist", verbose_name=_("station"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="items", verbose_name=_("service"))
    section = models.ForeignKey(
        ChecklistSection, models.PROTECT, related_name="items", verbose_name=_("section")
    )
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("room")
    )
    given_by = models.CharField(_("given by"), max_length=80, blank=True)
    given_by_en = models.CharField(_("given by, in English"), max_length=100, blank=True)
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=160, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)
    active = models.BooleanField(_("offered now"), default=True)
    bookable = models.BooleanField(_("can be booked"), default=True, help_text=_("Not ticked: just come."))
    phone_first = models.BooleanField(
        _("by appointment on the phone"), default=False,
        help_text=_("Nobody should just come for it: a call settles when, or is enough."),
    )  # fmt: skip
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes a visit takes"), null=True, blank=True, validators=[MinValueValidator(5)],
        help_text=_("Only with hours of its own; empty: the station's."),
    )  # fmt: skip
    slot_capacity = models.PositiveSmallIntegerField(_("visits at the same time"), default=1)
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    verify_days = models.PositiveSmallIntegerField(_("to be checked every … days"), default=90)
    satisfies = models.ManyToManyField(
        StandardItem, blank=True, related_name="satisfied_by", verbose_name=_("satisfies")
    )

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["station", "section__position", "service__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "service"],
                name="service_once_per_station",
                violation_error_message=_("This service stands on the station's checklist already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def at_any_hour(self) -> bool:
        """Whether it is done whenever the door is open: nothing here says otherwise. Its hours are best
        loaded already."""
        return not (self.phone_first or self.contact or self.note or self.hours.all())

    @property
    def given_by_label(self) -> str:
        return in_language(self.given_by, self.given_by_en)

    @property
    def note_label(self) -> str:
        return in_language(self.note, self.note_en)


class ItemHours(models.Model):
    """Hours of one checklist item, inside the station's own."""

    item = models.ForeignKey(
        ChecklistItem, models.CASCADE, related_name="hours", verbose_name=_("checklist item")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("begins"))
    closes = models.TimeField(_("ends"))

    class Meta:
        verbose_name = _("hours of an item")
        verbose_name_plural = _("hours of an item")
        ordering = ["item", "weekday", "opens"]
        constraints = [
            ends_after_it_begins("item_hours_run_forwards"),
            models.UniqueConstraint(fields=["item", "weekday", "opens"], name="item_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
