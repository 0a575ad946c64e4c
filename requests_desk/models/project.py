"""Projects: what a committee and its residents do about a need, with what means, and by which steps."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.models import Committee, Estate, Partner
from stations.models.named import NamedModel, in_language

from .event import Event

if TYPE_CHECKING:
    from stations.models import Worker


class ResourceQuerySet(models.QuerySet["Resource"]):
    def in_scope_of(self, worker: "Worker") -> "ResourceQuerySet":
        return self.filter(worker.scope.committees("committee"))


class Resource(NamedModel):
    """Something to draw on (资源清单): a partner's room, a resident's skill, a fund, a day of labour."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="resources", verbose_name=_("committee")
    )
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="resources", verbose_name=_("partner")
    )
    about = models.CharField(_("what it is good for"), max_length=160, blank=True)
    about_en = models.CharField(_("what it is good for, in English"), max_length=200, blank=True)
    until = models.DateField(_("to be had until"), null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["committee", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="resource_once")]

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)


class ProjectQuerySet(models.QuerySet["Project"]):
    def in_scope_of(self, worker: "Worker") -> "ProjectQuerySet":
        return self.filter(worker.scope.committees("committee"))


class Project(NamedModel):
    """A project (项目清单). Two gates, kept by constraints and by rules/meetings.py: nothing is decided
    without a hearing whose minutes are published, nothing closed without a review's."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DECIDED = "decided", _("Decided")
        UNDER_WAY = "under_way", _("Under way")
        CLOSED = "closed", _("Closed")
        DROPPED = "dropped", _("Dropped")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="projects", verbose_name=_("committee")
    )
    estate = models.ForeignKey(
        Estate, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("estate")
    )
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PROPOSED)
    about = models.TextField(_("what is to be done"), blank=True)
    about_en = models.TextField(_("what is to be done, in English"), blank=True)
    resources = models.ManyToManyField(
        Resource, related_name="projects", blank=True, verbose_name=_("resources")
    )
    began_on = models.DateField(_("begun"))
    hearing = models.OneToOneField(
        "requests_desk.Meeting", models.PROTECT, null=True, blank=True, related_name="decided",
        verbose_name=_("hearing that it was decided after"),
    )  # fmt: skip
    decision = models.TextField(_("decision"), blank=True)
    decision_en = models.TextField(_("decision, in English"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    review = models.OneToOneField(
        "requests_desk.Meeting", models.PROTECT, null=True, blank=True, related_name="closed",
        verbose_name=_("review that it was closed after"),
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    dropped_why = models.CharField(_("why it was dropped"), max_length=200, blank=True)
    dropped_why_en = models.CharField(_("why it was dropped, in English"), max_length=240, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-began_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "dropped"))
                | (Q(hearing__isnull=False) & Q(decided_at__isnull=False) & ~Q(decision="")),
                name="no_decision_without_a_hearing",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(review__isnull=False) & Q(closed_at__isnull=False)),
                name="no_closing_without_a_review",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(dropped_why=""), name="dropped_says_why"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.pk])

    @property
    def about_label(self) -> str:
        return in_language(self.about, self.about_en)

    @property
    def decision_label(self) -> str:
        return in_language(self.decision, self.decision_en)

    @property
    def dropped_why_label(self) -> str:
        return in_language(self.dropped_why, self.dropped_why_en)


class ProjectStep(NamedModel):
    """One step of a project, and when it was done."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps", verbose_name=_("project"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    due_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["project", "position", "pk"]


class ProjectFund(models.Model):
    """Where a project's money comes from: an amount, or where only that is known a share of the whole."""

    class Source(models.TextChoices):
        SELF_GOVERNANCE = "self_gov", _("Self-governance fund")
        RESIDENTS = "residents", _("Residents' own share")
        SUBDISTRICT = "street", _("Subdistrict")
        DISTRICT = "district", _("District")
        PARTNER = "partner", _("A partner")
        OTHER = "other", _("Other source")

    project = models.ForeignKey(Project, models.CASCADE, related_name="funds", verbose_name=_("project"))
    source = models.CharField(_("source"), max_length=9, choices=Source.choices)
    yuan = models.PositiveIntegerField(_("yuan"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("share, %"), null=True, blank=True)

    class Meta:
        verbose_name = _("source of money")
        verbose_name_plural = _("sources of money")
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(yuan__isnull=False) | Q(percent__isnull=False),
                name="a_fund_says_how_much",
                violation_error_message=_("Say how much: in yuan, or as a share."),
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=1, percent__lte=100),
                name="a_share_of_the_whole",
                violation_error_message=_("A share lies between 1 and 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_source_display())


class ProjectEvent(Event):
    """What became of a project."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DECIDED = "decided", _("decided")
        BEGUN = "begun", _("begun")
        STEP_DONE = "step_done", _("step done")
        CLOSED = "closed", _("closed")
        DROPPED = "dropped", _("dropped")

    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name=_("project"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)

    class Meta(Event.Meta):
        verbose_name = _("project event")
        verbose_name_plural = _("project events")

    def __str__(self) -> str:
        return str(self.get_kind_display())
