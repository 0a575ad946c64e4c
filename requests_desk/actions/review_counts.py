"""Counts what the officials' review shows, committee by committee, from the rows of both apps: the plain count, which
every summary must equal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, ExtractHour, ExtractMinute, Substr
from django.utils import timezone

from requests_desk.models import (
    ActivitySession,
    Attendance,
    EstateReach,
    OpenDayRecord,
    Ticket,
    TicketDay,
    TicketEvent,
    TicketMark,
    day_bounds,
)
from requests_desk.models.day_figures import counted
from requests_desk.rules.review import DAYS, floor_counted, walks_counted
from stations.models import (
    ChecklistItem,
    Committee,
    Estate,
    PackOffer,
    Post,
    Programme,
    Relocation,
    Site,
    Skill,
    StandardItem,
    Station,
    WeekHours,
)
from stations.models.named import in_language
from stations.rules.checklist import verification
from stations.rules.coverage import Standing, move_of, standing

OPERATING = Station.Status.OPERATING


@dataclass(frozen=True)
class Reached:
    """An estate and what is counted of it: households, people over 60, and minutes as walks_counted() takes them."""

    pk: int
    name: str
    name_en: str
    walk: tuple[int, int, int | None, int | None, int | None, int | None]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name, self.name_en)


@dataclass
class Counted:
    """What was counted of one committee, and what a page says of it besides."""

    committee: Committee
    counts: Counter[str] = field(default_factory=Counter)
    standing: Standing = "unplanned"
    moved_on: date | None = None
    satisfied: set[int] = field(default_factory=set)  # keys of the standard's items that are offered
    required: frozenset[int] = frozenset()  # keys of the district's standard's items
    estates: list["Reached"] = field(default_factory=list)

    @property
    def plan(self) -> Relocation | None:
        """The committee's plan in a programme, if it has one."""
        return getattr(self.committee, "relocation", None)

    @property
    def under_review(self) -> bool:
        """Whether anything but the register's line is recorded of it."""
        return bool(self.counts["committees"])


@dataclass(frozen=True)
class Area:
    """Register codes of divisions or committees: what lies in one of them, by the beginnings of codes. None: all."""

    codes: tuple[str, ...] | None

    def within(self, path: str) -> Q:
        """Rows whose committee (reached by ``path``, "" for the committee itself) lies in the area."""
        if self.codes is None:
            return Q()
        name = f"{path}__code__startswith" if path else "code__startswith"
        found = Q(pk__in=[])
        for code in self.codes:
            found |= Q(**{name: code})
        return found

    def districts(self, path: str) -> Q:
        """Rows whose district (reached by ``path``) lies in the area, or the area in it."""
        if self.codes is None:
            return Q()
        found = Q(pk__in=[])
        for code in self.codes:
            found |= Q(**{f"{path}__code__startswith": code[:6]})
        return found


def count(area: Area, *, at: datetime, dated: bool = False) -> list[Counted]:
    """Count every committee of ``area`` as things stand at ``at``; by code. Four statements, however many there are.

    ``dated``: ``at`` is long past, and sites and overdue tickets are looked up as of then. What bears no date (whether
    a station operates, a checklist's lines) is still counted as it is now: a look back is no substitute for the book.
    """
    rows = Committee.objects.filter(area.within(""))
    rows = rows.select_related("subdistrict__parent", "relocation__programme").order_by("code")
    found = {one.code: Counted(one) for one in rows}
    today = timezone.localtime(at).date()
    _count_walks(found, area, today if dated else None)
    _count_sites(found, area, today)
    _count_the_rest(found, area, at, dated)
    for one in found.values():
        _settle(one)
    return list(found.values())


