"""Projects: proposed from needs and resources, decided, carried out, closed or dropped. What the gates of
rules/meetings.py bar is refused here, and by the database's constraints where somebody goes around."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.actions.proposals import put_back, take_up
from requests_desk.models import (
    Meeting,
    Project,
    ProjectEvent,
    ProjectFund,
    ProjectStep,
    Proposal,
    Resource,
    day_bounds,
)
from requests_desk.rules.meetings import Held, Standing, Step, after, bar
from requests_desk.rules.shares import beyond, left_over
from stations.models import Committee, Worker

Kind = ProjectEvent.Kind


class MovedOn(PortalError):
    """The project is not in a state from which this step leads."""

    sentence = _("This project has moved on since you opened it.")
    next_step = _("Look at how it stands, then choose what to do.")


class NoHearing(PortalError):
    """Nothing is decided before residents were heard."""

    sentence = _("Nothing is decided without a hearing whose minutes are published.")
    next_step = _("Plan a hearing of this project, and publish its minutes.")


class NoReview(PortalError):
    """Nothing is closed before residents have judged it."""

    sentence = _("Nothing is closed without a review, held after the decision, whose minutes are published.")
    next_step = _("Plan a review of this project, and publish its minutes.")


class NoWords(PortalError):
    """A decision or a reason without words."""

    status = 400
    sentence = _("Please write what is to be read in public.")


class NotOfThisCommittee(PortalError):
    """A proposal or resource of another committee."""

    sentence = _("This belongs to another committee.")


class MoreThanTheWhole(PortalError):
    """Shares that together would be more than 100 %."""

    status = 400
    sentence = _("The shares entered make up 100 % already.")
    next_step = _("Enter the amount in yuan alone, or a smaller share.")


REFUSALS: dict[str, type[PortalError]] = {
    "state": MovedOn, "hearing": NoHearing, "review": NoReview, "words": NoWords,
}  # fmt: skip


def write(project: Project, kind: ProjectEvent.Kind, *, at: datetime, actor: Worker, **data: Any) -> None:
    """Append one line to the project's history: ids and codes, never words."""
    ProjectEvent.objects.create(project=project, kind=kind, at=at, actor=actor, data=data)


@transaction.atomic
def propose(
    *,
    committee: Committee,
    name: str,
    worker: Worker,
    at: datetime,
    began_on: date,
    needs: Sequence[Proposal] = (),
    resources: Sequence[Resource] = (),
    **words: Any,
) -> Project:
    """Propose a project of ``committee``: the ``needs`` it answers are taken up, ``resources`` go into it.

    ``words``: name_en, about, about_en, estate. Raises NotAllowed, NotOfThisCommittee, and what take_up
    raises.
    """
    must_sit_there(committee.pk, worker)
    owners = {need.committee_id for need in needs} | {one.committee_id for one in resources}
    if owners - {committee.pk}:
        raise NotOfThisCommittee
    project = Project.objects.create(committee=committee, name=name, began_on=began_on, **words)
    project.resources.set(resources)
    needed = sorted(need.pk for need in needs)
    write(project, Kind.PROPOSED, at=at, actor=worker, needs=needed, resources=[one.pk for one in resources])
    for need in sorted(needs, key=lambda one: one.pk):
        take_up(proposal=need, project=project, worker=worker, at=at)
    return project


def locked(project: Project, worker: Worker) -> Project:
    """The project as it stands now, locked. Raises NotAllowed."""
    fresh = Project.objects.select_for_update().get(pk=project.pk)
    must_sit_there(fresh.committee_id, worker)
    return fresh


def standing(project: Project) -> Standing:
    """How ``project`` stands, as the gates see it."""
    return Standing(project.pk, project.state, project.decided_at, day_bounds(project.began_on)[0])


def held(meeting: Meeting | None) -> Held | None:
    """``meeting`` as the gates see it."""
    if meeting is None:
        return None
    return Held(meeting.project_id, meeting.kind, meeting.starts_at, meeting.published_at)


def _step(
    step: Step,
    project: Project,
    worker: Worker,
    at: datetime,
    meeting: Meeting | None = None,
    words: str = "",
) -> Project:
    """Lock the project and move it on, unsaved. ``meeting`` is read anew, so that no stale row opens a
    gate. Raises NotAllowed and what REFUSALS names."""
    fresh = locked(project, worker)
    minutes = Meeting.objects.filter(pk=meeting.pk).first() if meeting else None
    barred = bar(step, standing(fresh), meeting=held(minutes), words=words, at=at)
    if barred:
        raise REFUSALS[barred]
    moved = after(step, standing(fresh), at=at)
    fresh.state, fresh.decided_at = moved.state, moved.decided_at
    return fresh


