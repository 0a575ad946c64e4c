"""Estates: where people live, and the bodies that stand behind an estate."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.geo import Point, to_wgs84

from .committee import Committee
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .worker import Worker


class Datum(models.TextChoices):
    """What a pair of coordinates means: China's map providers shift theirs (GCJ-02)."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"


class Located(models.Model):
    """Coordinates as they were given, with their datum; calculated in WGS-84."""

    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    datum = models.CharField(_("datum"), max_length=5, choices=Datum.choices, default=Datum.WGS84)

    class Meta:
        abstract = True

    @property
    def point(self) -> Point | None:
        """Where it is, in WGS-84; None where nobody has measured."""
        if self.lat is None or self.lon is None:
            return None
        return to_wgs84(self.lat, self.lon, self.datum)


def _in_use(day: date) -> models.Q:
    """Ways to sites in use on ``day``; a site without a first day was always there."""
    there = models.Q(ways__site__used_from=None) | models.Q(ways__site__used_from__lte=day)
    return there & (models.Q(ways__site__used_until=None) | models.Q(ways__site__used_until__gte=day))


class EstateQuerySet(models.QuerySet["Estate"]):
    def in_scope_of(self, worker: "Worker") -> "EstateQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def with_minutes(self, on: date | None = None) -> "EstateQuerySet":
        """Adds ``minutes`` and ``older_minutes``: on foot to the nearest station that operates now,
        satellites included; null where no way is known. ``on`` a past day: by the sites in use then."""
        now = models.Q(ways__site__used_until=None) if on is None else _in_use(on)
        now &= models.Q(ways__site__station__status="operating")
        return self.annotate(
            minutes=models.Min("ways__minutes", filter=now),
            older_minutes=models.Min("ways__older_minutes", filter=now),
        )

    def with_minutes_before(self, began_on: Mapping[int, date]) -> "EstateQuerySet":
        """Adds ``minutes_before`` and ``older_minutes_before``: by the sites in use on the day before the committee's
        programme began.

        ``began_on`` maps keys of programmes to their first days; estates of other committees get null.
        A station counts if it operates today and had a site then: one given up since is not in the
        register any more.
        """
        then = models.Q(pk__in=[])
        for programme, began in began_on.items():
            day = began - timedelta(days=1)
            then |= models.Q(committee__relocation__programme=programme) & _in_use(day)
        then &= models.Q(ways__site__station__status="operating")
        return self.annotate(
            minutes_before=models.Min("ways__minutes", filter=then),
            older_minutes_before=models.Min("ways__older_minutes", filter=then),
        )


class Estate(NamedModel, Located):  # noqa: DJ008  NamedModel has it
    """A walled group of buildings where people live; it belongs to one committee."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="estates", verbose_name=_("committee")
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    built = models.CharField(_("built in"), max_length=20, blank=True, help_text=_("A year or a decade."))
    households = models.PositiveIntegerField(_("households"), default=0)
    older_people = models.PositiveIntegerField(_("people over 60"), default=0)
    about = models.TextField(_("about the estate"), blank=True)
    about_en = models.TextField(_("about the estate, in English"), blank=True)

    objects = EstateQuerySet.as_manager()

    class Meta:
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        ordering = ["committee", "name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="one_estate_per_name")]
        indexes = [models.Index(fields=["lat", "lon"])]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class EstateBodyQuerySet(models.QuerySet["EstateBody"]):
    def in_scope_of(self, worker: "Worker") -> "EstateBodyQuerySet":
        return self.filter(worker.scope.committees("estate__committee"))


class EstateBody(NamedModel):
    """An owners' committee, property company or joint party committee; each can be handed a matter."""

    class Kind(models.TextChoices):
        OWNERS = "owners", _("Owners' committee")
        PROPERTY = "property", _("Property company")
        PARTY = "party", _("Joint party committee")

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="bodies", verbose_name=_("estate"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    phone = models.CharField(_("work phone"), max_length=20, blank=True)
    since = models.CharField(_("since"), max_length=20, blank=True, help_text=_("A year or a month."))

    objects = EstateBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("estate body")
        verbose_name_plural = _("estate bodies")
        ordering = ["estate", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["estate", "kind", "name"], name="one_body_per_name")]
