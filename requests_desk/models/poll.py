"""Polls: what residents want most, such as the uses of a room, one vote a browser."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.models import Committee
from stations.models.named import NamedModel

from .project import Project

if TYPE_CHECKING:
    from stations.models import Worker


class PollQuerySet(models.QuerySet["Poll"]):
    def in_scope_of(self, worker: "Worker") -> "PollQuerySet":
        return self.filter(worker.scope.committees("committee"))


class Poll(NamedModel):
    """A question with its options; several may be chosen, up to ``most``."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="polls", verbose_name=_("committee")
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="polls", verbose_name=_("project")
    )
    most = models.PositiveSmallIntegerField(_("how many one may choose"), default=1)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    ballots = models.PositiveIntegerField(_("who voted"), default=0, editable=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="poll_runs_forwards"
            ),
            models.CheckConstraint(condition=models.Q(most__gte=1), name="poll_lets_choose"),
        ]

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class PollOption(NamedModel):
    """One answer and its votes."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", verbose_name=_("poll"))
    votes = models.PositiveIntegerField(_("votes"), default=0)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["poll", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "name"], name="one_option_per_name")]


class Ballot(models.Model):
    """That a browser has voted. ``mark`` is a salted hash and leads back to nobody; what was chosen is not
    kept beside it."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", verbose_name=_("poll"))
    mark = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "mark"], name="voted_once")]

    def __str__(self) -> str:
        return str(self.poll)
