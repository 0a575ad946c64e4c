"""The coverage review: one row a committee, counted from what both apps recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from requests_desk.models import Ticket
from stations.models import Committee, Estate, Relocation, Site, StandardItem, Station
from stations.models.named import in_language
from stations.rules.checklist import Completeness, completeness
from stations.rules.coverage import Share, Standing, households_within, move_of, standing

TICKET_DAYS = 90  # tickets received in the last 90 days are counted


@dataclass(frozen=True)
class CommitteeReview:
    """What the review says of one committee. Shares carry their counts; ``before`` is None where the
    committee is in no programme."""

    committee: Committee
    standing: Standing
    promised_on: date | None
    moved_on: date | None
    before: Share | None
    after: Share
    checklist: Completeness
    missing: tuple[str, ...]  # names of the standard's items that are not offered
    on_time: Share
    overdue: int

    @property
    def plan(self) -> Relocation | None:
        """The committee's plan in a programme, if it has one."""
        return getattr(self.committee, "relocation", None)

    @property
    def unreached(self) -> int:
        """Households without a station within 15 minutes."""
        return self.after.whole - self.after.part


@dataclass(frozen=True)
class Totals:
    """The sums over all rows of a review; a share of shares is never taken."""

    committees: int
    moved: int
    late: int
    moved_late: int  # counted among the moved too
    before: Share  # of the committees in a programme, as
    planned: Share  # are these: what their households reach now
    after: Share
    checklist: Share
    on_time: Share
    overdue: int

    @property
    def unreached(self) -> int:
        """Households without a station within 15 minutes."""
        return self.after.whole - self.after.part


def committees_under_review(official: Any, *, everything: bool) -> list[Committee]:
    """The committees in ``official``'s scope, by code. Unless ``everything`` is asked for, only those
    with a station or a plan: a register has thousands without. One statement."""
    rows = Committee.objects.in_scope_of(official).select_related("subdistrict", "relocation__programme")
    if not everything:
        rows = rows.filter(
            Q(relocation__isnull=False) | Q(pk__in=Station.objects.published().values("committee"))
        )
    return list(rows.order_by("code"))


def review(committees: list[Committee], *, now: datetime) -> list[CommitteeReview]:
    """Count each committee's row. Four statements, however many committees there are."""
    today = timezone.localtime(now).date()
    keys = [committee.pk for committee in committees]
    walks, moves = _walks(committees), _moves(keys)
    (checklists, names), tickets = _checklists(committees), _tickets(keys, now)
    return [
        _row(
            one,
            walks[one.pk],
            moves[one.pk],
            checklists[one.pk],
            names,
            tickets.get(one.pk, (0, 0, 0)),
            today,
        )
        for one in committees
    ]


Walk = tuple[int, int | None, int | None]  # households, minutes now, minutes before
Use = tuple[date | None, date | None]


def _row(
    committee: Committee, walks: list[Walk], sites: list[Use], checklist: Completeness, names: Mapping[int, str],
    tickets: tuple[int, int, int], today: date,
) -> CommitteeReview:  # fmt: skip
    plan = getattr(committee, "relocation", None)
    moved_on = move_of(sites, plan.programme.began_on, today) if plan else None
    answered, on_time, overdue = tickets
    return CommitteeReview(
        committee=committee,
        standing=standing(
            moved_on=moved_on,
            work_began_on=plan.work_began_on if plan else None,
            due_on=plan.promised_on if plan else None,
            today=today,
        ),
        promised_on=plan.promised_on if plan else None,
        moved_on=moved_on,
        before=households_within((n, then) for n, _now, then in walks) if plan else None,
        after=households_within((n, now) for n, now, _then in walks),
        checklist=checklist,
        missing=tuple(names[item] for item in checklist.missing),
        on_time=Share(on_time, answered),
        overdue=overdue,
    )


def _walks(committees: Iterable[Committee]) -> Mapping[int, list[Walk]]:
    plans = [one.relocation for one in committees if hasattr(one, "relocation")]
    began_on = {plan.programme_id: plan.programme.began_on for plan in plans}
    rows: Any = Estate.objects.filter(committee__in=[one.pk for one in committees])
    rows = rows.with_minutes().with_minutes_before(began_on).order_by("pk")
    found: dict[int, list[Walk]] = defaultdict(list)
    for committee, *walk in rows.values_list("committee", "households", "minutes", "minutes_before"):
        found[committee].append((walk[0], walk[1], walk[2]))
    return found


def _moves(keys: list[int]) -> Mapping[int, list[Use]]:
    """The dated sites of each committee's main station, if that operates."""
    return Site.objects.filter(station__committee__in=keys).uses_by_committee()


def _checklists(committees: list[Committee]) -> tuple[Mapping[int, Completeness], Mapping[int, str]]:
    """Each committee against its district's standard, and the items' names: an item counts when any of
    the committee's operating stations offers it now."""
    offered = Q(satisfied_by__active=True, satisfied_by__station__status=Station.Status.OPERATING)
    rows = StandardItem.objects.filter(standard__district__code__in={one.district_code for one in committees})
    required: dict[str, dict[int, None]] = defaultdict(dict)
    satisfied: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    lines = rows.annotate(
        by=F("satisfied_by__station__committee"), counts=Count("satisfied_by", filter=offered)
    )
    columns = ("standard__district__code", "pk", "name", "name_en", "by", "counts")
    for district, item, name, name_en, committee, counts in lines.order_by("position", "pk").values_list(
        *columns
    ):
        required[district][item] = None
        names[item] = in_language(name, name_en)
        if counts:
            satisfied[committee].add(item)
    done = {one.pk: completeness(required[one.district_code], satisfied[one.pk]) for one in committees}
    return done, names


def _tickets(keys: list[int], now: datetime) -> Mapping[int, tuple[int, int, int]]:
    """Answered, of these on time, and overdue at this moment, by committee."""
    recent = Q(received_at__gte=now - timedelta(days=TICKET_DAYS), answered_at__isnull=False)
    rows = Ticket.objects.filter(committee__in=keys).order_by().values("committee")
    counts = rows.annotate(
        answered=Count("pk", filter=recent),
        on_time=Count("pk", filter=recent & Q(answered_at__lte=F("due_at"))),
        late=Count("pk", filter=Q(state__in=Ticket.RUNNING, due_at__lt=now)),
    )
    return {row["committee"]: (row["answered"], row["on_time"], row["late"]) for row in counts}


def totals(rows: list[CommitteeReview]) -> Totals:
    """Sum the rows: households and tickets are added up, and shares taken of the sums."""
    return Totals(
        committees=len(rows),
        moved=sum(row.standing in ("moved", "moved_late") for row in rows),
        late=sum(row.standing == "late" for row in rows),
        moved_late=sum(row.standing == "moved_late" for row in rows),
        before=_sum(row.before for row in rows if row.before is not None),
        planned=_sum(row.after for row in rows if row.before is not None),
        after=_sum(row.after for row in rows),
        checklist=_sum(Share(row.checklist.done, row.checklist.total) for row in rows),
        on_time=_sum(row.on_time for row in rows),
        overdue=sum(row.overdue for row in rows),
    )


def _sum(shares: Iterable[Share]) -> Share:
    listed = list(shares)
    return Share(sum(one.part for one in listed), sum(one.whole for one in listed))
