"""Siting plans: rooms chosen together for the next stations, with what was counted when they were chosen."""

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.rules.coverage import Share

from .division import Division
from .idle_room import IdleRoom
from .programme import Programme
from .worker import Worker

if TYPE_CHECKING:
    from .scope import Scope


class SitingPlanQuerySet(models.QuerySet["SitingPlan"]):
    def in_scope_of(self, worker: "Worker") -> "SitingPlanQuerySet":
        """Plans of divisions in scope, all of whose rooms are in scope too: a district's plan for one
        subdistrict may hold a neighbour's room, of which that subdistrict's officials learn nothing."""
        scope: Scope = worker.scope
        if scope.everything:
            return self
        foreign = PlannedRoom.objects.exclude(scope.code_in_areas("room__committee__code"))
        return self.filter(scope.code_in_areas("division__code")).exclude(pk__in=foreign.values("plan"))


class SitingPlan(models.Model):
    """What was asked, which rooms were chosen, and the figures of that day. Figures are never written anew."""

    class Whom(models.TextChoices):
        HOUSEHOLDS = "households", _("households")
        OLDER = "older", _("people over 60")

    class Found(models.TextChoices):
        PROVEN = "proven", _("the best there is, proven")
        BOUNDED = "bounded", _("the best found in the time allowed")
        BY_HAND = "by_hand", _("chosen by hand")

    name = models.CharField(_("name"), max_length=80)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="siting_plans", verbose_name=_("division")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes on foot"), validators=[MinValueValidator(1)])
    whom = models.CharField(_("counted are"), max_length=10, choices=Whom.choices)
    places = models.PositiveSmallIntegerField(_("rooms wanted"), validators=[MinValueValidator(1)])
    most_yuan = models.PositiveIntegerField(_("at most, in yuan"), null=True, blank=True)
    step_free = models.BooleanField(_("step-free alone"), default=False)
    rooms: models.ManyToManyField = models.ManyToManyField(
        IdleRoom, through="PlannedRoom", related_name="siting_plans", verbose_name=_("rooms")
    )
    whole = models.PositiveIntegerField(_("counted in all"))
    before = models.PositiveIntegerField(_("reached before"))
    after = models.PositiveIntegerField(_("reached with these rooms"))
    bound = models.PositiveIntegerField(_("no choice reaches more than"))
    found = models.CharField(_("how they were found"), max_length=8, choices=Found.choices)
    made_by = models.ForeignKey(
        Worker, models.PROTECT, related_name="siting_plans", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="siting_plans",
        verbose_name=_("handed to the programme"),
    )  # fmt: skip
    handed_at = models.DateTimeField(_("handed to the programme at"), null=True, blank=True)

    objects = SitingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("siting plan")
        verbose_name_plural = _("siting plans")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__lte=models.F("after"), after__lte=models.F("bound"))
                & models.Q(bound__lte=models.F("whole")),
                name="siting_plan_figures_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, places__gte=1), name="siting_plan_asks"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("siting_plan", args=[self.pk])

    @property
    def share_before(self) -> Share:
        return Share(self.before, self.whole)

    @property
    def share_after(self) -> Share:
        return Share(self.after, self.whole)


class PlannedRoom(models.Model):
    """A room of a plan: its turn, and how many more were reached with it when those before it stood."""

    plan = models.ForeignKey(SitingPlan, models.CASCADE, related_name="planned", verbose_name=_("plan"))
    room = models.ForeignKey(IdleRoom, models.PROTECT, related_name="planned", verbose_name=_("idle room"))
    position = models.PositiveSmallIntegerField(_("position"))
    adds = models.PositiveIntegerField(_("reached by it in addition"))

    class Meta:
        verbose_name = _("planned room")
        verbose_name_plural = _("planned rooms")
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "room"], name="room_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.room}"
