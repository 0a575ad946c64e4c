"""Recovery codes: ten slips of paper that stand in for a lost phone, each once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .worker import Worker


class RecoveryCode(models.Model):
    """One code, kept as the hash that `codes.hash_slip_code` makes of it. All codes of one worker have one
    salt, so that a typed one is hashed once. The phone's own secret is django-otp's TOTPDevice."""

    worker = models.ForeignKey(
        Worker, models.CASCADE, related_name="recovery_codes", verbose_name=_("worker")
    )
    salt = models.CharField(max_length=32, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["worker", "hash"], name="recovery_code_once_a_worker")]

    def __str__(self) -> str:
        return str(self.worker)
