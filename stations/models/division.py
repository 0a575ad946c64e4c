"""Divisions: city, district, subdistrict, in one table by the official register's codes."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import NamedModel
from .scope import Scope


class DivisionQuerySet(models.QuerySet["Division"]):
    def in_scope_of(self, worker: "models.Model") -> "DivisionQuerySet":
        """The divisions an official's posts cover, from the post's own downwards."""
        scope: Scope = worker.scope  # type: ignore[attr-defined]
        return self if scope.everything else self.filter(scope.code_in_areas("code"))

    def at_level(self, level: str) -> "DivisionQuerySet":
        return self.filter(level=level)


class Division(NamedModel):
    """A city (code of 4 digits), district (6) or subdistrict (9)."""

    class Level(models.TextChoices):
        CITY = "city", _("City")
        DISTRICT = "district", _("District")
        SUBDISTRICT = "subdistrict", _("Subdistrict")

    CODE_LENGTHS = {4: Level.CITY, 6: Level.DISTRICT, 9: Level.SUBDISTRICT}

    code = models.CharField(
        _("register code"), max_length=9, unique=True, validators=[RegexValidator(r"^(\d{4}|\d{6}|\d{9})$")]
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="city", parent=None)
                | (~models.Q(level="city") & models.Q(parent__isnull=False)),
                name="only_cities_stand_alone",
            )
        ]
