"""A programme as a whole: how each of its plans stands, step by step, and what the pictures are drawn from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from stations.models import PlanFund, PlanStep, Programme, PromiseChange, Relocation, Site, Station
from stations.rules.burn_up import BurnUp, burn_up
from stations.rules.coverage import MOVED, Standing, Use, move_of, standing
from stations.rules.months import years_before
from stations.rules.steps import Dated, State, dated, done_too_early, next_step, state
from stations.rules.timeline import Line, Timeline, timeline

DRAWN_BEFORE = 2  # years before the programme began that are drawn; what lies before stands at the edge
OPEN_STATES = ("late", "due", "planned", "undated")


@dataclass(frozen=True)
class StepRow:
    """One step of a plan: its days, wherever they stand, and how it stands."""

    step: PlanStep
    days: Dated
    state: State

    @property
    def column(self) -> str:
        """What puts it under the same step of other plans."""
        return self.step.name if self.step.kind == "other" else self.step.kind


@dataclass(frozen=True)
class PlanRow:
    """One committee's plan as it stands. ``changes`` are those of its promised day, the oldest first, those of the
    whole programme among them where the plan has no day of its own."""

    plan: Relocation
    standing: Standing
    promised_on: date | None
    first_promised_on: date | None
    moved_on: date | None
    steps: tuple[StepRow, ...]
    next: StepRow | None
    changes: tuple[PromiseChange, ...]
    yuan: int  # what the sources give, as far as amounts are known
    rough: bool  # of its move only the month is known
    same_address: bool  # the station never stood anywhere else

    @property
    def moved(self) -> bool:
        return self.standing in MOVED

    @property
    def rebuilt(self) -> bool:
        """Whether it was done on the spot: the door stayed where it was."""
        return self.moved and self.same_address

    def too_early(self, today: date) -> list[tuple[StepRow, StepRow]]:
        """Steps that were done before one that stands before them, each with that one."""
        pairs = done_too_early([row.days for row in self.steps], today=today, moved=self.moved)
        return [(self.steps[index], self.steps[before]) for index, before in pairs]

    @property
    def begun_on(self) -> date | None:
        """The first day on which anything of it was done."""
        days = [row.days.done_on for row in self.steps if row.state == "done" and row.days.done_on]
        return min(days, default=None)

    def promised_by(self, day: date) -> date | None:
        """The day that was promised on a past ``day``: what the first change after it put off."""
        later = (one for one in self.changes if timezone.localtime(one.at).date() > day)
        change = next(later, None)
        return self.promised_on if change is None else change.was

    @property
    def put_off_days(self) -> int:
        """By how many days the promise lies behind the first one; below 0: it was brought forward."""
        if self.promised_on is None or self.first_promised_on is None:
            return 0
        return (self.promised_on - self.first_promised_on).days


def plans_of(official: Any, programmes: Iterable[Programme]) -> list[Relocation]:
    """The plans of ``programmes`` in ``official``'s scope, by the committee's code, with what a row shows."""
    rows = Relocation.objects.in_scope_of(official).filter(programme__in=list(programmes))
    related = ("committee__subdistrict", "programme__division", "responsible")
    return list(rows.select_related(*related).order_by("committee__code"))


def rows_of(plans: Sequence[Relocation], today: date) -> list[PlanRow]:
    """How each plan stands. Five statements, however many plans there are."""
    keys = [plan.pk for plan in plans]
    sites = Site.objects.filter(station__committee__in=[plan.committee_id for plan in plans])
    uses = sites.uses_by_committee()
    places = _places(sites)
    steps: dict[int, list[PlanStep]] = defaultdict(list)
    for step in PlanStep.objects.filter(relocation__in=keys).order_by("position", "pk"):
        steps[step.relocation_id].append(step)
    money: dict[int, int] = defaultdict(int)
    for plan, yuan in PlanFund.objects.filter(relocation__in=keys).values_list("relocation", "yuan"):
        money[plan] += yuan or 0
    changes = _changes(plans)
    return [
        _row(
            plan, uses[plan.committee_id], places[plan.committee_id], steps[plan.pk], changes[plan.pk], money[plan.pk],
            today,
        )
        for plan in plans
    ]  # fmt: skip


def _changes(plans: Sequence[Relocation]) -> Mapping[int, list[PromiseChange]]:
    """Each plan's moved promises of its whole move, the oldest first."""
    own = Q(relocation__in=[plan.pk for plan in plans])
    whole = Q(relocation=None, programme__in={plan.programme_id for plan in plans})
    rows = PromiseChange.objects.filter(own | whole, step=None).select_related("by").order_by("at", "pk")
    found: dict[int, list[PromiseChange]] = defaultdict(list)
    shared: dict[int, list[PromiseChange]] = defaultdict(list)
    for change in rows:
        if change.relocation_id is None:
            shared[change.programme_id].append(change)
        else:
            found[change.relocation_id].append(change)
    for plan in plans:
        if plan.due_on is None and shared[plan.programme_id]:
            found[plan.pk] = sorted(
                [*found[plan.pk], *shared[plan.programme_id]], key=lambda one: (one.at, one.pk)
            )
    return found


