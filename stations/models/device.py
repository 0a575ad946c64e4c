"""Devices: where somebody is signed in, for them to see and to end."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from .worker import Worker

SEEN_EVERY = timedelta(minutes=10)  # a device in use is noted so often, not with each page


class DeviceQuerySet(models.QuerySet["Device"]):
    def signed_in(self, now: datetime) -> "DeviceQuerySet":
        """Those whose session lasts, the last used first."""
        lasting = Session.objects.filter(expire_date__gt=now).values("session_key")
        return self.filter(session_key__in=lasting).order_by("-seen_at", "-pk")

    def to_note(self, now: datetime) -> "DeviceQuerySet":
        """Those last noted long enough ago."""
        return self.filter(seen_at__lt=now - SEEN_EVERY)


class Device(models.Model):
    """One sign-in of one worker: since when, last used about when, in which browser (in words, such as
    "Firefox · Windows"). No address of the net is kept."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="devices", verbose_name=_("worker"))
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=40)
    signed_in_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last used"))

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed-in device")
        verbose_name_plural = _("signed-in devices")

    def __str__(self) -> str:
        return self.browser
