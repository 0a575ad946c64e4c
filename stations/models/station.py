"""Stations: the living rooms on the street, the satellites in the estates, and where they stood."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.words import minute_words
from stations.rules.coverage import Use
from stations.rules.search import needle, words

from .committee import Committee
from .estate import Estate, Located
from .named import NamedModel, in_language

if TYPE_CHECKING:
    from .service import Service
    from .worker import Worker


class StationQuerySet(models.QuerySet["Station"]):
    def in_scope_of(self, worker: "Worker") -> "StationQuerySet":
        return self.filter(worker.scope.committees("committee"))

    def operating(self) -> "StationQuerySet":
        return self.filter(status=Station.Status.OPERATING)

    def published(self) -> "StationQuerySet":
        """Those the public may see: operating, and planned ones with their date."""
        return self.exclude(status=Station.Status.CLOSED)

    def step_free(self) -> "StationQuerySet":
        return self.filter(pk__in=Site.objects.current().filter(step_free=True).values("station"))

    def open_at(self, now: datetime) -> "StationQuerySet":
        """Operating stations inside one of the day's opening intervals, in local time."""
        local = timezone.localtime(now)
        return self.operating().filter(
            opening_days__date=local.date(),
            opening_days__opens__lte=local.time(),
            opening_days__closes__gt=local.time(),
        )

    def offering(self, service: "Service") -> "StationQuerySet":
        # A service stands once on a station's checklist, so no row comes twice.
        return self.filter(checklist__service=service, checklist__active=True)

    def matching(self, query: str) -> "StationQuerySet":
        """Name, estate, committee or address contain ``query``, as typed: Chinese, pinyin or initials; or
        each of its words."""
        as_typed = models.Q(search_text__contains=needle(query))
        each = models.Q(*(models.Q(search_text__contains=word) for word in words(query)))
        return self.filter(as_typed | each if each else as_typed)

    def with_site(self) -> "StationQuerySet":
        """Adds ``site``, the one in use or None, and the committee, all in the same statement."""
        return (
            self.annotate(site=_site_in_use())  # type: ignore[misc,no-redef]
            .select_related("committee", "site")
            .defer("search_text", "sounds")
        )

    def for_cards(self) -> "StationQuerySet":
        """The committee, and of the site in use where its door is: no more than a list shows, and no row of
        its own for it. A page of twenty is read in three fifths of the time."""
        door = {name: models.F(f"site__{name}") for name in _OF_THE_SITE}
        rows = self.alias(site=_site_in_use()).annotate(**door)  # type: ignore[no-redef]
        return rows.select_related("committee").only(*_ON_A_CARD)

    def walked_from(self, estate_pk: int) -> "StationQuerySet":
        """Those that serve an estate or lie within a walk of it, the nearest first. Adds ``minutes``,
        ``older_minutes`` and ``measured``; all None where the walk is not known."""
        ways = WalkingTime.objects.filter(
            site__station=models.OuterRef("pk"), site__used_until=None, estate=estate_pk
        )
        serving = ServiceArea.objects.filter(station=models.OuterRef("pk"), estate=estate_pk)
        walked = self.annotate(
            minutes=models.Subquery(ways.values("minutes")[:1]),
            older_minutes=models.Subquery(ways.values("older_minutes")[:1]),
            measured=models.Subquery(ways.values("measured")[:1]),
        )
        within = walked.filter(models.Q(minutes__isnull=False) | models.Exists(serving))
        return within.order_by(models.F("minutes").asc(nulls_last=True), "pk")


_ON_A_CARD = (
    *("slug", "kind", "status", "name", "name_en", "own_name"),
    *("committee__code", "committee__name", "committee__name_en"),
)
_OF_THE_SITE = ("address", "address_en", "entrance", "entrance_en", "step_free")


def _site_in_use() -> models.FilteredRelation:
    return models.FilteredRelation("sites", condition=models.Q(sites__used_until=None))


