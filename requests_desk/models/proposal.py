"""Proposals: what residents want or suggest, who supports it, and what became of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from stations.models import Committee, Estate

from .event import Event
from .project import Project

if TYPE_CHECKING:
    from stations.models import Worker


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def in_scope_of(self, worker: "Worker") -> "ProposalQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def published(self) -> "ProposalQuerySet":
        """What everybody may read: a worker has read it first."""
        return self.exclude(state=Proposal.State.NEW).exclude(state=Proposal.State.KEPT_BACK)

    def of_list(self) -> "ProposalQuerySet":
        """The list of needs: published, answered or not, and not merged into another."""
        return self.published().exclude(state=Proposal.State.MERGED)

    def expired(self, now: datetime) -> "ProposalQuerySet":
        """Holding personal data past the time of keeping, counted from the day it was made."""
        kept = kept_since("proposals", now)
        return self.filter(erased_at=None, made_at__lt=kept).exclude(state=Proposal.State.NEW)


class Proposal(models.Model):
    """A need or a proposal, with a name or without one; its secret ``token`` leads its maker back to it.

    ``supports`` counts the rows in Support. ``title`` and ``words`` are what the public reads; name and
    phone are seen by the committee's own desk alone.
    """

    class Kind(models.TextChoices):
        NEED = "need", _("A need")
        PROPOSAL = "proposal", _("A proposal")

    class State(models.TextChoices):
        NEW = "new", _("Not yet read")
        OPEN = "open", _("Open")
        MERGED = "merged", _("Merged into another")
        ANSWERED = "answered", _("Answered")
        IN_PROJECT = "in_project", _("Taken up by a project")
        KEPT_BACK = "kept_back", _("Not published")

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    token = models.CharField(max_length=43, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="proposals", verbose_name=_("committee")
    )
    estate = models.ForeignKey(
        Estate, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("estate")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PROPOSAL)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    title = models.CharField(_("in one line"), max_length=80)
    words = models.TextField(_("in your own words"), blank=True)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=8, default="zh-hans")

    supports = models.PositiveIntegerField(_("supporters"), default=0)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("project")
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    made_at = models.DateTimeField(_("made"))
    key = models.CharField(max_length=43, unique=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["committee", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_means_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_project") | Q(project__isnull=False), name="in_project_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.reference])

    @property
    def lost_project(self) -> bool:
        """Whether the project that had taken it up was dropped, and no other has since."""
        return self.project is not None and self.project.state == Project.State.DROPPED

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class Support(models.Model):
    """One browser's support of one proposal. ``mark`` is a salted hash and leads back to nobody."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", verbose_name=_("proposal"))
    mark = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "mark"], name="supported_once")]

    def __str__(self) -> str:
        return self.proposal.reference


class ProposalEvent(Event):
    """What became of a proposal."""

    class Kind(models.TextChoices):
        MADE = "made", _("made")
        PUBLISHED = "published", _("published")
        KEPT_BACK = "kept_back", _("not published")
        MERGED = "merged", _("merged")
        PARTED = "parted", _("merging taken back")
        ANSWERED = "answered", _("answered")
        TAKEN_UP = "taken_up", _("taken up by a project")
        PUT_BACK = "put_back", _("its project was dropped")
        ERASED = "erased", _("personal data erased")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="events", verbose_name=_("proposal"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)

    class Meta(Event.Meta):
        verbose_name = _("proposal event")
        verbose_name_plural = _("proposal events")

    def __str__(self) -> str:
        return str(self.get_kind_display())
