"""Which rows the officials' review counts, of an area at a moment: said once, for the number and for the list of what
it was counted from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractHour, ExtractMinute, Substr
from django.utils import timezone

from requests_desk.models import (
    ActivitySession,
    Attendance,
    OpenDayRecord,
    Ticket,
    day_bounds,
)
from requests_desk.models.day_figures import counted_whenever
from requests_desk.rules.review import DAYS
from stations.models import (
    ChecklistItem,
    Committee,
    Estate,
    PackOffer,
    Post,
    Relocation,
    Skill,
    StandardItem,
    Station,
    WeekHours,
)
from stations.rules.checklist import verification


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


# How the committee is reached from a row of each kind.
PLACES: dict[type[Any], str] = {
    Committee: "",
    Station: "committee",
    WeekHours: "station__committee",
    ChecklistItem: "station__committee",
    Ticket: "committee",
    Post: "committee",
    Skill: "worker__posts__committee",
    ActivitySession: "group__activity__station__committee",
    Attendance: "session__group__activity__station__committee",
    OpenDayRecord: "session__group__activity__station__committee",
    PackOffer: "station__committee",
}


def recorded() -> Q:
    """Committees under review: an estate, a station that is not given up, or a plan of theirs is recorded."""
    own = {"committee": OuterRef("pk")}
    return (
        Q(Exists(Estate.objects.filter(**own)))
        | Q(Exists(Station.objects.published().filter(**own)))
        | Q(Exists(Relocation.objects.filter(**own)))
    )


def since(at: datetime) -> date:
    """The first of the last 90 days, today among them."""
    return timezone.localtime(at).date() - timedelta(days=DAYS - 1)


def received() -> QuerySet[Ticket]:
    """The tickets that count: somebody received the person, and they are no double of another."""
    return Ticket.objects.filter(first_receiver__isnull=False, merged_into=None)


def ticket_conditions() -> dict[str, Q]:
    """Which of the tickets that were received each count holds."""
    named = counted_whenever()
    channel = Ticket.Channel
    return {
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


def ticket_sums() -> dict[str, Any]:
    """What is summed up of the tickets of a day that were received."""
    return {name: Count("pk", filter=condition) for name, condition in ticket_conditions().items()}


def is_good(verified_on: date | None, every_days: int, today: date) -> bool:
    """Whether a checklist's line counts as checked; a period of no days is one of a day."""
    return verification(verified_on, max(1, every_days), today) == "verified"


def open_minutes(path: str = "") -> Combinable:
    """How long the interval of a week lasts, in minutes; ``path`` leads to it."""
    opens, closes = f"{path}opens", f"{path}closes"
    hours: Combinable = ExtractHour(closes) - ExtractHour(opens)
    return hours * 60 + ExtractMinute(closes) - ExtractMinute(opens)


def known(posts: QuerySet[Post]) -> QuerySet[Skill]:
    """What those who hold ``posts`` know of the matters that can be asked at the post's committee."""
    committee = "worker__posts__committee"
    asked = Q(matter__district=None, matter__station=None)
    asked |= Q(matter__district__code=Substr(f"{committee}__code", 1, 6), matter__station=None)
    asked |= Q(matter__station__committee=F(committee))
    return Skill.objects.filter(asked, worker__posts__in=posts)


@dataclass(frozen=True)
class Look:
    """An area at a moment; ``dated``: the moment is long past, see count(). Each method gives the rows of one count."""

    area: Area
    at: datetime
    dated: bool = False

    @property
    def today(self) -> date:
        """The local day of the moment."""
        return timezone.localtime(self.at).date()

    def _here(self, model: type[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(self.area.within(PLACES[model]))
        return rows

    # What stands --------------------------------------------------------------------------------

    def any_station(self) -> QuerySet[Any]:
        """Stations that are not given up."""
        return self._here(Station).exclude(status=Station.Status.CLOSED)

    def stations(self) -> QuerySet[Any]:
        """Stations that operate."""
        return self._here(Station).filter(status=Station.Status.OPERATING)

    def step_free(self) -> QuerySet[Any]:
        """Those of them whose site in use is step-free."""
        rows: Any = self.stations()
        found: QuerySet[Any] = rows.step_free()
        return found

    def week(self) -> QuerySet[Any]:
        """Intervals of the ordinary week of stations that operate."""
        return self._here(WeekHours).filter(station__status=Station.Status.OPERATING)

    def with_hours(self) -> QuerySet[Any]:
        """Stations that operate and have an ordinary week."""
        return self.stations().filter(pk__in=self.week().values("station"))

    def items(self) -> QuerySet[Any]:
        """Lines of checklists of stations that operate, offered now."""
        return self._here(ChecklistItem).filter(station__status=Station.Status.OPERATING, active=True)

    def required(self) -> QuerySet[StandardItem]:
        """Items of the standards of the area's districts."""
        return StandardItem.objects.filter(self.area.districts("standard__district"))

    # What happened ------------------------------------------------------------------------------

    def tickets(self, name: str = "came") -> QuerySet[Any]:
        """Tickets of the last 90 days that were received: those of one of ticket_conditions()."""
        window = Q(day__gte=since(self.at), day__lte=self.today)
        return received().filter(self.area.within("committee"), window, ticket_conditions()[name])

    def overdue(self) -> QuerySet[Any]:
        """Tickets whose promised time is over without an answer."""
        rows = Ticket.objects.filter(self.area.within("committee"))
        if not self.dated:
            return rows.overdue(self.at)
        unanswered = Q(answered_at=None) | Q(answered_at__gt=self.at)
        return rows.filter(unanswered, due_at__lt=self.at, merged_into=None)

    def posts(self) -> QuerySet[Any]:
        """Desk posts held on the day."""
        here = Q(committee__isnull=False, worker__is_active=True)
        return Post.objects.current(self.today).filter(self.area.within("committee"), here)

    def heads(self) -> QuerySet[Any]:
        """Those of them that are a head's."""
        return self.posts().filter(role=Post.Role.HEAD)

    def alone(self) -> QuerySet[Any]:
        """Matters that exactly one worker of a committee knows: ``matter`` and the committee's code ``place_``."""
        grouped = known(self.posts()).order_by().values("matter", place_=F("worker__posts__committee__code"))
        return grouped.annotate(people_=Count("worker", distinct=True)).filter(people_=1)

    def _held(self, path: str = "") -> Q:
        begin = day_bounds(since(self.at))[0]
        held = {"starts_at__gte": begin, "starts_at__lte": self.at, "called_off": False}
        return Q(**{f"{path}{name}": value for name, value in held.items()})

    def sessions(self) -> QuerySet[Any]:
        """Sessions of the last 90 days that have begun and were not called off."""
        return self._here(ActivitySession).filter(self._held())

    def ticked(self) -> QuerySet[Any]:
        """People ticked off as present at those sessions."""
        return self._here(Attendance).filter(self._held("session__"))

    def packs(self) -> QuerySet[Any]:
        """Service packs offered to stations that are not given up."""
        return self._here(PackOffer).exclude(station__status=Station.Status.CLOSED)

    def packs_taken(self) -> QuerySet[Any]:
        """Those of them that were accepted."""
        return self.packs().filter(state=PackOffer.State.ACCEPTED)

    def turns(self) -> QuerySet[Any]:
        """Open-day sessions of which it is written down whether the department came."""
        return self._here(OpenDayRecord).filter(self._held("session__"), department_came__isnull=False)

    def turns_kept(self) -> QuerySet[Any]:
        """Those of them at which it came."""
        return self.turns().filter(department_came=True)
