"""The demo's plans: each committee's way to the street, by an official's own actions; and who was reminded of what."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portal.demo.files import Data
from portal.demo.ground import Ground
from requests_desk.actions.plan_reminders import remind_of_plans
from stations.actions.programme import change_plan, change_step, start_plan
from stations.models import Committee, PlanFund, PlanStep, Relocation, Site, Station, Worker

NOON = time(12)


def relocate(ground: Ground, committee: Committee, fields: Data) -> None:
    """The committee's own plan in its subdistrict's programme, as its file or its drawing tells it."""
    fields = dict(fields)
    programme = ground.programmes[fields.pop("programme")]
    parts = {name: fields.pop(name, None) for name in ("steps", "funds", "put_off", "responsible", "by")}
    worker = Worker.objects.filter(username=parts["responsible"] or "").first()
    plan = Relocation(committee=committee, programme=programme, responsible=worker, **fields)
    plan.from_site, plan.to_site = ends(committee)
    due_on = plan.due_on
    promised = [change["was"] for change in parts["put_off"] or [] if "step" not in change]
    plan.due_on = promised[0] if promised else due_on
    start_plan(plan=plan)
    date_steps(plan, parts["steps"] or {})
    put_off(ground, plan, parts["put_off"] or [], due_on, parts["by"])
    PlanFund.objects.bulk_create(PlanFund(relocation=plan, **fund) for fund in parts["funds"] or [])


def ends(committee: Committee) -> tuple[Site | None, Site | None]:
    """The main station's first site, and the one in use where that is another."""
    sites = list(
        Site.objects.filter(station__committee=committee, station__kind=Station.Kind.MAIN).order_by("pk")
    )
    first, last = (sites[0], sites[-1]) if sites else (None, None)
    return first, last if last != first else None


def date_steps(plan: Relocation, days: Data) -> None:
    """The steps' days, as (planned, done) by kind."""
    for step in plan.steps.filter(kind__in=days):
        step.planned_on, step.done_on = days[step.kind]
        step.save(update_fields=["planned_on", "done_on"])


def put_off(
    ground: Ground, plan: Relocation, changes: list[Data], due_on: date | None, by: str | None
) -> None:
    """Promises that were moved, one after the other, until they came to the one of today."""
    of_plan = [change for change in changes if "step" not in change]
    for change in changes:
        said: dict[str, Any] = {
            "reason": change["reason"],
            "by": Worker.objects.get(username=by),
            "at": at_noon(ground.today - timedelta(days=change["ago"])),
        }
        if kind := change.get("step"):
            step = PlanStep.objects.select_related("relocation__programme").get(relocation=plan, kind=kind)
            PlanStep.objects.filter(pk=step.pk).update(planned_on=change["was"])
            change_step(step=step, **said)
            continue
        later = of_plan[of_plan.index(change) + 1 :]
        plan.due_on = later[0]["was"] if later else due_on
        change_plan(plan=plan, **said)


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))


def fill(*, at: datetime) -> None:
    """Remind whom the night would have reminded."""
    remind_of_plans(at=at)
