"""Templates of answers: words that a committee or a district keeps ready, in Chinese and perhaps in English."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stations.models import Committee, Division, Service

from .ticket import Ticket

if TYPE_CHECKING:
    from stations.models import Worker


class AnswerTemplateQuerySet(models.QuerySet["AnswerTemplate"]):
    def in_scope_of(self, worker: "Worker") -> "AnswerTemplateQuerySet":
        """Of one's committees and offices, and for reading those of the districts above them."""
        scope = worker.scope
        if scope.everything:
            return self
        above = Division.objects.filter(children__committees__in=Committee.objects.in_scope_of(worker))
        return self.filter(
            scope.committees("committee") | scope.code_in_areas("district__code") | Q(district__in=above)
        )

    def for_ticket(self, ticket: Ticket) -> "AnswerTemplateQuerySet":
        """What may be said about ``ticket`` (with its committee's subdistrict): one's own first, those for the very
        matter before those for all."""
        owner = Q(committee=ticket.committee_id) | Q(district=ticket.committee.subdistrict.parent_id)
        about = Q(matter=None) | Q(matter=ticket.matter_id)
        return self.filter(owner, about, active=True).order_by(
            models.F("matter").asc(nulls_last=True), models.F("committee").asc(nulls_last=True), "title", "pk"
        )


class AnswerTemplate(models.Model):
    """A committee's own, or a district's for all its committees; about one matter, or (without one) about any."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, null=True, blank=True, related_name="answer_templates",
        verbose_name=_("committee"),
    )  # fmt: skip
    district = models.ForeignKey(
        Division, models.CASCADE, null=True, blank=True, related_name="answer_templates",
        verbose_name=_("district"),
    )  # fmt: skip
    matter = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("matter"),
        help_text=_("Empty: for every matter."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("words"), max_length=1500)
    text_en = models.TextField(_("words in English"), max_length=1500, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committee=None, district__isnull=False)
                | Q(committee__isnull=False, district=None),
                name="answer_template_has_one_owner",
                violation_error_message=_("Choose a committee or a district, one of both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
