"""Programmes: the relocation of committees to the street, one plan each (一居委一方案)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .committee import Committee
from .division import Division
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .worker import Worker


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_scope_of(self, worker: "Worker") -> "ProgrammeQuerySet":
        scope = worker.scope
        return self if scope.everything else self.filter(scope.code_in_areas("division__code"))


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
