"""Reminders of plans: whoever answers for one and the street's officials hear once of a step due soon, today, late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from requests_desk.actions.reminders import NOT_BEFORE
from requests_desk.models import Message
from stations.models import PlanReminder, PlanStep, Post, Relocation, Site, Worker
from stations.models.plan_step import PlanStepQuerySet
from stations.rules.coverage import move_of
from stations.rules.steps import DUE_DAYS, Dated, dated, reminder


@transaction.atomic
def remind_of_plans(*, at: datetime) -> int:
    """Write down who is to know of which step, with one letter a person who has an address; returns how many
    reminders were written. Run again the same night, it writes none; once a promise moves, it is a new one."""
    today = timezone.localtime(at).date()
    steps = list(pressing(today).select_related("relocation__programme", "relocation__committee"))
    plans = {step.relocation_id: step.relocation for step in steps}
    moved, to_tell = _moved(plans.values(), today), _to_tell(plans.values(), today)
    known = PlanReminder.objects.filter(step__in=pressing(today).order_by().values("pk"))
    told = set(known.values_list("step", "kind", "due_on", "to"))
    new: list[PlanReminder] = []
    for step in steps:
        days = days_of(step, moved.get(step.relocation_id), today)
        kind = reminder(days, today=today, moved=step.relocation_id in moved)
        if kind is None or days.planned_on is None:
            continue
        for worker in to_tell[step.relocation_id]:
            if (step.pk, kind, days.planned_on, worker) not in told:
                new.append(PlanReminder(step=step, kind=kind, due_on=days.planned_on, to_id=worker, at=at))
    PlanReminder.objects.bulk_create(new)
    _write_to({one.to_id for one in new}, at)
    return len(new)


def pressing(today: date) -> PlanStepQuerySet:
    """Steps not written down as done whose day has come or comes within the week, wherever that day stands."""
    last = today + timedelta(days=DUE_DAYS)
    promised = Q(relocation__due_on__lte=last) | Q(
        relocation__due_on=None, relocation__programme__due_on__lte=last
    )
    ahead = Q(relocation__work_began_on__gt=today, relocation__work_began_on__lte=last)
    begun = Q(kind="begun", planned_on=None) & ahead
    rows = PlanStep.objects.filter(done_on=None)
    return rows.filter(Q(planned_on__lte=last) | Q(kind="opened") & promised | begun).order_by("pk")


def days_of(step: PlanStep, moved_on: date | None, today: date) -> Dated:
    """The step's days, wherever they stand. The step carries its plan and programme."""
    plan = step.relocation
    return dated(
        kind=step.kind, planned_on=step.planned_on, done_on=step.done_on, work_began_on=plan.work_began_on,
        promised_on=plan.promised_on, moved_on=moved_on, today=today,
    )  # fmt: skip


def _moved(plans: Iterable[Relocation], today: date) -> Mapping[int, date]:
    """The plans whose station has moved, and when. One statement."""
    listed = list(plans)
    sites = Site.objects.filter(station__committee__in=[plan.committee_id for plan in listed])
    uses = sites.uses_by_committee()
    days = ((plan.pk, move_of(uses[plan.committee_id], plan.programme.began_on, today)) for plan in listed)
    return {plan: day for plan, day in days if day is not None}


def _to_tell(plans: Iterable[Relocation], today: date) -> Mapping[int, list[int]]:
    """For each plan whoever answers for it, and the officials of its street, by their keys. Two statements."""
    listed = list(plans)
    streets = {plan.committee.code[:9] for plan in listed}
    posts = Post.objects.current(today).filter(
        role=Post.Role.SUBDISTRICT, division__code__in=streets, worker__is_active=True
    )
    officials: dict[str, set[int]] = defaultdict(set)
    for code, worker in posts.values_list("division__code", "worker"):
        officials[code].add(worker)
    found = {plan.pk: set(officials[plan.committee.code[:9]]) for plan in listed}
    answering = Relocation.objects.filter(pk__in=found, responsible__is_active=True)
    for plan, worker in answering.values_list("pk", "responsible"):
        found[plan].add(worker)
    return {plan: sorted(workers) for plan, workers in found.items()}


def _write_to(workers: set[int], at: datetime) -> None:
    """One letter to each who has an address, not in the night."""
    morning = timezone.make_aware(datetime.combine(timezone.localtime(at).date(), NOT_BEFORE))
    Message.objects.bulk_create(
        Message(
            worker=worker, kind=Message.Kind.PLANS_DUE, channel=Message.Channel.EMAIL,
            queued_at=at, next_try_at=max(at, morning),
        )
        for worker in Worker.objects.filter(pk__in=workers).exclude(email="").order_by("pk")
    )  # fmt: skip
