"""Attachments: photographs and papers that belong to a ticket. The files lie in a private folder of the storage, under
a random name; what stands here is who brought them and who may have them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.keeping import kept_since

from .ticket import Ticket


class TicketAttachmentQuerySet(models.QuerySet["TicketAttachment"]):
    def expired(self, now: datetime) -> "TicketAttachmentQuerySet":
        """Of matters that ended longer ago than papers are kept."""
        return self.filter(ticket__ended_at__lt=kept_since("attachments", now))


class TicketAttachment(models.Model):
    """One file: a picture made anew as WebP, or a PDF as it came. ``by`` is empty where the resident sent it."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Photograph")
        PDF = "pdf", _("PDF")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attachments", verbose_name=_("ticket"))
    name = models.CharField(_("file"), max_length=32, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("what it is called"), max_length=80)
    size = models.PositiveIntegerField(_("bytes"))
    for_resident = models.BooleanField(_("for the resident"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("brought by")
    )
    at = models.DateTimeField(_("when"))

    objects = TicketAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(for_resident=True),
                name="residents_see_what_they_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.title or self.get_kind_display()}"
