"""Follow-up calls: whether what was answered is solved, asked of the resident by phone some days later."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .ticket import Ticket

if TYPE_CHECKING:
    from stations.models import Worker

MOST_TRIES = 3  # then it stays to the seven silent days


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def in_scope_of(self, worker: "Worker") -> "FollowUpQuerySet":
        return self.filter(worker.scope.committees("ticket__committee"))

    def open(self) -> "FollowUpQuerySet":
        return self.filter(state=FollowUp.State.OPEN)

    def standing(self) -> "FollowUpQuerySet":
        """Open, and about the answer the resident still has to speak to: nobody has closed or reopened since."""
        return self.open().filter(
            ticket__state=Ticket.State.ANSWERED, ticket__answered_at=F("answered_at"), ticket__erased_at=None
        )

    def due(self, now: datetime) -> "FollowUpQuerySet":
        """To be rung by now, the longest due first."""
        return self.standing().filter(due_at__lte=now).order_by("due_at", "pk")


class FollowUp(models.Model):
    """One answer of one ticket to be asked about, and what came of it. Name, phone and words stand at the ticket."""

    class State(models.TextChoices):
        OPEN = "open", _("to be rung")
        SOLVED = "solved", _("solved")
        UNSOLVED = "unsolved", _("not solved")
        UNREACHED = "unreached", _("not reached")
        DROPPED = "dropped", _("not needed any more")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="follow_ups", verbose_name=_("ticket"))
    answered_at = models.DateTimeField(_("answered"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("times rung in vain"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("rung by")
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up call")
        verbose_name_plural = _("follow-up calls")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="follow_up_open")]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="open"), name="one_open_follow_up"),
            models.UniqueConstraint(fields=["ticket", "answered_at"], name="followed_up_once_an_answer"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="rung_in_vain_three_times"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.get_state_display()}"
