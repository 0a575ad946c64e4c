"""The outbox: what people must be told, written in the same transaction as what happened."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from stations.models import Station

from .activity import ActivitySession
from .room_use import RoomUse
from .sign_up import SignUp
from .visit import Visit

if TYPE_CHECKING:
    from stations.models import Worker


SENDING_LASTS = timedelta(minutes=10)  # whoever is sending for longer is not there any more


class MessageQuerySet(models.QuerySet["Message"]):
    def in_scope_of(self, worker: "Worker") -> "MessageQuerySet":
        return self.filter(
            worker.scope.committees("visit__station__committee")
            | worker.scope.committees("sign_up__group__activity__station__committee")
            | worker.scope.committees("room_use__room__station__committee")
            | models.Q(worker__isnull=False, worker=worker.pk)
        )

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
        """The call list: people without an address, whom somebody must phone. Who asked for a room stands on the
        rooms' own list instead, beside the answer."""
        when = Coalesce("visit__starts_at", "session__starts_at", "sign_up__group__starts_at")
        return self.calls().alias(when=when).order_by("when", "pk")

    def calls(self) -> "MessageQuerySet":
        """The lines of the call list in no order: for who counts them."""
        return self.filter(channel=Message.Channel.CALL, state=Message.State.QUEUED)


class Message(models.Model):
    """One thing to tell one person about one visit, one sign-up or one use of a room, or one ``worker`` about their
    plans. The address is read from there when it is sent, so that the outbox keeps no second copy of it.
    ``was_at``: the time that a moved ``session`` had before."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("Visit booked")
        MOVED = "moved", _("Visit moved")
        CANCELLED = "cancelled", _("Visit cancelled")
        CALLED_OFF = "called_off", _("Visit called off by the station")
        LINK = "link", _("Link sent again")
        REMINDER = "reminder", _("Reminder of tomorrow's visit")
        SIGNED_UP = "signed_up", _("Signed up to an activity")
        WAITS = "waits", _("On an activity's waiting list")
        MOVED_UP = "moved_up", _("Moved up from the waiting list")
        TAKEN_OUT = "taken_out", _("Taken out of an activity")
        SESSION_OFF = "session_off", _("Session called off")
        SESSION_MOVE = "session_move", _("Session moved")
        ROOM_ASKED = "room_asked", _("Room asked for")
        ROOM_AGREED = "room_agreed", _("Room agreed to")
        ROOM_DENIED = "room_denied", _("Room declined")
        ROOM_BACK = "room_back", _("Room taken back by the station")
        PLANS_DUE = "plans_due", _("Steps of relocation plans due")

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

    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="messages", verbose_name=_("visit")
    )
    sign_up = models.ForeignKey(
        SignUp, models.PROTECT, null=True, related_name="messages", verbose_name=_("sign-up")
    )
    room_use = models.ForeignKey(
        RoomUse, models.PROTECT, null=True, related_name="messages", verbose_name=_("use of a room")
    )
    worker = models.ForeignKey(
        "stations.Worker", models.PROTECT, null=True, related_name="messages", verbose_name=_("worker")
    )
    session = models.ForeignKey(
        ActivitySession, models.SET_NULL, null=True, related_name="+", verbose_name=_("session")
    )
    was_at = models.DateTimeField(_("time before"), null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visit__isnull=False, sign_up=None, room_use=None, worker=None)
                | models.Q(visit=None, sign_up__isnull=False, room_use=None, worker=None)
                | models.Q(visit=None, sign_up=None, room_use__isnull=False, worker=None)
                | models.Q(visit=None, sign_up=None, room_use=None, worker__isnull=False),
                name="a_message_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        about = self.visit or self.sign_up or self.room_use or self.worker
        return f"{about} · {self.get_kind_display()}"

    @property
    def of_visit(self) -> Visit:
        """The visit it is about. Raises ValueError for one about a sign-up."""
        if self.visit is None:
            raise ValueError("not about a visit")
        return self.visit

    @property
    def of_sign_up(self) -> SignUp:
        """The sign-up it is about. Raises ValueError for one about a visit."""
        if self.sign_up is None:
            raise ValueError("not about a sign-up")
        return self.sign_up

    @property
    def of_room_use(self) -> RoomUse:
        """The use of a room it is about. Raises ValueError for one about something else."""
        if self.room_use is None:
            raise ValueError("not about a use of a room")
        return self.room_use

    @property
    def of_worker(self) -> "Worker":
        """The worker whom it tells of their plans. Raises ValueError for one about something else."""
        if self.worker is None:
            raise ValueError("not about a worker's plans")
        return self.worker

    @property
    def about(self) -> Visit | SignUp | RoomUse:
        """What it is about, if it is for a resident: any of them has a name, a phone, an e-mail address and a
        language."""
        if self.room_use_id is not None:
            return self.of_room_use
        return self.of_visit if self.visit_id is not None else self.of_sign_up

    @property
    def station(self) -> Station:
        """Whose desk it comes from."""
        about = self.about
        return about.room.station if isinstance(about, RoomUse) else about.station
