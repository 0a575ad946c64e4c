"""Links for parties without an account: one hand-over, answered by whoever it was offered to."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ticket import HandOver, Ticket

if TYPE_CHECKING:
    from stations.models import Worker

PARTY_LINK_LASTS = timedelta(days=14)


class PartyLinkQuerySet(models.QuerySet["PartyLink"]):
    def in_scope_of(self, worker: "Worker") -> "PartyLinkQuerySet":
        """Those of tickets in scope."""
        return self.filter(hand_over__ticket__in=Ticket.objects.in_scope_of(worker))

    def standing(self) -> "PartyLinkQuerySet":
        """Neither withdrawn nor replaced by a newer one; whether they open is `good`."""
        return self.filter(ended_at=None)

    def good(self, now: datetime) -> "PartyLinkQuerySet":
        """Those that open: in time, and of the hand-over that the ticket stands at. What is withdrawn, declined, taken
        back, answered, closed or erased opens nothing, and comes back with the undo of that step."""
        rows = HandOver.objects.filter(ticket=OuterRef("hand_over__ticket")).order_by().values("ticket")
        return self.standing().filter(
            expires_at__gt=now,
            hand_over__outcome__in=HandOver.GIVES_SCOPE,
            hand_over__ticket__state=Ticket.State.HANDED_OVER,
            hand_over__ticket__erased_at=None,
            hand_over=Subquery(rows.annotate(last=Max("pk")).values("last")),
        )


class PartyLink(models.Model):
    """One link. Of its secret only the hash is kept: whoever lost it is given a new one, which ends the old."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="links", verbose_name=_("hand-over"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    objects = PartyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("party's link")
        verbose_name_plural = _("parties' links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over"], condition=Q(ended_at=None), name="one_link_a_hand_over"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="party_link_lasts_a_while"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hand_over} {timezone.localtime(self.issued_at):%Y-%m-%d}"
