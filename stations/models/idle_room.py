"""Idle rooms (闲置空间): guard booths, disused property-company rooms and others that could become a station."""

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .committee import Committee
from .estate import Estate, Located
from .named import NamedModel

if TYPE_CHECKING:
    from .worker import Worker


class IdleRoomQuerySet(models.QuerySet["IdleRoom"]):
    def in_scope_of(self, worker: "Worker") -> "IdleRoomQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def to_be_had(self) -> "IdleRoomQuerySet":
        """Those that could still become a station: free, or free once work is done."""
        return self.filter(state__in=IdleRoom.TO_BE_HAD)

    def within(self, south: float, west: float, north: float, east: float) -> "IdleRoomQuerySet":
        """Those whose coordinates, as given, lie in a box of degrees."""
        return self.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)


class IdleRoom(NamedModel, Located):
    """A room that stands empty. Whose it is, is said of an organisation, never of a person."""

    class Kind(models.TextChoices):
        BOOTH = "booth", _("Guard booth")
        PROPERTY = "property", _("Room of a property company")
        SHOP = "shop", _("Shop front")
        OTHER = "other", _("Other room")

    class State(models.TextChoices):
        FREE = "free", pgettext_lazy("room", "Free")
        NEEDS_WORK = "needs_work", _("Needs work first")
        PROMISED = "promised", _("Promised to others")
        IN_USE = "in_use", _("A station by now")
        GONE = "gone", _("Gone")

    TO_BE_HAD = (State.FREE, State.NEEDS_WORK)

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="idle_rooms", verbose_name=_("committee")
    )
    estate = models.ForeignKey(
        Estate, models.SET_NULL, null=True, blank=True, related_name="idle_rooms",
        verbose_name=_("stands in estate"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.OTHER)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.FREE)
    address = models.CharField(_("address"), max_length=120, blank=True)
    area_m2 = models.PositiveIntegerField(
        _("floor space, m²"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    owner = models.CharField(
        _("whose it is"), max_length=80, blank=True, help_text=_("An organisation, never a person.")
    )
    cost_yuan = models.PositiveIntegerField(
        _("cost in yuan"), null=True, blank=True,
        help_text=_("To make a station of it. Empty: nobody has reckoned it yet."),
    )  # fmt: skip
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = IdleRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("idle room")
        verbose_name_plural = _("idle rooms")
        ordering = ["committee__code", "name", "pk"]
        indexes = [models.Index(fields=["lat", "lon"])]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="one_idle_room_per_name")]
