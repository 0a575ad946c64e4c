"""Photographs of a station: what stands on the page; the files lie in MEDIA_ROOT, under a random name."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.common.pictures import LARGE, SMALL, fitted

from .named import in_language
from .station import Station

if TYPE_CHECKING:
    from .worker import Worker


class StationPhotoQuerySet(models.QuerySet["StationPhoto"]):
    def in_scope_of(self, worker: "Worker") -> "StationPhotoQuerySet":
        return self.filter(worker.scope.committees("station__committee"))


class StationPhoto(models.Model):
    """One photograph, kept as two WebP files; ``width`` and ``height`` are the large one's pixels. ``moment``:
    of which part of a move it tells, if of any."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("before the move")
        WORKS = "works", _("during the works")
        AFTER = "after", _("after the move")

    station = models.ForeignKey(Station, models.CASCADE, related_name="photos", verbose_name=_("station"))
    name = models.CharField(_("file"), max_length=32, unique=True, editable=False)
    alt = models.CharField(
        _("what is to be seen"), max_length=160, help_text=_("Read out to those who cannot see the picture.")
    )
    alt_en = models.CharField(_("what is to be seen, in English"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    moment = models.CharField(
        _("when, if it tells of a move"), max_length=6, choices=Moment.choices, blank=True, default=""
    )
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), editable=False)

    objects = StationPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["station", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt="") & ~models.Q(alt_en=""),
                name="photo_is_described",
                violation_error_message=_("Say in both languages what is to be seen."),
            )
        ]

    def __str__(self) -> str:
        return self.alt_label

    @property
    def alt_label(self) -> str:
        return in_language(self.alt, self.alt_en)

    @property
    def tells_of_the_past(self) -> bool:
        """Whether it shows what is not there any more."""
        return self.moment in (self.Moment.BEFORE, self.Moment.WORKS)

    @property
    def large_url(self) -> str:
        return reverse("photo", args=[self.name, LARGE])

    @property
    def small_url(self) -> str:
        return reverse("photo", args=[self.name, SMALL])

    @property
    def small_width(self) -> int:
        """Pixels of the small file, as srcset wants them."""
        return fitted(self.width, self.height, SMALL)[0]
