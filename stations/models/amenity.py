"""Amenities: what anybody may use without booking (坐一坐、歇一歇)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import in_language
from .station import Station


class Amenity(models.Model):
    """One thing a station has for whoever comes in."""

    class Kind(models.TextChoices):
        REST = "rest", _("A seat to rest")
        BOOKS = "books", _("Books and papers")
        AWNING = "awning", _("Shelter from rain and sun")
        FIRST_AID = "first_aid", _("First-aid box")
        WATER = "water", _("Drinking water")
        TOILET = "toilet", _("Toilet")
        CHARGING = "charging", _("Phone charging")
        UMBRELLA = "umbrella", _("Umbrellas to borrow")
        WHEELCHAIR = "wheelchair", _("Wheelchair to borrow")
        TOOLS = "tools", _("Tools to borrow")
        OTHER = "other", _("Something else")

    station = models.ForeignKey(Station, models.CASCADE, related_name="amenities", verbose_name=_("station"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=80, blank=True)
    note_en = models.CharField(_("note in English"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("amenity")
        verbose_name_plural = _("amenities")
        ordering = ["station", "pk"]
        constraints = [models.UniqueConstraint(fields=["station", "kind", "note"], name="amenity_once")]

    def __str__(self) -> str:
        return self.note_label or str(self.get_kind_display())

    @property
    def note_label(self) -> str:
        return in_language(self.note, self.note_en)
