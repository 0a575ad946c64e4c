"""Counts what the officials' review shows, committee by committee, from the rows of both apps: the plain count, which
every summary must equal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from requests_desk.actions.review_sets import PLACES, Area, Look, is_good, open_minutes, since, ticket_sums
from requests_desk.models import EstateReach, TicketDay, TicketEvent, TicketMark
from requests_desk.rules.review import Floor, floor_counted, walks_counted
from stations.models import Committee, Estate, Programme, Relocation, Site, Station
from stations.models.named import in_language
from stations.rules.coverage import Standing, move_of, standing
from stations.rules.moving import in_use_on

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


class Used(NamedTuple):
    """A site of a main station, and the days of its use; None where nobody has noted."""

    begins: date | None
    ends: date | None
    office_m2: int | None
    service_m2: int | None
    pk: int
    address: str
    address_en: str

    @property
    def floor(self) -> Floor | None:
        """Office and service floor space; None where one of them is not known."""
        if self.office_m2 is None or self.service_m2 is None:
            return None
        return self.office_m2, self.service_m2

    @property
    def label(self) -> str:
        """Its address in the reader's language."""
        return in_language(self.address, self.address_en)


@dataclass
class Counted:
    """What was counted of one committee, and what a page says of it besides."""

    committee: Committee
    counts: Counter[str] = field(default_factory=Counter)
    standing: Standing = "unplanned"
    moved_on: date | None = None
    satisfied: set[int] = field(default_factory=set)  # keys of the standard's items that are offered
    required: frozenset[int] = frozenset()  # keys of the district's standard's items
    estates: list[Reached] = field(default_factory=list)
    site_before: Used | None = None  # the main station's on the day before the programme
    site_now: Used | None = None

    @property
    def plan(self) -> Relocation | None:
        """The committee's plan in a programme, if it has one."""
        return getattr(self.committee, "relocation", None)

    @property
    def under_review(self) -> bool:
        """Whether anything but the register's line is recorded of it."""
        return bool(self.counts["committees"])


def count(area: Area, *, at: datetime, dated: bool = False) -> list[Counted]:
    """Count every committee of ``area`` as things stand at ``at``; by code. Four statements, however many there are.

    ``dated``: ``at`` is long past, and sites and overdue tickets are looked up as of then. What bears no date (whether
    a station operates, a checklist's lines) is still counted as it is now: a look back is no substitute for the book.
    """
    rows = Committee.objects.filter(area.within(""))
    rows = rows.select_related("subdistrict__parent__parent", "relocation__programme").order_by("code")
    found: dict[str, Counted] = {}
    mark = 0
    for one in rows.annotate(mark_=marked()):
        found[one.code] = Counted(one)
        mark = one.mark_  # type: ignore[attr-defined]
    today = timezone.localtime(at).date()
    _count_walks(found, area, today if dated else None)
    _count_sites(found, area, today)
    _count_the_rest(found, Look(area, at, dated), mark)
    for each in found.values():
        _settle(each)
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


def reaches_on(area: Area, day: date) -> QuerySet[EstateReach]:
    """The lines that the book has of the estates of ``area`` on ``day``."""
    on_that_day = Q(until=None) | Q(until__gte=day)
    return EstateReach.objects.filter(on_that_day, area.within("estate__committee"), since__lte=day)


def reached_then(code: str, day: date) -> list[Reached]:
    """The estates of a committee as the book has them on ``day``. One statement."""
    rows = reaches_on(Area((code,)), day)
    columns = ("estate", "estate__name", "estate__name_en", *EstateReach.COUNTED)
    return [
        Reached(key, name, name_en, tuple(walk))
        for key, name, name_en, *walk in rows.order_by("estate").values_list(*columns)
    ]


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
    sites: dict[str, list[Used]] = defaultdict(list)
    columns = ("used_from", "used_until", "office_m2", "service_m2", "pk", "address", "address_en")
    for code, *site in rows.order_by("pk").values_list("station__committee__code", *columns):
        sites[code].append(Used(*site))
    for code, one in found.items():
        plan, used = one.plan, sites[code]
        if plan is not None:
            uses = [(site.begins, site.ends) for site in used]
            one.moved_on = move_of(uses, plan.programme.began_on, today)
            one.site_before = _in_use(used, plan.programme.began_on - timedelta(days=1))
            one.site_now = _in_use(used, today)
            one.counts.update(floors_counted(one))
        one.standing = standing(
            moved_on=one.moved_on,
            work_began_on=plan.work_began_on if plan else None,
            due_on=plan.promised_on if plan else None,
            today=today,
        )


def _in_use(sites: Sequence[Used], day: date) -> Used | None:
    """The site in use on a day; of two that share it the later one."""
    found = in_use_on([(site.begins, site.ends) for site in sites], day)
    return None if found is None else sites[found]


def floors_counted(one: Counted) -> Counter[str]:
    """What a committee adds to the figures of floor space."""
    before, now = one.site_before, one.site_now
    return floor_counted(before.floor if before else None, now.floor if now else None)


