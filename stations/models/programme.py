"""Programmes: the relocation of committees to the street, one plan each (一居委一方案)."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .committee import Committee
from .division import Division
from .named import NamedModel, in_language
from .station import Site

if TYPE_CHECKING:
    from .worker import Worker


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_scope_of(self, worker: "Worker") -> "ProgrammeQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("division__code"))

    def readable_by(self, worker: "Worker") -> "ProgrammeQuerySet":
        """Those in scope, and those of the divisions above: a subdistrict reads its district's programme."""
        scope = worker.scope
        if scope.everything:
            return self
        above = {
            area[:length] for area in scope.areas for length in Division.CODE_LENGTHS if length < len(area)
        }
        return self.filter(scope.code_in_areas("division__code") | models.Q(division__code__in=above))


class Programme(NamedModel):
    """A subdistrict's (or district's) programme to move its committees by a date."""

    division = models.ForeignKey(
        Division, models.PROTECT, related_name="programmes", verbose_name=_("division")
    )
    began_on = models.DateField(_("began on"))
    due_on = models.DateField(_("to be finished by"), null=True, blank=True)
    about = models.TextField(_("about the programme"), blank=True)
    about_en = models.TextField(_("about the programme, in English"), blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["division__code", "began_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(due_on__gt=models.F("began_on")),
                name="programme_ends_after_it_begins",
                violation_error_message=_("A programme cannot end before it begins."),
            )
        ]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class RelocationQuerySet(models.QuerySet["Relocation"]):
    def in_scope_of(self, worker: "Worker") -> "RelocationQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def promised(self) -> "RelocationQuerySet":
        """Those that have or had a promised day: of the move, or of a step. They stay on record."""
        dated = models.Q(due_on__isnull=False) | models.Q(programme__due_on__isnull=False)
        steps = models.Q(steps__planned_on__isnull=False) | models.Q(steps__done_on__isnull=False)
        return self.filter(dated | steps | models.Q(changes__isnull=False)).distinct()


class Relocation(models.Model):
    """One committee's plan in a programme. Whether it has moved is read from its sites, not ticked."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="relocations", verbose_name=_("programme")
    )
    committee = models.OneToOneField(
        Committee, models.PROTECT, related_name="relocation", verbose_name=_("committee")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("Empty: the programme's date."))
    work_began_on = models.DateField(_("work began on"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="plans",
        verbose_name=_("responsible person"),
    )  # fmt: skip
    from_site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("old site")
    )
    from_words = models.CharField(
        _("old site, in words"), max_length=160, blank=True, help_text=_("Where no site is recorded.")
    )
    to_site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("new site")
    )
    to_words = models.CharField(
        _("new site, in words"), max_length=160, blank=True, help_text=_("Until the station stands there.")
    )
    budget_yuan = models.PositiveIntegerField(_("budget, yuan"), null=True, blank=True)
    plan = models.TextField(_("plan"), blank=True)
    delay_reason = models.CharField(_("reason for a delay"), max_length=160, blank=True)

    objects = RelocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relocation plan")
        verbose_name_plural = _("relocation plans")
        ordering = ["programme", "committee__code"]

    def __str__(self) -> str:
        return f"{self.committee}"

    @property
    def promised_on(self) -> date | None:
        """The day the move is due: the plan's own, else the programme's."""
        return self.due_on or self.programme.due_on
