"""Skills: which matters a worker can answer, so that the desk needs no window of one person alone (全岗通)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .absence import Absence
from .committee import Committee
from .service import Service
from .worker import Post, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable


class SkillQuerySet(models.QuerySet["Skill"]):
    def in_scope_of(self, worker: Worker) -> "SkillQuerySet":
        """Of people who hold, or held, a post in scope."""
        return self.filter(worker__in=Worker.objects.in_scope_of(worker).values("pk"))

    def of_people(self, people: "Iterable[Worker]") -> "SkillQuerySet":
        return self.filter(worker__in=[one.pk for one in people])

    def at_desk(self, committee: Committee, on: date) -> "SkillQuerySet":
        """Of those who hold a desk post at ``committee`` and are not away on that day; who can teach comes first."""
        posts = Post.objects.current(on).filter(committee=committee)
        away = Absence.objects.on(on).filter(committee=committee).order_by()
        rows = self.filter(worker__is_active=True, worker__in=posts.values("worker"))
        rows = rows.exclude(worker__in=away.values("worker"))
        return rows.order_by("-level", "worker")


class Skill(models.Model):
    """One worker can answer one matter. No row: not yet. It goes with the worker to the next committee."""

    class Level(models.TextChoices):
        KNOWS = "knows", _("Can answer it")
        TEACHES = "teaches", _("Can teach it")

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="skills", verbose_name=_("worker"))
    matter = models.ForeignKey(Service, models.CASCADE, related_name="skills", verbose_name=_("matter"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    certified_on = models.DateField(
        _("certified on"), null=True, blank=True, help_text=_("The day of the test, if there was one.")
    )
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(
        Worker, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["worker", "matter"]
        constraints = [models.UniqueConstraint(fields=["worker", "matter"], name="one_skill_a_matter")]
        indexes = [models.Index(fields=["matter", "level"])]

    def __str__(self) -> str:
        return f"{self.worker} · {self.matter}: {self.get_level_display()}"

    @property
    def teaches(self) -> bool:
        return self.level == self.Level.TEACHES