# Statement 4: everything that is only added up, in one union of (place, name, how many …) ------------


WIDTH = len(TicketDay.SUMS)  # the tickets' twelve sums are the widest row; all others fill up with nothing
NUMBERS = [f"n{index}_" for index in range(WIDTH)]


def _tally(rows: QuerySet[Any], name: Any, *numbers: Any, place: str = "") -> QuerySet[Any]:
    """Rows of a place's code, a name, and how many: ``numbers`` are aggregates, the count of rows without any. The
    place is the rows' committee unless another is named."""
    place = place or f"{PLACES[rows.model]}__code"
    return _in_line(rows.order_by().values(place_=F(place)), name, *numbers)


def _in_line(grouped: QuerySet[Any], name: Any, *numbers: Any) -> QuerySet[Any]:
    named = Value(name, output_field=CharField()) if isinstance(name, str) else name
    given = [Coalesce(number, 0, output_field=BigIntegerField()) for number in numbers or (Count("pk"),)]
    padded = given + [Value(0, output_field=BigIntegerField())] * (WIDTH - len(given))
    return (
        grouped.annotate(name_=named)
        .annotate(**dict(zip(NUMBERS, padded, strict=True)))
        .values_list("place_", "name_", *NUMBERS)
    )


def _count_the_rest(found: Mapping[str, Counted], look: Look, mark: int) -> None:
    first, *others = (*_of_stations(look), *_of_tickets(look, mark), *_of_people(look), *_of_life(look))
    required: dict[str, set[int]] = defaultdict(set)
    for place, name, *numbers in first.union(*others, all=True):
        kind, _colon, key = name.partition(":")
        if kind == "required":
            required[place].add(int(key))
        elif kind == "offered":
            found[place].satisfied.add(int(key))
        elif kind == "checked":
            on, _colon, days = key.partition(":")
            good = is_good(date.fromisoformat(on), int(days), look.today)
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


def _of_stations(look: Look) -> list[QuerySet[Any]]:
    week, items = look.week(), look.items()
    period = _named("checked:", "verified_on", "verify_days")
    return [
        _tally(look.any_station(), "any_station"),
        _tally(look.stations(), "stations"),
        _tally(look.step_free(), "step_free"),
        _tally(week, "week_minutes", Sum(open_minutes())),
        _tally(week, "with_hours", Count("station", distinct=True)),
        _tally(items, "items"),
        _tally(items.filter(verified_on__isnull=False), period),
        _tally(items.filter(satisfies__isnull=False), _named("offered:", "satisfies")),
        _tally(look.required(), _named("required:", "pk"), place="standard__district__code"),
    ]


def marked() -> Coalesce:
    """Up to which event the days of tickets are summed up: 0 before they first were."""
    event = TicketMark.objects.values("event")[:1]
    return Coalesce(Subquery(event), Value(0), output_field=BigIntegerField())


def touched(mark: int) -> QuerySet[Any]:
    """The days whose tickets may have changed since they were summed up to event ``mark``: a subquery. The mark is
    read beforehand: a database that does not know it prepares for all events there are."""
    return TicketEvent.objects.filter(pk__gt=mark).order_by().values("ticket__day").distinct()


def _of_tickets(look: Look, mark: int) -> list[QuerySet[Any]]:
    """Days summed up, but for those touched since, which are counted anew; and what is overdue at this moment."""
    window = Q(day__gte=since(look.at), day__lte=look.today)
    summed = TicketDay.objects.filter(look.area.within("committee"), window).exclude(day__in=touched(mark))
    fresh = look.tickets().filter(day__in=touched(mark))
    return [
        _tally(look.overdue(), "overdue"),
        _tally(summed, "tickets", *(Sum(name) for name in TicketDay.SUMS), place="committee__code"),
        _tally(fresh, "tickets", *ticket_sums().values()),
    ]


def _named(kind: str, field: str, *more: str) -> Any:
    """A name with the fields' values in it: "checked:2026-11-03:90"."""
    parts: list[Any] = [Cast(field, CharField())]
    for one in more:
        parts += [Value(":"), Cast(one, CharField())]
    return Concat(Value(kind), *parts, output_field=CharField())


def _of_people(look: Look) -> list[QuerySet[Any]]:
    return [
        _tally(look.posts(), "posts"),
        _tally(look.heads(), "heads"),
        _in_line(look.alone(), _named("alone:", "matter")),
    ]


def _of_life(look: Look) -> list[QuerySet[Any]]:
    sessions = look.sessions()
    return [
        _tally(sessions, "sessions"),
        _tally(sessions, "taken_part", Sum("came")),
        _tally(look.ticked(), "taken_part"),
        _tally(look.packs(), "packs"),
        _tally(look.packs_taken(), "packs_taken"),
        _tally(look.turns(), "turns"),
        _tally(look.turns_kept(), "turns_kept"),
    ]
