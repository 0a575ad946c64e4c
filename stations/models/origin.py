"""How a station came to be: who proposed it, how residents were asked, what it cost and who paid; the brand it
goes under, and its small collection."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .division import Division
from .named import NamedModel, in_language
from .photo import StationPhoto
from .station import Station

if TYPE_CHECKING:
    from .worker import Worker


class Origin(models.Model):
    """One station's record. What nobody wrote down stays empty."""

    station = models.OneToOneField(Station, models.CASCADE, related_name="origin", verbose_name=_("station"))
    proposed_by = models.CharField(_("proposed by"), max_length=120, blank=True)
    proposed_by_en = models.CharField(_("proposed by, in English"), max_length=160, blank=True)
    proposed_on = models.CharField(
        _("proposed"), max_length=20, blank=True, help_text=_("A day, month or year.")
    )
    before = models.CharField(_("what was here before"), max_length=120, blank=True)
    before_en = models.CharField(_("what was here before, in English"), max_length=160, blank=True)
    asked = models.TextField(_("how residents were asked"), blank=True)
    asked_en = models.TextField(_("how residents were asked, in English"), blank=True)
    yuan = models.PositiveIntegerField(_("cost in yuan"), null=True, blank=True)
    residents_percent = models.PositiveSmallIntegerField(
        _("residents' share of the cost, %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    paid_by = models.CharField(_("paid by"), max_length=120, blank=True)
    paid_by_en = models.CharField(_("paid by, in English"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints = [
            models.CheckConstraint(
                condition=Q(residents_percent=None) | Q(residents_percent__lte=100),
                name="residents_share_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.station)

    @property
    def proposed_by_label(self) -> str:
        return in_language(self.proposed_by, self.proposed_by_en)

    @property
    def before_label(self) -> str:
        return in_language(self.before, self.before_en)

    @property
    def asked_label(self) -> str:
        return in_language(self.asked, self.asked_en)

    @property
    def paid_by_label(self) -> str:
        return in_language(self.paid_by, self.paid_by_en)


class BrandQuerySet(models.QuerySet["Brand"]):
    def in_scope_of(self, worker: "Worker") -> "BrandQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("division__code"))


class Brand(NamedModel):
    """What several stations of a district or city go under: one name, one logo."""

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="brands", verbose_name=_("district or city")
    )
    about = models.TextField(_("about it"), blank=True)
    about_en = models.TextField(_("about it, in English"), blank=True)
    stations = models.ManyToManyField(Station, related_name="brands", blank=True, verbose_name=_("stations"))

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["division", "pk"]
        constraints = [models.UniqueConstraint(fields=["division", "name"], name="brand_once")]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class Keepsake(NamedModel):
    """A piece of a station's small collection: red culture, filial piety, family mottos."""

    class Kind(models.TextChoices):
        RED = "red", _("Red culture")
        FILIAL = "filial", _("Filial piety")
        MOTTO = "motto", _("Family motto")

    station = models.ForeignKey(Station, models.CASCADE, related_name="keepsakes", verbose_name=_("station"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    words = models.TextField(_("words"), blank=True)
    words_en = models.TextField(_("words in English"), blank=True)
    photo = models.ForeignKey(
        StationPhoto, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photograph")
    )

    class Meta:
        verbose_name = _("keepsake")
        verbose_name_plural = _("collection")
        ordering = ["station", "kind", "pk"]

    @property
    def words_label(self) -> str:
        return in_language(self.words, self.words_en)
