"""Promises moved: append-only lines of every promised day that was changed, and why."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .plan_step import PlanStep
from .programme import Programme, Relocation

if TYPE_CHECKING:
    from .worker import Worker


class PromiseChangeQuerySet(models.QuerySet["PromiseChange"]):
    def in_scope_of(self, worker: "Worker") -> "PromiseChangeQuerySet":
        scope = worker.scope
        if scope.everything:
            return self
        whole = models.Q(relocation=None) & scope.code_in_areas("programme__division__code")
        return self.filter(whole | scope.committees("relocation__committee"))


class PromiseChange(models.Model):
    """One promised day that became another: of a programme, of one plan (its move), or of one step of a plan.
    A database trigger refuses to change or delete it."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="changes", verbose_name=_("programme")
    )
    relocation = models.ForeignKey(
        Relocation, models.PROTECT, null=True, related_name="changes", verbose_name=_("relocation plan")
    )
    step = models.ForeignKey(
        PlanStep, models.PROTECT, null=True, related_name="changes", verbose_name=_("step")
    )
    was = models.DateField(_("promised before"))
    becomes = models.DateField(_("promised now"), null=True)
    reason = models.CharField(_("reason"), max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"))

    objects = PromiseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("moved promise")
        verbose_name_plural = _("moved promises")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="promise_moves_with_a_reason"),
            models.CheckConstraint(
                condition=models.Q(step=None) | models.Q(relocation__isnull=False),
                name="promise_of_a_step_names_its_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(becomes=None) | ~models.Q(becomes=models.F("was")),
                name="promise_becomes_another_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} → {self.becomes or '–'}"

    @property
    def later(self) -> bool:
        """Whether it was put off; one that was taken back altogether counts as put off."""
        return self.becomes is None or self.becomes > self.was