def _settle(one: Counted) -> None:
    """What follows from the rest."""
    counts = one.counts
    counts["registered"] = 1
    stands, heads = counts.pop("any_station", 0), counts.pop("heads", 0)
    if not (counts["estates"] or stands or one.plan):
        return
    counts["committees"] = 1
    counts[one.standing] = 1
    counts["moved_all"] = counts["moved"] + counts["moved_late"]
    counts["in_programme"] = int(one.plan is not None)
    counts["std_missing"] = counts["std_total"] - counts["std_done"]
    counts["unverified"] = counts["items"] - counts["verified"]
    counts["headless"] = int(bool(counts["stations"]) and not heads)


# Statements 2 and 3: walks and sites, which are compared in Python ---------------------------------


def walks(area: Area, programmes: Iterable[Programme], on: date | None = None) -> Any:
    """The estates of ``area`` with what is counted of them (EstateReach.COUNTED). One statement."""
    rows: Any = Estate.objects.filter(area.within("committee"))
    return (
        rows.with_minutes(on).with_minutes_before({one.pk: one.began_on for one in programmes}).order_by("pk")
    )


def _count_walks(found: Mapping[str, Counted], area: Area, on: date | None) -> None:
    programmes = [one.plan.programme for one in found.values() if one.plan]
    rows = walks(area, programmes, on).values_list(
        "committee__code", "pk", "name", "name_en", *EstateReach.COUNTED
    )
    for code, key, name, name_en, *walk in rows:
        found[code].estates.append(Reached(key, name, name_en, tuple(walk)))
    for one in found.values():
        one.counts.update(walks_counted((row.walk for row in one.estates), planned=one.plan is not None))


def _count_sites(found: Mapping[str, Counted], area: Area, today: date) -> None:
    """Whether each committee has moved, and the floor space of its main station's sites."""
    rows = Site.objects.filter(
        area.within("station__committee"), station__kind=Station.Kind.MAIN, station__status=OPERATING
    )
    sites: dict[str, list[Any]] = defaultdict(list)
    columns = ("station__committee__code", "used_from", "used_until", "office_m2", "service_m2")
    for code, *site in rows.order_by("pk").values_list(*columns):
        sites[code].append(site)
    for code, one in found.items():
        plan, used = one.plan, sites[code]
        uses = [(begins, ends) for begins, ends, *_floor in used]
        if plan is not None:
            one.moved_on = move_of(uses, plan.programme.began_on, today)
            one.counts.update(
                floor_counted(
                    _floor_on(used, plan.programme.began_on - timedelta(days=1)), _floor_on(used, today)
                )
            )
        one.standing = standing(
            moved_on=one.moved_on,
            work_began_on=plan.work_began_on if plan else None,
            due_on=plan.promised_on if plan else None,
            today=today,
        )


def _floor_on(sites: Sequence[Any], day: date) -> tuple[int, int] | None:
    """Office and service floor space of the site in use on a day; None where one of them is not known."""
    for begins, ends, office, service in sorted(sites, key=lambda site: site[0] or date.min, reverse=True):
        if (begins is None or begins <= day) and (ends is None or day <= ends):
            return None if office is None or service is None else (office, service)
    return None


# Statement 4: everything that is only added up, in one union of (place, name, how many …) ------------


WIDTH = len(TicketDay.SUMS)  # the tickets' twelve sums are the widest row; all others fill up with nothing
NUMBERS = [f"n{index}_" for index in range(WIDTH)]


def _tally(rows: QuerySet[Any], place: str, name: Any, *numbers: Any) -> QuerySet[Any]:
    """Rows of a place's code, a name, and how many: ``numbers`` are aggregates, the count of rows without any."""
    named = Value(name, output_field=CharField()) if isinstance(name, str) else name
    given = [Coalesce(number, 0, output_field=BigIntegerField()) for number in numbers or (Count("pk"),)]
    padded = given + [Value(0, output_field=BigIntegerField())] * (WIDTH - len(given))
    grouped = rows.order_by().values(place_=F(place)).annotate(name_=named)
    return grouped.annotate(**dict(zip(NUMBERS, padded, strict=True))).values_list(
        "place_", "name_", *NUMBERS
    )


