"""Events: append-only lines of who did what when, holding ids and codes, never words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One line. A database trigger refuses to change or delete it."""

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"),
        help_text=_("Empty: the resident, or time itself."),
    )  # fmt: skip
    data = models.JSONField(_("ids and codes"), default=dict)

    class Meta:
        abstract = True
        ordering = ["pk"]
