"""Who was reminded of which step of a plan: before it is due, on the day, and when it is late; once each."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .plan_step import PlanStep

if TYPE_CHECKING:
    from .worker import Worker


class PlanReminderQuerySet(models.QuerySet["PlanReminder"]):
    def in_scope_of(self, worker: "Worker") -> "PlanReminderQuerySet":
        return self.filter(worker.scope.committees("step__relocation__committee"))


class PlanReminder(models.Model):
    """One person reminded of one step and the day it was promised for at that time."""

    class Kind(models.TextChoices):
        SOON = "soon", _("due within a week")
        TODAY = "today", _("due today")
        LATE = "late", _("late")

    step = models.ForeignKey(PlanStep, models.CASCADE, related_name="reminders", verbose_name=_("step"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    due_on = models.DateField(_("promised for"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_reminders", verbose_name=_("reminded")
    )
    at = models.DateTimeField(_("when"))

    objects = PlanReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a step")
        verbose_name_plural = _("reminders of steps")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "due_on", "to"], name="reminded_once_of_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.step} · {self.get_kind_display()}"
