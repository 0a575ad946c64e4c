"""Account events: append-only lines of who was let in, locked out or stood in for, and by whom."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .worker import Worker


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    def in_scope_of(self, worker: "Worker") -> "AccountEventQuerySet":
        """One's own lines; an administrator's are all."""
        return self if worker.scope.everything else self.filter(worker=worker.pk)


class AccountEvent(models.Model):
    """One line about ``worker``'s account. A database trigger refuses to change or delete it."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("invited")
        RENEWED = "renewed", _("invitation renewed")
        WITHDRAWN = "withdrawn", _("invitation withdrawn")
        JOINED = "joined", _("account made by invitation")
        FACTOR_SET = "factor_set", _("second factor set up")
        FACTOR_OFF = "factor_off", _("second factor taken off")
        FACTOR_RESET = "factor_reset", _("second factor reset")
        CODES_MADE = "codes_made", _("new recovery codes")
        CODE_USED = "code_used", _("recovery code used")
        SESSIONS_ENDED = "sessions_ended", _("sign-ins ended")
        PIN_SET = "pin_set", _("PIN set")
        PIN_OFF = "pin_off", _("PIN taken off")
        AWAY = "away", _("absence noted")
        BACK = "back", _("absence ended")

    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="account_events", verbose_name=_("worker"),
        help_text=_("Empty: nobody yet, an invitation."),
    )  # fmt: skip
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    data = models.JSONField(_("ids and codes"), default=dict)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())