class Station(NamedModel):
    """One place that serves residents: a committee's main living room, or a satellite of it."""

    site: "Site | None" = None  # read by with_site()
    # Read by for_cards(); None where no site is in use.
    address: str | None = None
    address_en: str | None = None
    entrance: str | None = None
    entrance_en: str | None = None
    step_free: bool | None = None

    class Kind(models.TextChoices):
        MAIN = "main", _("Main station")
        SATELLITE = "satellite", _("Satellite")

    class Level(models.TextChoices):
        CITY = "city", _("City's living room")
        DISTRICT = "district", _("District's living room")
        SUBDISTRICT = "subdistrict", _("Subdistrict's living room")
        COMMUNITY = "community", _("Community's living room")
        ESTATE = "estate", _("Estate's living room")
        STAIRWELL = "stairwell", _("Stairwell's living room")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPERATING = "operating", _("Operating")
        CLOSED = "closed", _("Given up")

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="stations", verbose_name=_("committee")
    )
    slug = models.SlugField(_("address on the web"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MAIN)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPERATING)
    own_name = models.CharField(_("name of its own"), max_length=40, blank=True)
    host_estate = models.ForeignKey(
        Estate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("stands in estate"),
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    opened_on = models.CharField(_("opened"), max_length=20, blank=True, help_text=_("A day, month or year."))
    story = models.TextField(_("the story of this place"), blank=True)
    story_en = models.TextField(_("the story of this place, in English"), blank=True)
    pledge = models.TextField(_("pledge"), blank=True, help_text=_("What the station promises, a line each."))
    pledge_en = models.TextField(_("pledge, in English"), blank=True)
    level = models.CharField(
        _("level among the city's living rooms"), max_length=11, choices=Level.choices, blank=True
    )
    model_site = models.CharField(_("pilot or model site of"), max_length=80, blank=True)
    rota_began_on = models.DateField(_("duty rota began on"), null=True, blank=True)

    desks = models.PositiveSmallIntegerField(
        _("desks that receive people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes a visit takes"), default=30, validators=[MinValueValidator(5)]
    )
    slot_capacity = models.PositiveSmallIntegerField(_("visits at the same time"), default=2)
    slot_held = models.PositiveSmallIntegerField(_("of these held for the green lane"), default=1)
    horizon_days = models.PositiveSmallIntegerField(_("bookable days ahead"), default=14)
    notice_minutes = models.PositiveSmallIntegerField(_("shortest notice in minutes"), default=60)

    search_text = models.TextField(editable=False, default="")
    sounds = models.TextField(editable=False, default="")

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["committee__code", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee"],
                condition=models.Q(kind="main"),
                name="one_main_station",
                violation_error_message=_("This committee has its main station already."),
            ),
            models.CheckConstraint(
                condition=models.Q(slot_held__lte=models.F("slot_capacity")),
                name="station_holds_no_more_than_it_has",
                violation_error_message=_("No more places can be held than there are."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("station_page", args=[self.slug])

    @property
    def address_label(self) -> str:
        """Where it stands, of a row for_cards()."""
        return in_language(self.address or "", self.address_en or "")

    @property
    def entrance_label(self) -> str:
        """How its door is found, of a row for_cards()."""
        return in_language(self.entrance or "", self.entrance_en or "")

    @property
    def story_label(self) -> str:
        return in_language(self.story, self.story_en)

    @property
    def pledge_lines(self) -> list[str]:
        return [line for line in in_language(self.pledge, self.pledge_en).splitlines() if line.strip()]


class ServiceArea(models.Model):
    """An estate that a station serves; one station is the estate's primary one."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="areas", verbose_name=_("station"))
    estate = models.ForeignKey(Estate, models.CASCADE, related_name="areas", verbose_name=_("estate"))
    primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        ordering = ["station", "-primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["station", "estate"], name="area_once"),
            models.UniqueConstraint(
                fields=["estate"], condition=models.Q(primary=True), name="one_primary_station"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} → {self.estate}"


class SiteQuerySet(models.QuerySet["Site"]):
    def in_scope_of(self, worker: "Worker") -> "SiteQuerySet":
        return self.filter(worker.scope.committees("station__committee"))

    def current(self) -> "SiteQuerySet":
        """The sites in use: those nobody has moved out of."""
        return self.filter(used_until=None)

    def uses_by_committee(self) -> Mapping[int, list[Use]]:
        """When each was used, of main stations that operate, by the committee's key: what `move_of` reads."""
        rows = self.filter(station__kind=Station.Kind.MAIN, station__status=Station.Status.OPERATING)
        found: dict[int, list[Use]] = defaultdict(list)
        for committee, begins, ends in rows.values_list("station__committee", "used_from", "used_until"):
            found[committee].append((begins, ends))
        return found

    def in_use(self, on: date) -> "SiteQuerySet":
        """The sites in use on that day; a site without a first day was always there."""
        return self.filter(
            models.Q(used_from=None) | models.Q(used_from__lte=on),
            models.Q(used_until=None) | models.Q(used_until__gte=on),
        )


class Site(Located):
    """Where a station stands, from a day to a day: the upstairs office first, the street front next."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="sites", verbose_name=_("station"))
    address = models.CharField(_("address"), max_length=120)
    address_en = models.CharField(_("address in English"), max_length=160, blank=True)
    entrance = models.CharField(_("how to find the door"), max_length=200, blank=True)
    entrance_en = models.CharField(_("how to find the door, in English"), max_length=240, blank=True)
    floor = models.SmallIntegerField(_("floor"), default=1, help_text=_("1 is the street's level."))
    stairs = models.BooleanField(_("only by stairs"), default=False)
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    street_front = models.BooleanField(_("faces the street"), default=True)
    office_m2 = models.PositiveIntegerField(_("office floor space, m²"), null=True, blank=True)
    service_m2 = models.PositiveIntegerField(_("service floor space, m²"), null=True, blank=True)
    offices = models.PositiveSmallIntegerField(_("number of offices"), null=True, blank=True)
    used_from = models.DateField(_("in use from"), null=True, blank=True)
    used_until = models.DateField(_("in use until"), null=True, blank=True)
    dates_are_rough = models.BooleanField(_("only month or year known"), default=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["station", models.F("used_until").desc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["lat", "lon"])]
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=models.Q(used_until=None),
                name="one_site_in_use",
                violation_error_message=_("A station stands in one place at a time: end the old site first."),
            ),
            models.CheckConstraint(
                condition=models.Q(used_until=None)
                | models.Q(used_from=None)
                | models.Q(used_until__gte=models.F("used_from")),
                name="site_ends_after_it_begins",
                violation_error_message=_("A site cannot be left before it is moved into."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.address, self.address_en)

    @property
    def entrance_label(self) -> str:
        return in_language(self.entrance, self.entrance_en)


class WalkingTimeQuerySet(models.QuerySet["WalkingTime"]):
    def to_operating(self) -> "WalkingTimeQuerySet":
        """Ways to the doors one can walk to today: sites in use of stations that operate."""
        return self.filter(site__used_until=None, site__station__status=Station.Status.OPERATING)

    def in_scope_of(self, worker: "Worker") -> "WalkingTimeQuerySet":
        return self.filter(worker.scope.committees("estate__committee"))


class WalkingTime(models.Model):
    """Minutes on foot from an estate to a site: measured by a person, else estimated."""

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="ways", verbose_name=_("estate"))
    site = models.ForeignKey(Site, models.CASCADE, related_name="ways", verbose_name=_("site"))
    minutes = models.PositiveSmallIntegerField(_("minutes on foot"))
    older_minutes = models.PositiveSmallIntegerField(_("minutes at an old person's pace"))
    measured = models.BooleanField(_("measured"), default=False)
    source = models.CharField(_("who measured"), max_length=80, blank=True)

    objects = WalkingTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("walking time")
        verbose_name_plural = _("walking times")
        ordering = ["estate", "minutes"]
        constraints = [models.UniqueConstraint(fields=["estate", "site"], name="one_way_per_pair")]

    def __str__(self) -> str:
        return minute_words(self.minutes)


class Room(NamedModel):
    """A function area (功能区) of a station: one room, many uses."""

    class Kind(models.TextChoices):
        RECEPTION = "reception", _("First-contact bar")
        READING = "reading", _("Reading corner")
        MINORS = "minors", _("Minors' corner")
        CULTURE = "culture", _("Culture station")
        HEALTH = "health", _("Health hut")
        GREEN = "green", _("Green hut")
        LEGAL = "legal", _("Legal room")
        PARTY = "party", _("Party service station")
        JOINT = "joint", _("Joint-response station")
        HALL = "hall", _("Activity hall")
        DELIBERATION = "deliberation", _("Deliberation room")
        OFFICE = "office", _("Back office")
        OTHER = "other", _("Other room")

    station = models.ForeignKey(Station, models.CASCADE, related_name="rooms", verbose_name=_("station"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.OTHER)
    what_for = models.CharField(_("what one may do here"), max_length=160, blank=True)
    what_for_en = models.CharField(_("what one may do here, in English"), max_length=200, blank=True)
    floor = models.SmallIntegerField(_("floor"), default=1)
    drop_in = models.BooleanField(_("just come in"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["station", "position", "pk"]

    @property
    def what_for_label(self) -> str:
        return in_language(self.what_for, self.what_for_en)
