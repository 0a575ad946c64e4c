"""The steps of a relocation plan: a programme's standard series, and each plan's own with its days."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import NamedModel
from .programme import Programme, Relocation

if TYPE_CHECKING:
    from .worker import Worker


class StepKind(models.TextChoices):
    """What a step is known by; the plan itself says when works began and whether the station has moved."""

    SITE = "site", _("Site found")
    RESIDENTS = "residents", _("Residents asked")
    DESIGN = "design", _("Design agreed")
    MONEY = "money", _("Money secured")
    BEGUN = "begun", _("Works begun")
    FINISHED = "finished", _("Works finished")
    ACCEPTED = "accepted", _("Accepted")
    OPENED = "opened", _("Opened")
    OTHER = "other", _("Another step")


class ProgrammeStepQuerySet(models.QuerySet["ProgrammeStep"]):
    def in_scope_of(self, worker: "Worker") -> "ProgrammeStepQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("programme__division__code"))


class ProgrammeStep(NamedModel):
    """One step of the series that every new plan of the programme starts with."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="steps", verbose_name=_("programme")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(
        _("kind"), max_length=9, choices=StepKind.choices, default=StepKind.OTHER, editable=False
    )

    objects = ProgrammeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard step")
        verbose_name_plural = _("standard steps")
        ordering = ["programme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"],
                condition=~models.Q(kind="other"),
                name="programme_has_each_kind_of_step_once",
            )
        ]


class PlanStepQuerySet(models.QuerySet["PlanStep"]):
    def in_scope_of(self, worker: "Worker") -> "PlanStepQuerySet":
        return self.filter(worker.scope.committees("relocation__committee"))

    def promised(self) -> "PlanStepQuerySet":
        """Those with a day, promised or done. They stay on record."""
        return self.exclude(planned_on=None, done_on=None)


class PlanStep(NamedModel):
    """One step of a plan. When the works began, and by when and whether the station moves, is read from the plan
    and the dated sites: a day written down twice would be two truths."""

    relocation = models.ForeignKey(
        Relocation, models.CASCADE, related_name="steps", verbose_name=_("relocation plan")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(
        _("kind"), max_length=9, choices=StepKind.choices, default=StepKind.OTHER, editable=False
    )
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        ordering = ["relocation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relocation", "kind"],
                condition=~models.Q(kind="other"),
                name="plan_has_each_kind_of_step_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="opened") | models.Q(planned_on=None, done_on=None),
                name="opening_is_read_from_the_plan_and_its_sites",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="begun") | models.Q(done_on=None),
                name="beginning_is_read_from_the_plan",
            ),
        ]
