"""Small tasks of a ticket: what a colleague does for it by a day. Whoever answers for the ticket stays so."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .ticket import Ticket, answering_for

if TYPE_CHECKING:
    from stations.models import Worker


class TicketTaskQuerySet(models.QuerySet["TicketTask"]):
    def in_scope_of(self, worker: "Worker") -> "TicketTaskQuerySet":
        """Those of tickets in scope."""
        return self.filter(ticket__in=Ticket.objects.in_scope_of(worker))

    def open(self) -> "TicketTaskQuerySet":
        return self.filter(done_at=None)

    def of(self, worker: "Worker") -> "TicketTaskQuerySet":
        """Still to be done by ``worker``, or by somebody in whose stead they work today, the earliest first
        (``task_to_do`` is its index)."""
        return self.open().filter(assignee__in=answering_for(worker)).order_by("due_on", "pk")


class TicketTask(models.Model):
    """One task. Its words are emptied with the ticket's."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="tasks", verbose_name=_("ticket"))
    text = models.CharField(_("what is to be done"), max_length=200)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks", verbose_name=_("who")
    )
    due_on = models.DateField(_("by the day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    at = models.DateTimeField(_("when"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )

    objects = TicketTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None), name="task_to_do"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.due_on}"
