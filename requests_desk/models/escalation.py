"""Who was told that a ticket is late: whoever answers for it, then the head, then the subdistrict; each once."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ticket import Ticket

if TYPE_CHECKING:
    from stations.models import Worker


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def in_scope_of(self, worker: "Worker") -> "EscalationQuerySet":
        """What was told about tickets of the worker's committees and areas."""
        return self.filter(worker.scope.committees("ticket__committee"))

    def standing(self, now: datetime) -> "EscalationQuerySet":
        """About tickets that are still late."""
        return self.filter(
            ticket__running_since__isnull=False, ticket__state__in=Ticket.RUNNING, ticket__due_at__lt=now
        )


class Escalation(models.Model):
    """One person told, at one level, that the promised time of one ticket is over. No contact goes with it."""

    class Level(models.IntegerChoices):
        RESPONSIBLE = 1, _("whoever answers for it")
        HEAD = 2, _("the head")
        STREET = 3, _("the subdistrict")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations", verbose_name=_("ticket"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="told_late", verbose_name=_("told")
    )
    at = models.DateTimeField(_("when"))

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("late and told")
        verbose_name_plural = _("late and told")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "level"], name="told_once_at_a_level"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="told_at_a_level"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.get_level_display()}"