def _count_the_rest(found: Mapping[str, Counted], area: Area, at: datetime, dated: bool) -> None:
    first, *others = (
        *_of_stations(area),
        *_of_tickets(area, at, dated),
        *_of_people(area, at),
        *_of_life(area, at),
    )
    required: dict[str, set[int]] = defaultdict(set)
    today = timezone.localtime(at).date()
    for place, name, *numbers in first.union(*others, all=True):
        kind, _colon, key = name.partition(":")
        if kind == "required":
            required[place].add(int(key))
        elif kind == "offered":
            found[place].satisfied.add(int(key))
        elif kind == "checked":
            on, _colon, days = key.partition(":")
            good = verification(date.fromisoformat(on), max(1, int(days)), today) == "verified"
            found[place].counts["verified"] += numbers[0] if good else 0
        elif kind == "alone":
            found[place].counts["alone"] += 1
        elif kind == "tickets":
            found[place].counts.update(dict(zip(TicketDay.SUMS, numbers, strict=True)))
        else:
            found[place].counts[name] += numbers[0]
    for one in found.values():
        standard = required[one.committee.district_code]
        one.required, one.satisfied = frozenset(standard), one.satisfied & standard
        if one.counts["any_station"] or one.counts["estates"] or one.plan:
            one.counts["std_total"], one.counts["std_done"] = len(standard), len(one.satisfied)


def _of_stations(area: Area) -> list[QuerySet[Any]]:
    stations = Station.objects.filter(area.within("committee"))
    operating = stations.operating()
    week = WeekHours.objects.filter(area.within("station__committee"), station__status=OPERATING)
    minutes = (
        (ExtractHour("closes") - ExtractHour("opens")) * 60 + ExtractMinute("closes") - ExtractMinute("opens")
    )
    items = ChecklistItem.objects.filter(
        area.within("station__committee"), station__status=OPERATING, active=True
    )
    checked = items.filter(verified_on__isnull=False)
    period = _named("checked:", "verified_on", "verify_days")
    offered = items.filter(satisfies__isnull=False)
    required = StandardItem.objects.filter(area.districts("standard__district"))
    return [
        _tally(stations.published(), "committee__code", "any_station"),
        _tally(operating, "committee__code", "stations"),
        _tally(operating.step_free(), "committee__code", "step_free"),
        _tally(week, "station__committee__code", "week_minutes", Sum(minutes)),
        _tally(week, "station__committee__code", "with_hours", Count("station", distinct=True)),
        _tally(items, "station__committee__code", "items"),
        _tally(checked, "station__committee__code", period),
        _tally(offered, "station__committee__code", _named("offered:", "satisfies")),
        _tally(required, "standard__district__code", _named("required:", "pk")),
    ]


def since(at: datetime) -> date:
    """The first of the last 90 days, today among them."""
    return timezone.localtime(at).date() - timedelta(days=DAYS - 1)


def touched() -> QuerySet[Any]:
    """The days whose tickets may have changed since they were summed up: a subquery."""
    mark = Coalesce(TicketMark.objects.values("event")[:1], Value(0), output_field=BigIntegerField())
    return TicketEvent.objects.filter(pk__gt=mark).order_by().values("ticket__day").distinct()


def ticket_sums() -> dict[str, Any]:
    """What is summed up of the tickets of a day that were received."""
    named = counted(timezone.now())  # none of those used here asks for the clock
    channel = Ticket.Channel
    which = {
        "came": Q(),
        "visits": Q(channel=channel.VISIT),
        "walk_ins": Q(channel=channel.WALK_IN),
        "calls": Q(channel=channel.PHONE),
        "rounds": Q(channel=channel.ROUND),
        "spot": named["spot"],
        "answered": Q(answered_at__isnull=False),
        "on_time": named["on_time"],
        "kept": Q(answered_at__isnull=False, responsible=F("first_receiver")),
        "reopened": named["reopened"],
        "opinions": named["opinions"],
        "content": named["content"],
    }
    return {name: Count("pk", filter=condition) for name, condition in which.items()}


