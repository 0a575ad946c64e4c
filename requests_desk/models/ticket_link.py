"""Links: two tickets that have to do with each other. Which of two is a double stands on the ticket itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ticket import Ticket


class TicketLink(models.Model):
    """An unordered pair, kept with the smaller key first so that it cannot stand there twice."""

    one = models.ForeignKey(Ticket, models.PROTECT, related_name="+", verbose_name=_("ticket"))
    other = models.ForeignKey(Ticket, models.PROTECT, related_name="+", verbose_name=_("linked ticket"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("linked by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("link between tickets")
        verbose_name_plural = _("links between tickets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="linked_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="linked_in_the_order_of_keys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
