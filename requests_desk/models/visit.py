"""Visits: a resident's booked time at a station."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from portal.common.phones import is_mobile
from stations.models import ChecklistItem, Service, Station

from .event import Event
from .slot import Slot

if TYPE_CHECKING:
    from stations.models import Worker


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The local day as two aware moments, begin and (exclusive) end."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class VisitQuerySet(models.QuerySet["Visit"]):
    def in_scope_of(self, worker: "Worker") -> "VisitQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def on(self, day: date) -> "VisitQuerySet":
        begin, end = day_bounds(day)
        return self.filter(starts_at__gte=begin, starts_at__lt=end)

    def standing(self) -> "VisitQuerySet":
        """Booked and neither cancelled, come nor missed."""
        return self.filter(state=Visit.State.BOOKED)

    def expected(self, day: date) -> "VisitQuerySet":
        return self.standing().on(day).order_by("starts_at", "pk")

    def missed(self, now: datetime) -> "VisitQuerySet":
        """Still standing though their day is over."""
        return self.standing().filter(starts_at__lt=day_bounds(timezone.localtime(now).date())[0])

    def expired(self, now: datetime) -> "VisitQuerySet":
        """Holding personal data past the time of keeping."""
        kept = kept_since("visits", now)
        return self.filter(erased_at=None, starts_at__lt=kept).exclude(state=Visit.State.BOOKED)


class Visit(models.Model):
    """A booking. Time, service and place are copied onto it: what was promised stays readable
    whatever becomes of the slot. The secret ``token`` opens it without an account."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        CAME = "came", _("Checked in")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("Did not come")
        EXCUSED = "excused", _("Excused")

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    token = models.CharField(max_length=43, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BOOKED)
    station = models.ForeignKey(Station, models.PROTECT, related_name="visits", verbose_name=_("station"))
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="visits", verbose_name=_("slot"))
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, null=True, related_name="visits", verbose_name=_("checklist item")
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="visits", verbose_name=_("service"))
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = models.CharField(_("place"), max_length=200)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    on_behalf = models.BooleanField(_("on behalf of somebody"), default=False)
    green = models.BooleanField(_("green lane"), default=False)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    excused_by = models.CharField(_("excused by"), max_length=60, blank=True, editable=False)

    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("booked by")
    )
    booked_at = models.DateTimeField(_("booked at"))
    booking_key = models.CharField(max_length=43, unique=True, editable=False)
    booking_digest = models.CharField(max_length=64, blank=True, editable=False)
    sequence = models.PositiveSmallIntegerField(_("times changed"), default=0)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["station", "starts_at"]), models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="excused") | Q(excused_by=""), name="only_the_excused_have_an_excuser"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("visit", args=[self.token])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def reached_by(self) -> str:
        """How this person hears of what happens: a `Message.Channel`. By e-mail where an address was given,
        by text message where there are a mobile phone and a gateway, else by being rung."""
        if self.email:
            return "email"
        return "sms" if settings.SMS_URL and is_mobile(self.phone) else "call"

    def can_change(self, now: datetime) -> bool:
        """Whether the resident may still move or cancel it."""
        return self.state == self.State.BOOKED and self.starts_at > now

    def can_be_excused(self, now: datetime) -> bool:
        """Whether it has begun without the person, be it that the night has not noted that yet."""
        did_not_appear = self.state in (self.State.BOOKED, self.State.NO_SHOW)
        return did_not_appear and self.starts_at <= now and self.erased_at is None


class VisitEvent(Event):
    """What became of a visit."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("booked")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        RESTORED = "restored", _("cancelling undone")
        CALLED_OFF = "called_off", _("called off by the station")
        CAME = "came", _("checked in")
        NO_SHOW = "no_show", _("did not come")
        EXCUSED = "excused", _("excused")
        NOT_EXCUSED = "not_excused", _("excuse taken back")
        LINK_SENT = "link_sent", _("link sent again")
        ERASED = "erased", _("personal data erased")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events", verbose_name=_("visit"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)

    class Meta(Event.Meta):
        verbose_name = _("visit event")
        verbose_name_plural = _("visit events")

    def __str__(self) -> str:
        return str(self.get_kind_display())
