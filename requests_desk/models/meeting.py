"""Meetings: hearings, coordinations and reviews (三会), their minutes, and what became of each opinion."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Committee
from stations.models.named import in_language

from .project import Project
from .ticket import Ticket

if TYPE_CHECKING:
    from stations.models import Worker


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def in_scope_of(self, worker: "Worker") -> "MeetingQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def published(self) -> "MeetingQuerySet":
        return self.exclude(published_at=None)


class Meeting(models.Model):
    """One meeting: of a project, or a coordination opened from a ticket. Its minutes are published once
    and then stand: a database trigger refuses to change the row."""

    class Kind(models.TextChoices):
        HEARING = "hearing", _("Hearing")
        COORDINATION = "coordination", _("Coordination")
        REVIEW = "review", _("Review")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="meetings", verbose_name=_("committee")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("project")
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("ticket")
    )
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=120)
    place_en = models.CharField(_("place, in English"), max_length=120, blank=True)
    attended = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)
    minutes = models.TextField(pgettext_lazy("meeting", "minutes"), blank=True)
    minutes_en = models.TextField(_("minutes, in English"), blank=True)
    published_at = models.DateTimeField(_("minutes published"), null=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(minutes="") & Q(attended__isnull=False)),
                name="published_minutes_say_something",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False, ticket=None)
                | Q(project=None, ticket__isnull=False, kind="coordination"),
                name="a_meeting_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.starts_at):%Y-%m-%d}"

    @property
    def place_label(self) -> str:
        return in_language(self.place, self.place_en)

    @property
    def minutes_label(self) -> str:
        return in_language(self.minutes, self.minutes_en)


class MeetingOpinion(models.Model):
    """An opinion voiced in a meeting, without a name, and what became of it."""

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up")
        PARTLY = "partly", _("Taken up in part")
        NOT_TAKEN_UP = "not", _("Not taken up")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="opinions", verbose_name=_("meeting"))
    words = models.CharField(_("opinion"), max_length=200)
    words_en = models.CharField(_("opinion, in English"), max_length=240, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=8, choices=Outcome.choices)
    why = models.CharField(_("why"), max_length=200, blank=True)
    why_en = models.CharField(_("why, in English"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("opinion voiced")
        verbose_name_plural = _("opinions voiced")
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.words_label

    @property
    def words_label(self) -> str:
        return in_language(self.words, self.words_en)

    @property
    def why_label(self) -> str:
        return in_language(self.why, self.why_en)
