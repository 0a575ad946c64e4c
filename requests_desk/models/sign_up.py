"""Sign-ups: a person's place in a group or on its waiting list, and who came."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from portal.common.phones import is_mobile
from stations.models import Station

from .activity import ActivityGroup, ActivitySession
from .event import Event

if TYPE_CHECKING:
    from stations.models import Worker


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def in_scope_of(self, worker: "Worker") -> "SignUpQuerySet":
        return self.filter(worker.scope.committees("group__activity__station__committee"))

    def standing(self) -> "SignUpQuerySet":
        """In the group, or waiting for a place in it."""
        return self.filter(state__in=(SignUp.State.IN, SignUp.State.WAITING))

    def in_line(self) -> "SignUpQuerySet":
        """The waiting list, in the order of arrival."""
        return self.filter(state=SignUp.State.WAITING).order_by("number")

    def expired(self, now: datetime) -> "SignUpQuerySet":
        """Holding personal data past the time of keeping, counted from the group's last session."""
        kept = kept_since("sign_ups", now)
        later = ActivitySession.objects.filter(group=models.OuterRef("group"), starts_at__gte=kept)
        return self.filter(~models.Exists(later), erased_at=None, asked_at__lt=kept)


class SignUp(models.Model):
    """One person's place, reached by a secret link without an account.

    A child's sign-up names the guardian and the moment of their consent: a constraint refuses one
    without. ``number`` is the place in the order of arrival at the waiting list, null for who never waited.
    """

    class State(models.TextChoices):
        IN = "in", _("Signed up")
        WAITING = "waiting", _("On the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    token = models.CharField(max_length=43, unique=True, editable=False)
    group = models.ForeignKey(ActivityGroup, models.PROTECT, related_name="sign_ups", verbose_name=_("group"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    number = models.PositiveIntegerField(_("number on the waiting list"), null=True)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    green = models.BooleanField(_("green lane"), default=False)
    child = models.BooleanField(_("a child"), default=False)
    guardian = models.CharField(_("guardian's name"), max_length=60, blank=True)
    consented_at = models.DateTimeField(_("guardian's consent given"), null=True)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    asked_at = models.DateTimeField(_("signed up at"))
    key = models.CharField(max_length=43, unique=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], condition=Q(number__isnull=False), name="one_number_per_wait"
            ),
            models.UniqueConstraint(
                fields=["group", "phone", "name"],
                condition=Q(state__in=("in", "waiting")) & Q(erased_at=None),
                name="one_place_per_person",
            ),
            models.CheckConstraint(
                condition=Q(child=False)
                | (Q(consented_at__isnull=False) & (~Q(guardian="") | Q(erased_at__isnull=False))),
                name="no_child_without_a_guardian",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(number__isnull=False), name="who_waits_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("sign_up", args=[self.token])

    @property
    def station(self) -> Station:
        """Where it goes on."""
        return self.group.activity.station

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def reached_by(self) -> str:
        """How this person hears of what happens: a `Message.Channel`, as for a visit."""
        if self.email:
            return "email"
        return "sms" if settings.SMS_URL and is_mobile(self.phone) else "call"


class SignUpEvent(Event):
    """What became of a sign-up."""

    class Kind(models.TextChoices):
        SIGNED_UP = "signed_up", _("signed up")
        WAITS = "waits", _("came to the waiting list")
        MOVED_UP = "moved_up", _("moved up into the group")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TAKEN_OUT = "taken_out", _("taken out by the station")
        NEW_TIME = "new_time", _("a session moved")
        ERASED = "erased", _("personal data erased")

    sign_up = models.ForeignKey(SignUp, models.PROTECT, related_name="events", verbose_name=_("sign-up"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)

    class Meta(Event.Meta):
        verbose_name = _("sign-up event")
        verbose_name_plural = _("sign-up events")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def in_scope_of(self, worker: "Worker") -> "AttendanceQuerySet":
        return self.filter(worker.scope.committees("session__group__activity__station__committee"))


class Attendance(models.Model):
    """That a person who signed up came to a session: ticked on the list or read from their square."""

    session = models.ForeignKey(
        ActivitySession, models.PROTECT, related_name="attendances", verbose_name=_("session")
    )
    sign_up = models.ForeignKey(SignUp, models.PROTECT, related_name="attendances", verbose_name=_("sign-up"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "sign_up"], name="came_once_to_a_session")]

    def __str__(self) -> str:
        return f"{self.sign_up} · {self.session}"