@transaction.atomic
def decide(
    *,
    project: Project,
    hearing: Meeting | None,
    decision: str,
    worker: Worker,
    at: datetime,
    decision_en: str = "",
) -> Project:
    """Decide by ``hearing``. Raises NotAllowed, MovedOn, NoHearing, NoWords."""
    fresh = _step("decide", project, worker, at, hearing, decision)
    fresh.hearing, fresh.decision, fresh.decision_en = hearing, decision, decision_en
    fresh.save()
    write(fresh, Kind.DECIDED, at=at, actor=worker, hearing=fresh.hearing_id)
    return fresh


@transaction.atomic
def begin(*, project: Project, worker: Worker, at: datetime) -> Project:
    """The work begins. Raises NotAllowed, MovedOn."""
    fresh = _step("begin", project, worker, at)
    fresh.save()
    write(fresh, Kind.BEGUN, at=at, actor=worker)
    return fresh


@transaction.atomic
def close(*, project: Project, review: Meeting | None, worker: Worker, at: datetime) -> Project:
    """Close it by ``review``. Raises NotAllowed, MovedOn, NoReview."""
    fresh = _step("close", project, worker, at, review)
    fresh.review, fresh.closed_at = review, at
    fresh.save()
    write(fresh, Kind.CLOSED, at=at, actor=worker, review=fresh.review_id)
    return fresh


@transaction.atomic
def drop(*, project: Project, why: str, worker: Worker, at: datetime, why_en: str = "") -> Project:
    """Give it up, and say why in public; the needs it was to answer are open again. Raises NotAllowed,
    MovedOn, NoWords."""
    fresh = _step("drop", project, worker, at, words=why)
    fresh.dropped_why, fresh.dropped_why_en = why, why_en
    fresh.save()
    write(fresh, Kind.DROPPED, at=at, actor=worker)
    put_back(project=fresh, worker=worker, at=at)
    return fresh


def _must_go_on(project: Project) -> None:
    if project.state in (Project.State.CLOSED, Project.State.DROPPED):
        raise MovedOn


@transaction.atomic
def add_step(
    *, project: Project, name: str, worker: Worker, due_on: date | None = None, name_en: str = ""
) -> ProjectStep:
    """One step more, after the others. Raises NotAllowed, MovedOn."""
    fresh = locked(project, worker)
    _must_go_on(fresh)
    position = fresh.steps.count() + 1
    return ProjectStep.objects.create(
        project=fresh, name=name, name_en=name_en, position=position, due_on=due_on
    )


@transaction.atomic
def finish_step(*, step: ProjectStep, done_on: date, worker: Worker, at: datetime) -> ProjectStep:
    """A step is done; twice is once. Raises NotAllowed, MovedOn before the decision and after the end."""
    project = locked(step.project, worker)
    fresh = ProjectStep.objects.select_for_update().get(pk=step.pk)
    if fresh.done_on is not None:
        return fresh
    if project.state not in (Project.State.DECIDED, Project.State.UNDER_WAY):
        raise MovedOn
    fresh.done_on = done_on
    fresh.save(update_fields=["done_on"])
    write(project, Kind.STEP_DONE, at=at, actor=worker, step=fresh.pk)
    return fresh


def _must_fit(project: Project, percent: int | None) -> None:
    """Whether a share of ``percent`` is left over; the project is locked. Raises MoreThanTheWhole."""
    given = list(project.funds.values_list("percent", flat=True))
    if not beyond(percent, given):
        return
    if left := left_over(given):
        raise MoreThanTheWhole(
            gettext("The shares together would be more than 100 %%: %(left)d %% are left.") % {"left": left},
            next_step=_("Enter that much at most."),
        )
    raise MoreThanTheWhole


@transaction.atomic
def add_fund(
    *, project: Project, source: str, worker: Worker, yuan: int | None = None, percent: int | None = None
) -> ProjectFund:
    """Where some of the money comes from. Raises NotAllowed, MovedOn, MoreThanTheWhole."""
    fresh = locked(project, worker)
    _must_go_on(fresh)
    _must_fit(fresh, percent)
    return ProjectFund.objects.create(project=fresh, source=source, yuan=yuan, percent=percent)


@transaction.atomic
def strike_fund(*, fund: ProjectFund, worker: Worker) -> None:
    """A source was mistyped: it goes, and can be entered anew. Twice is once. Raises NotAllowed, MovedOn."""
    fresh = locked(fund.project, worker)
    _must_go_on(fresh)
    fresh.funds.filter(pk=fund.pk).delete()
