"""Grids: blocks of buildings and courts, the people in their posts, and numbers without names."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .committee import Committee
from .estate import Estate
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .worker import Worker


class GridQuerySet(models.QuerySet["Grid"]):
    def in_scope_of(self, worker: "Worker") -> "GridQuerySet":
        return self.filter(worker.scope.committees("committee"))


class Grid(NamedModel):
    """A block (网格, 块区) of one committee."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="grids", verbose_name=_("committee")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects = GridQuerySet.as_manager()

    class Meta:
        verbose_name = _("grid")
        verbose_name_plural = _("grids")
        ordering = ["committee", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="one_grid_per_name")]


class Building(NamedModel):
    """A building or a court (楼院); it stands in one estate and one grid of the same committee."""

    class Kind(models.TextChoices):
        BUILDING = "building", _("Building")
        COURT = "court", _("Court")

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="buildings", verbose_name=_("estate"))
    grid = models.ForeignKey(Grid, models.CASCADE, related_name="buildings", verbose_name=_("grid"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.BUILDING)

    class Meta:
        verbose_name = _("building or court")
        verbose_name_plural = _("buildings and courts")
        ordering = ["grid", "pk"]
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="one_building_per_name")]


class GridPost(models.Model):
    """A named role in a grid: one person with a public work phone, or how many hold the role.

    Where only a number is known (132 people in four posts), ``headcount`` holds it and no name is
    invented. A role without a grid is spread over all the committee's grids.
    """

    class Role(models.TextChoices):
        HEAD = "head", _("Grid head")
        WORKER = "worker", _("Block worker")
        MEMBER = "member", _("Grid member")
        STAIRWELL = "stairwell", _("Stairwell head")
        DELEGATE = "delegate", _("Deputy, delegate or member")
        MUTUAL_HELP = "mutual_help", _("Mutual-help group")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="grid_posts", verbose_name=_("committee")
    )
    grid = models.ForeignKey(
        Grid, models.CASCADE, null=True, blank=True, related_name="posts", verbose_name=_("grid")
    )
    building = models.ForeignKey(
        Building,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("building or court"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    title = models.CharField(_("title"), max_length=60, blank=True)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    holder = models.CharField(
        _("holder"), max_length=40, blank=True, help_text=_("Public: name on the door.")
    )
    work_phone = models.CharField(_("work phone"), max_length=20, blank=True)
    headcount = models.PositiveIntegerField(_("how many"), default=1)

    class Meta:
        verbose_name = _("grid post")
        verbose_name_plural = _("grid posts")
        ordering = ["committee", "grid", "pk"]

    def __str__(self) -> str:
        return in_language(self.title, self.title_en) or self.get_role_display()


class GridFiguresQuerySet(models.QuerySet["GridFigures"]):
    def in_scope_of(self, worker: "Worker") -> "GridFiguresQuerySet":
        return self.filter(worker.scope.committees("grid__committee"))


class GridFigures(models.Model):
    """A grid's aggregate numbers on a day. For staff only, and never names."""

    KINDS = ("volunteers", "living_alone", "seriously_ill", "disabled", "mentally_ill", "hardship")

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="figures", verbose_name=_("grid"))
    on = models.DateField(_("as of"))
    volunteers = models.PositiveIntegerField(_("volunteers"), default=0)
    living_alone = models.PositiveIntegerField(_("old people living alone"), default=0)
    seriously_ill = models.PositiveIntegerField(_("seriously ill"), default=0)
    disabled = models.PositiveIntegerField(_("disabled"), default=0)
    mentally_ill = models.PositiveIntegerField(_("mentally ill"), default=0)
    hardship = models.PositiveIntegerField(_("hardship cases"), default=0)

    objects = GridFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("grid figures")
        verbose_name_plural = _("grid figures")
        ordering = ["-on", "grid"]
        constraints = [models.UniqueConstraint(fields=["grid", "on"], name="figures_once_a_day")]

    def __str__(self) -> str:
        return f"{self.grid} · {self.on}"
