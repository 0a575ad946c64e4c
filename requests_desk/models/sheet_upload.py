"""Uploaded sheets between their preview and their loading: one worker's, for an hour, loaded once."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.models import Worker

KEPT = timedelta(hours=1)  # from the upload on; afterwards the file is sent anew


class SheetUploadQuerySet(models.QuerySet["SheetUpload"]):
    def of(self, worker: int, at: datetime) -> "SheetUploadQuerySet":
        """Those that the worker with this key sent, and that are not too old: nobody else's are there for them."""
        return self.filter(worker=worker, made_at__gt=at - KEPT)

    def waiting(self) -> "SheetUploadQuerySet":
        """Those not loaded yet, and not replaced."""
        return self.filter(loaded_at=None).exclude(content=b"")

    def replaced(self) -> "SheetUploadQuerySet":
        """Those that a newer one of the same kind took the place of: of these only that they were is kept."""
        return self.filter(loaded_at=None, content=b"")

    def latest_of(self, kind: str) -> "SheetUpload | None":
        """The last one of that kind; the others of it are loaded or replaced."""
        return self.filter(kind=kind).defer("content").first()

    def old(self, at: datetime) -> "SheetUploadQuerySet":
        return self.filter(made_at__lte=at - KEPT)


class SheetUpload(models.Model):
    """A sheet that was read without a fault: its cells as they were read, and what became of it."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+", verbose_name=_("worker"))
    kind = models.CharField(_("kind"), max_length=20)
    content = models.BinaryField(_("what was read"))
    lines = models.PositiveIntegerField(_("lines"))
    made_at = models.DateTimeField(_("uploaded at"))
    loaded_at = models.DateTimeField(_("loaded at"), null=True)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded sheet")
        verbose_name_plural = _("uploaded sheets")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["made_at"], name="sheet_upload_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    @property
    def is_replaced(self) -> bool:
        """Whether a newer one took its place."""
        return self.loaded_at is None and not self.content