def received() -> QuerySet[Ticket]:
    """The tickets that count: somebody received the person, and they are no double of another."""
    return Ticket.objects.filter(first_receiver__isnull=False, merged_into=None)


def _of_tickets(area: Area, at: datetime, dated: bool) -> list[QuerySet[Any]]:
    """Days summed up, but for those touched since, which are counted anew; and what is overdue at this moment."""
    today = timezone.localtime(at).date()
    window = Q(day__gte=since(at), day__lte=today)
    summed = TicketDay.objects.filter(area.within("committee"), window).exclude(day__in=touched())
    fresh = received().filter(area.within("committee"), window, day__in=touched())
    late = Ticket.objects.filter(area.within("committee"))
    unanswered = Q(answered_at=None) | Q(answered_at__gt=at)
    late = late.filter(unanswered, due_at__lt=at, merged_into=None) if dated else late.overdue(at)
    return [
        _tally(late, "committee__code", "overdue"),
        _tally(summed, "committee__code", "tickets", *(Sum(name) for name in TicketDay.SUMS)),
        _tally(fresh, "committee__code", "tickets", *ticket_sums().values()),
    ]


def known(posts: QuerySet[Post]) -> QuerySet[Skill]:
    """What those who hold ``posts`` know of the matters that can be asked at the post's committee."""
    committee = "worker__posts__committee"
    asked = Q(matter__district=None, matter__station=None)
    asked |= Q(matter__district__code=Substr(f"{committee}__code", 1, 6), matter__station=None)
    asked |= Q(matter__station__committee=F(committee))
    return Skill.objects.filter(asked, worker__posts__in=posts)


def _named(kind: str, field: str, *more: str) -> Any:
    """A name with the fields' values in it: "checked:2026-11-03:90"."""
    parts: list[Any] = [Cast(field, CharField())]
    for one in more:
        parts += [Value(":"), Cast(one, CharField())]
    return Concat(Value(kind), *parts, output_field=CharField())


def _of_people(area: Area, at: datetime) -> list[QuerySet[Any]]:
    today = timezone.localtime(at).date()
    posts = Post.objects.current(today).filter(
        area.within("committee"), committee__isnull=False, worker__is_active=True
    )
    alone = _tally(
        known(posts),
        "worker__posts__committee__code",
        _named("alone:", "matter"),
        Count("worker", distinct=True),
    )
    return [
        _tally(posts, "committee__code", "posts"),
        _tally(posts.filter(role=Post.Role.HEAD), "committee__code", "heads"),
        alone.filter(n0_=1),
    ]


def _of_life(area: Area, at: datetime) -> list[QuerySet[Any]]:
    begin = day_bounds(since(at))[0]
    held = Q(starts_at__gte=begin, starts_at__lte=at, called_off=False)
    sessions = ActivitySession.objects.filter(area.within("group__activity__station__committee")).filter(held)
    place = "activity__station__committee__code"
    ticked = Attendance.objects.filter(
        area.within("session__group__activity__station__committee"),
        session__starts_at__gte=begin, session__starts_at__lte=at, session__called_off=False,
    )  # fmt: skip
    offers = PackOffer.objects.filter(area.within("station__committee")).exclude(
        station__status=Station.Status.CLOSED
    )
    turns = OpenDayRecord.objects.filter(
        area.within("session__group__activity__station__committee"), department_came__isnull=False,
        session__starts_at__gte=begin, session__starts_at__lte=at, session__called_off=False,
    )  # fmt: skip
    return [
        _tally(sessions, f"group__{place}", "sessions"),
        _tally(sessions, f"group__{place}", "taken_part", Sum("came")),
        _tally(ticked, f"session__group__{place}", "taken_part"),
        _tally(offers, "station__committee__code", "packs"),
        _tally(offers.filter(state=PackOffer.State.ACCEPTED), "station__committee__code", "packs_taken"),
        _tally(turns, f"session__group__{place}", "turns"),
        _tally(turns.filter(department_came=True), f"session__group__{place}", "turns_kept"),
    ]