# Of a site: from when, its address, and whether that day is known roughly.
Place = tuple[date | None, str, bool]


def _places(sites: Any) -> Mapping[int, list[Place]]:
    """Where main stations stood and stand, by the committee's key. One statement."""
    found: dict[int, list[Place]] = defaultdict(list)
    columns = ("station__committee", "used_from", "address", "dates_are_rough")
    for committee, *place in sites.filter(station__kind=Station.Kind.MAIN).values_list(*columns):
        found[committee].append((place[0], place[1], place[2]))
    return found


def _row(
    plan: Relocation, uses: list[Use], places: list[Place], steps: list[PlanStep], changes: list[PromiseChange],
    yuan: int, today: date,
) -> PlanRow:  # fmt: skip
    moved_on = move_of(uses, plan.programme.began_on, today)
    promised = plan.promised_on
    stands = standing(moved_on=moved_on, work_began_on=plan.work_began_on, due_on=promised, today=today)
    moved = stands in MOVED
    days = [
        dated(
            kind=step.kind, planned_on=step.planned_on, done_on=step.done_on, work_began_on=plan.work_began_on,
            promised_on=promised, moved_on=moved_on, today=today,
        )
        for step in steps
    ]  # fmt: skip
    rows = [
        StepRow(step, one, state(one, today=today, moved=moved))
        for step, one in zip(steps, days, strict=True)
    ]
    coming = next_step(days, today=today, moved=moved)
    return PlanRow(
        plan=plan,
        standing=stands,
        promised_on=promised,
        first_promised_on=changes[0].was if changes else promised,
        moved_on=moved_on,
        steps=tuple(rows),
        next=None if coming is None else rows[coming],
        changes=tuple(changes),
        yuan=yuan,
        rough=any(rough for day, _address, rough in places if day == moved_on),
        same_address=len({address for _day, address, _rough in places}) == 1,
    )


def drawn_timeline(rows: Sequence[PlanRow], today: date) -> Timeline:
    """The bars of ``rows`` in their order."""
    return timeline([_line(row) for row in rows], today)


def _line(row: PlanRow) -> Line:
    edge = years_before(row.plan.programme.began_on, DRAWN_BEFORE)

    def drawn(day: date | None) -> date | None:
        return day and max(day, edge)

    marks = [
        (max(day, edge), one.state == "done")
        for one in row.steps
        if one.step.kind != "opened"
        and (day := one.days.done_on if one.state == "done" else one.days.planned_on)
        and one.state != "past"
    ]
    return Line(
        name=row.plan.committee.label,
        began_on=drawn(row.begun_on) if row.begun_on != row.moved_on else None,
        promised_on=drawn(row.promised_on),
        first_promised_on=drawn(row.first_promised_on),
        moved_on=row.moved_on,
        steps=tuple(marks),
    )


def drawn_burn_up(programme: Programme, rows: Sequence[PlanRow], today: date) -> BurnUp:
    """Committees moved by each day beside the days promised, as of ``today`` and at first."""
    edge = years_before(programme.began_on, DRAWN_BEFORE)
    promised = [row.promised_by(today) for row in rows]
    return burn_up(
        total=len(rows),
        done=[row.moved_on for row in rows if row.moved_on],
        planned=[max(day, edge) for day in promised if day],
        first_planned=[max(row.first_promised_on, edge) for row in rows if row.first_promised_on],
        began_on=programme.began_on,
        target_on=programme.due_on,
        today=today,
    )
