"""Services: what can be asked for. At the desk a service is called the matter."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .division import Division
from .named import NamedModel, in_language
from .station import Station

if TYPE_CHECKING:
    from .worker import Worker


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered_at(self, station: Station) -> "ServiceQuerySet":
        """Those on the station's checklist, active there, in the checklist's order."""
        return self.filter(items__station=station, items__active=True).order_by(
            "items__section__position", "number"
        )

    def asked_at(self, committee_code: str) -> "ServiceQuerySet":
        """Matters that can be logged at a committee's desk: everyone's, its district's, its stations'."""
        return self.filter(
            models.Q(district=None, station=None)
            | models.Q(district__code=committee_code[:6], station=None)
            | models.Q(station__committee__code=committee_code)
        )

    def in_scope_of(self, worker: "Worker") -> "ServiceQuerySet":
        """Those an official may edit: of their districts, and stations' own in scope."""
        scope = worker.scope
        if scope.everything:
            return self
        return self.filter(scope.code_in_areas("district__code") | scope.committees("station__committee"))


class Service(NamedModel):
    """Something residents come for: everyone's (no district), a district's, or one station's own."""

    class Situation(models.TextChoices):
        ELDER_CARE = "elder_care", _("Growing old")
        CHILDREN = "children", _("Children")
        HOUSING = "housing", _("Housing and repair")
        PAPERS = "papers", _("Papers and certificates")
        LAW = "law", _("Law and mediation")
        HEALTH = "health", _("Health and disability")
        CULTURE = "culture", _("Culture and learning")
        VOLUNTEERING = "volunteering", _("Volunteering and having a say")
        EVERYDAY = "everyday", _("Everyday help")

    also_called = models.CharField(
        _("other words for it"),
        max_length=300,
        blank=True,
        help_text=_("What people call it, Chinese and English, with a space or a comma between."),
    )
    slug = models.SlugField(_("address on the web"), max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("number at the desk"), default=0)
    situation = models.CharField(_("life situation"), max_length=14, choices=Situation.choices)
    district = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("district"),
        limit_choices_to={"level": Division.Level.DISTRICT},
    )  # fmt: skip
    station = models.ForeignKey(
        Station,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="own_services",
        verbose_name=_("one station's own"),
    )
    who = models.CharField(_("who may ask"), max_length=160, blank=True)
    who_en = models.CharField(_("who may ask, in English"), max_length=200, blank=True)
    papers = models.TextField(_("what to bring"), blank=True, help_text=_("A line each."))
    papers_en = models.TextField(_("what to bring, in English"), blank=True)
    steps = models.TextField(_("steps"), blank=True, help_text=_("A line each."))
    steps_en = models.TextField(_("steps, in English"), blank=True)
    cost = models.CharField(_("cost"), max_length=80, blank=True, help_text=_("Empty: free of charge."))
    cost_en = models.CharField(_("cost, in English"), max_length=100, blank=True)
    limit_hours = models.PositiveSmallIntegerField(
        _("promised within, in working hours"),
        default=27,
        help_text=_("Nine working hours are a working day."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=160, blank=True)
    by_phone = models.BooleanField(_("also by phone"), default=False)
    on_behalf = models.BooleanField(_("somebody else may come"), default=True)
    search_text = models.TextField(editable=False, default="")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["number", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("service", args=[self.slug])

    @property
    def who_label(self) -> str:
        return in_language(self.who, self.who_en)

    @property
    def cost_label(self) -> str:
        return in_language(self.cost, self.cost_en)

    @property
    def paper_lines(self) -> list[str]:
        return [line for line in in_language(self.papers, self.papers_en).splitlines() if line.strip()]

    @property
    def step_lines(self) -> list[str]:
        return [line for line in in_language(self.steps, self.steps_en).splitlines() if line.strip()]

    @property
    def limit_days(self) -> int | None:
        """The promise in whole working days, where it is one; else None and ``limit_hours`` stands."""
        return self.limit_hours // 9 if self.limit_hours % 9 == 0 else None
