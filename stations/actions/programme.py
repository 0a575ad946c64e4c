"""Programmes and their plans: begun with a series of steps; a promised day moves with a reason and leaves a line."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.models import PlanStep, Programme, ProgrammeStep, PromiseChange, Relocation, Worker
from stations.rules.steps import SERIES


class ReasonMissing(PortalError):
    """A promised day was changed and nobody said why."""

    sentence = _("This day was promised. It can only be moved with a reason.")
    next_step = _("Write in a few words why the day changes; the old day stays on record.")


@transaction.atomic
def start_programme(*, programme: Programme) -> None:
    """Keep ``programme`` with the standard series, which its officials may then make their own."""
    programme.save()
    ProgrammeStep.objects.bulk_create(
        ProgrammeStep(programme=programme, position=number, kind=kind, name=name, name_en=english)
        for number, (kind, name, english) in enumerate(SERIES, start=1)
    )


@transaction.atomic
def start_plan(*, plan: Relocation) -> None:
    """Keep a new ``plan`` with the steps of its programme's series, none of them dated yet."""
    plan.save()
    PlanStep.objects.bulk_create(
        PlanStep(relocation=plan, position=one.position, kind=one.kind, name=one.name, name_en=one.name_en)
        for one in ProgrammeStep.objects.filter(programme=plan.programme_id).order_by("position", "pk")
    )


@transaction.atomic
def change_programme(*, programme: Programme, reason: str, by: Worker, at: datetime) -> PromiseChange | None:
    """Keep the changed ``programme``; where its promised day moved, leave a line. Raises ReasonMissing."""
    change = _moved(programme, "due_on", reason, by, at, programme=programme)
    programme.save()
    return change


@transaction.atomic
def change_plan(*, plan: Relocation, reason: str, by: Worker, at: datetime) -> PromiseChange | None:
    """Keep the changed ``plan``; where its promised day moved, leave a line. Raises ReasonMissing.

    What is promised is the plan's own day, else the programme's: to give a plan a day of its own, or to take that
    away, moves the promise as well. A delay's reason is shown with the plan from then on.
    """
    before = Relocation.objects.select_for_update(of=("self",)).select_related("programme").get(pk=plan.pk)
    change = _line(
        before.promised_on, plan.promised_on, reason, by, at, programme=plan.programme, relocation=plan
    )
    if change is not None and change.later and plan.delay_reason == before.delay_reason:
        plan.delay_reason = change.reason
    plan.save()
    return change


@transaction.atomic
def change_step(*, step: PlanStep, reason: str, by: Worker, at: datetime) -> PromiseChange | None:
    """Keep the new or changed ``step``; where its planned day moved, leave a line. Raises ReasonMissing."""
    if step.pk is None:
        step.save()
        return None
    plan = step.relocation
    change = _moved(step, "planned_on", reason, by, at, programme=plan.programme, relocation=plan, step=step)
    step.save()
    return change


def _moved(row: Any, field: str, reason: str, by: Worker, at: datetime, **about: Any) -> PromiseChange | None:
    """Compare the promised day with the one that is kept, under the row's lock."""
    before = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    return _line(getattr(before, field), getattr(row, field), reason, by, at, **about)


def _line(
    was: date | None, becomes: date | None, reason: str, by: Worker, at: datetime, **about: Any
) -> PromiseChange | None:
    """Write down that a promise moved; a first promise needs no reason and leaves no line."""
    if was is None or was == becomes:
        return None
    if not reason.strip():
        raise ReasonMissing
    return PromiseChange.objects.create(
        was=was, becomes=becomes, reason=reason.strip(), by=by, at=at, **about
    )
