"""Volunteers: people who offered to help, what they can do, and the hours they gave."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from stations.models import Committee

from .activity import ActivitySession

if TYPE_CHECKING:
    from stations.models import Worker


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def in_scope_of(self, worker: "Worker") -> "VolunteerQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def able_to(self, words: str) -> "VolunteerQuerySet":
        """Those who can help with something in which every one of ``words`` occurs."""
        found = self
        for word in words.split():
            found = found.filter(skills__icontains=word)
        return found

    def with_hours(self) -> "VolunteerQuerySet":
        """Adds ``times``, how often each took part, and ``given``, the hours; None where nobody noted any."""
        return self.annotate(times=Count("shifts"), given=Sum("shifts__hours"))

    def named(self) -> "VolunteerQuerySet":
        """Those whom the public may be told: they agreed to it and are still there."""
        return self.filter(named_in_public=True, left_on=None, erased_at=None).exclude(name="")

    def expired(self, now: datetime) -> "VolunteerQuerySet":
        """Who left longer ago than personal data is kept."""
        kept = kept_since("volunteers", now).date()
        return self.filter(erased_at=None, left_on__lt=kept)


class Volunteer(models.Model):
    """Somebody who offered to help at a committee. Named in public only where ``named_in_public`` says so."""

    class Kind(models.TextChoices):
        TALENT = "talent", _("Talent of the neighbourhood")
        STUDENT = "student", _("Student")
        PARTY = "party", _("Party member")
        OTHER = "other", _("Neighbour")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="volunteers", verbose_name=_("committee")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.OTHER)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    skills = models.CharField(_("can help with"), max_length=120, blank=True)
    named_in_public = models.BooleanField(_("agreed to be named in public"), default=False)
    since = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["committee", "pk"]

    def __str__(self) -> str:
        return self.masked_name or str(self.get_kind_display())

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class VolunteerShiftQuerySet(models.QuerySet["VolunteerShift"]):
    def in_scope_of(self, worker: "Worker") -> "VolunteerShiftQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def between(self, begin: date, end: date) -> "VolunteerShiftQuerySet":
        """From ``begin`` to before ``end``."""
        return self.filter(on__gte=begin, on__lt=end)

    def thanks(self, since: date) -> dict[str, Any]:
        """Participations and hours, ``all_`` of them and the ``late`` ones since a day; None where nothing
        was noted. One statement."""
        late = models.Q(on__gte=since)
        each = models.F("hours") * models.F("people")
        return self.aggregate(
            all_times=Sum("people"), late_times=Sum("people", filter=late),
            all_hours=Sum(each), late_hours=Sum(each, filter=late),
        )  # fmt: skip


class VolunteerShift(models.Model):
    """Help given on a day: by one volunteer, or where nobody is named by how many (participations, 人次)."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="volunteer_shifts", verbose_name=_("committee")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("volunteer")
    )
    session = models.ForeignKey(
        ActivitySession, models.SET_NULL, null=True, blank=True, related_name="shifts",
        verbose_name=_("session"),
    )  # fmt: skip
    on = models.DateField(_("day"))
    people = models.PositiveIntegerField(_("how many"), default=1)
    hours = models.DecimalField(_("hours each"), max_digits=4, decimal_places=1, null=True, blank=True)

    objects = VolunteerShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("help given")
        verbose_name_plural = _("help given")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(volunteer=None) | models.Q(people=1), name="a_named_volunteer_is_one"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="somebody_helped"),
        ]

    def __str__(self) -> str:
        return f"{self.on} × {self.people}"
