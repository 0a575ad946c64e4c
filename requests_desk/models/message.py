"""The outbox: what people must be told, written in the same transaction as what happened."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .visit import Visit

if TYPE_CHECKING:
    from stations.models import Worker


SENDING_LASTS = timedelta(minutes=10)  # whoever is sending for longer is not there any more


class MessageQuerySet(models.QuerySet["Message"]):
    def in_scope_of(self, worker: "Worker") -> "MessageQuerySet":
        return self.filter(worker.scope.committees("visit__station__committee"))

    def due(self, now: datetime) -> "MessageQuerySet":
        """E-mails and text messages waiting to be sent, oldest first."""
        return self.filter(
            channel__in=Message.BY_ITSELF, state=Message.State.QUEUED, next_try_at__lte=now
        ).order_by("next_try_at", "pk")

    def doubtful(self, now: datetime) -> "MessageQuerySet":
        """Messages whose sender vanished while sending: nobody knows whether they went out."""
        return self.filter(
            channel__in=Message.BY_ITSELF, state=Message.State.SENDING, next_try_at__lt=now - SENDING_LASTS
        ).order_by("next_try_at", "pk")

    def to_call(self) -> "MessageQuerySet":
        """The call list: people without an address, whom somebody must phone."""
        return self.filter(channel=Message.Channel.CALL, state=Message.State.QUEUED).order_by(
            "visit__starts_at", "pk"
        )


class Message(models.Model):
    """One thing to tell one person about one visit. The address is read from the visit when it is
    sent, so that the outbox keeps no second copy of it."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("Visit booked")
        MOVED = "moved", _("Visit moved")
        CANCELLED = "cancelled", _("Visit cancelled")
        CALLED_OFF = "called_off", _("Visit called off by the station")
        LINK = "link", _("Link sent again")
        REMINDER = "reminder", _("Reminder of tomorrow's visit")

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")
        CALL = "call", _("Phone call")

    class State(models.TextChoices):
        QUEUED = "queued", _("To be done")
        SENDING = "sending", _("Being sent")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    BY_ITSELF = (Channel.EMAIL, Channel.SMS)  # no person is needed to send it

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="messages", verbose_name=_("visit"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(_("queued"))
    next_try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(
        "stations.Worker", models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["channel", "state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.get_kind_display()}"
