"""Terminals: a station's own screen or kiosk, opened once on the device by a link that a worker issues."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stations.models import Station, Worker

LINK_LASTS = timedelta(minutes=30)  # time enough to walk over to the device
CODE_LASTS = timedelta(minutes=10)  # a code that is typed is short, so it has to be quick


class TerminalQuerySet(models.QuerySet["Terminal"]):
    def in_scope_of(self, worker: Worker) -> "TerminalQuerySet":
        """Those of the worker's committees and areas."""
        return self.filter(worker.scope.committees("station__committee"))

    def of(self, kind: str, slug: str) -> "TerminalQuerySet":
        """Of this kind, at the station of that address; a station that was given up has none."""
        return self.filter(kind=kind, station__slug=slug, station__status=Station.Status.OPERATING)

    def standing(self) -> "TerminalQuerySet":
        """Those nobody has ended."""
        return self.filter(ended_at=None)

    def to_open(self, now: datetime) -> "TerminalQuerySet":
        """Whose link still opens."""
        return self.standing().filter(opened_at=None, issued_at__gt=now - LINK_LASTS)

    def behind_code(self, begins: str, now: datetime) -> "TerminalQuerySet":
        """Those whose code has these first symbols and still opens: one as a rule, seldom two."""
        return (
            self.to_open(now).filter(code_begins=begins, issued_at__gt=now - CODE_LASTS).exclude(code_hash="")
        )

    def in_use(self, now: datetime) -> "TerminalQuerySet":
        """Opened devices, and links that still open; without those that nobody opened in time."""
        return self.standing().filter(Q(opened_at__isnull=False) | Q(issued_at__gt=now - LINK_LASTS))


class Terminal(models.Model):
    """One device. Its link opens once, or in its place a code that a remote control can type; from then on the device
    shows a secret of its own. Of all three nothing but hashes is kept, and of the code its first two symbols, by
    which it is found: the six others are as hard to guess as a slip's."""

    class Kind(models.TextChoices):
        SCREEN = "screen", _("Call screen")
        KIOSK = "kiosk", _("Self-service kiosk")

    station = models.ForeignKey(Station, models.PROTECT, related_name="terminals", verbose_name=_("station"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    link_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_begins = models.CharField(max_length=2, blank=True, editable=False)
    code_salt = models.CharField(max_length=32, blank=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    issued_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    issued_at = models.DateTimeField(_("issued"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    objects = TerminalQuerySet.as_manager()

    class Meta:
        verbose_name = _("terminal")
        verbose_name_plural = _("terminals")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["code_begins"], condition=Q(opened_at=None), name="terminal_code_to_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, secret_hash="")
                | (Q(opened_at__isnull=False) & ~Q(secret_hash="")),
                name="terminal_opened_with_a_secret",
            ),
            models.UniqueConstraint(
                fields=["secret_hash"], condition=~Q(secret_hash=""), name="terminal_secret_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.station}"

    @property
    def link_until(self) -> datetime:
        """Until when its link opens."""
        return self.issued_at + LINK_LASTS

    @property
    def code_until(self) -> datetime:
        """Until when its code opens."""
        return self.issued_at + CODE_LASTS
