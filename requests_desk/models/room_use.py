"""Room uses: who has a room from when to when (一室多用). Two approved uses never overlap: the database refuses."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.codes import new_token
from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from portal.common.phones import is_mobile
from stations.models import Room
from stations.models.named import in_language

from .activity import ActivitySession

if TYPE_CHECKING:
    from datetime import datetime

    from stations.models import Worker


class RoomUseQuerySet(models.QuerySet["RoomUse"]):
    def in_scope_of(self, worker: "Worker") -> "RoomUseQuerySet":
        return self.filter(worker.scope.committees("room__station__committee"))

    def standing(self) -> "RoomUseQuerySet":
        return self.filter(state=RoomUse.State.APPROVED)

    def waiting(self) -> "RoomUseQuerySet":
        """Requests that wait for a yes or no; those whose time has begun too, since somebody waits for a word."""
        return self.filter(state=RoomUse.State.ASKED)

    def to_tell(self, at: "datetime") -> "RoomUseQuerySet":
        """Decided by the desk, ahead, and neither written to nor rung yet. Who gave up themselves, or was written
        down on the phone, knows."""
        written = Q(messages__queued_at__gte=F("decided_at")) & ~Q(messages__state="failed")
        decided = self.filter(decided_at__isnull=False, told_at=None, starts_at__gt=at, session=None)
        rows = decided.exclude(phone="").exclude(decided_at=F("asked_at"))
        return rows.alias(written=FilteredRelation("messages", condition=written)).filter(written=None)

    def expired(self, now: "datetime") -> "RoomUseQuerySet":
        """Holding a name, phone or e-mail past the time of keeping, counted from the use's end."""
        kept = kept_since("room_uses", now)
        named = ~Q(name="") | ~Q(phone="") | ~Q(email="")
        return self.filter(named, erased_at=None, ends_at__lt=kept)

    def earlier_rivals(self, use: "RoomUse") -> "RoomUseQuerySet":
        """Requests of others for that room and some of that time which came before ``use`` and wait as well."""
        rows = self.waiting().filter(room=use.room_id, pk__lt=use.pk)
        return rows.overlapping(use.starts_at, use.ends_at)

    def overlapping(self, begin: "datetime", end: "datetime") -> "RoomUseQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=begin)


class RoomUse(models.Model):
    """One use of one room: a session's, or a residents' group's that asked for it."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("Activity")
        MEETING = "meeting", _("Meeting")
        RESIDENTS = "residents", _("Residents' group")
        SERVICE = "service", _("Service hours")
        OTHER = "other", _("Other use")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", pgettext_lazy("room use", "Declined")
        GIVEN_UP = "given_up", pgettext_lazy("room use", "Given up")

    room = models.ForeignKey(Room, models.PROTECT, related_name="uses", verbose_name=_("room"))
    session = models.OneToOneField(
        ActivitySession, models.CASCADE, null=True, blank=True, related_name="room_use",
        verbose_name=_("session"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices, default=Kind.RESIDENTS)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    what_for = models.CharField(_("what for"), max_length=80)
    what_for_en = models.CharField(_("what for, in English"), max_length=120, blank=True)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    token = models.CharField(max_length=43, unique=True, editable=False, default=new_token)
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    told_at = models.DateTimeField(_("told by phone"), null=True, editable=False)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = RoomUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a room")
        verbose_name_plural = _("uses of rooms")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["room", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="use_runs_forwards"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("room_use", args=[self.token])

    @property
    def what_for_label(self) -> str:
        return in_language(self.what_for, self.what_for_en)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def reached_by(self) -> str:
        """How the requester hears of the answer: a `Message.Channel`, as for a visit."""
        if self.email:
            return "email"
        return "sms" if settings.SMS_URL and is_mobile(self.phone) else "call"
