"""Absences: whoever is away has a deputy at the same place, who has no deputy in turn."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from stations.actions.account_events import note_event
from stations.actions.care import looks_after
from stations.models import Absence, AccountEvent, Committee, Division, Post, Worker


class AwayAlready(PortalError):
    """Two absences of one person at the same time."""

    sentence = _("An absence stands in these days already.")
    next_step = _("End that one first, or choose other days.")


class NoChain(PortalError):
    """The deputy would be away, or the absent person is somebody's deputy: nobody stands in for a deputy."""

    sentence = _("A deputy cannot be away, and whoever is away cannot be a deputy in these days.")
    next_step = _("Choose somebody else.")


class NotThere(PortalError):
    """The deputy does not work at the same place."""

    sentence = _("The deputy must work at the same place.")
    next_step = _("Choose somebody from the list.")


def place_of(worker: Worker, *, on: date) -> Committee | Division | None:
    """Where they work on that day: their first post's place."""
    post = worker.posts.current(on).select_related("committee", "division").first()
    return (post.committee or post.division) if post else None


def deputies_for(worker: Worker, place: Committee | Division | None, *, on: date) -> Any:
    """Who could stand in for ``worker``: the others with a post at ``place``."""
    if place is None:
        return Worker.objects.none()
    where: dict[str, Any] = {"committee": place} if isinstance(place, Committee) else {"division": place}
    rows = Worker.objects.filter(is_active=True, posts__in=Post.objects.current(on).filter(**where))
    return rows.exclude(pk=worker.pk).distinct().order_by("name", "pk")


def may_note_for(worker: Worker, actor: Worker, *, on: date) -> bool:
    """One's own absence, or that of somebody one looks after."""
    return worker.pk == actor.pk or looks_after(actor, worker, on=on)


@transaction.atomic
def note_absence(
    *, worker: Worker, deputy: Worker, actor: Worker, since: date, until: date, today: date, at: datetime
) -> Absence:
    """``worker`` is away from ``since`` to ``until``, both days included. Raises NotAllowed, NotThere,
    AwayAlready, NoChain."""
    if not may_note_for(worker, actor, on=today):
        raise NotAllowed
    # Both rows, in one order: two absences noted at the same moment cannot make a chain.
    list(Worker.objects.select_for_update().filter(pk__in=[worker.pk, deputy.pk]).order_by("pk"))
    place = place_of(worker, on=today)
    if place is None or not deputies_for(worker, place, on=today).filter(pk=deputy.pk).exists():
        raise NotThere
    meanwhile = Absence.objects.overlapping(since, until)
    if meanwhile.filter(worker=worker).exists():
        raise AwayAlready
    if meanwhile.filter(worker=deputy).exists() or meanwhile.filter(deputy=worker).exists():
        raise NoChain
    row = Absence.objects.create(
        worker=worker, deputy=deputy, since=since, until=until,
        committee=place if isinstance(place, Committee) else None,
        division=place if isinstance(place, Division) else None,
    )  # fmt: skip
    note_event(
        AccountEvent.Kind.AWAY, worker=worker, actor=actor, at=at, absence=row.pk, deputy=deputy.pk,
        since=since.isoformat(), until=until.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_absence(*, absence: Absence, actor: Worker, today: date, at: datetime) -> None:
    """Back before the last day, or not away after all: from today on nobody stands in. Raises NotAllowed."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("worker").get(pk=absence.pk)
    if not may_note_for(row.worker, actor, on=today):
        raise NotAllowed
    if row.until < today:
        return
    note_event(AccountEvent.Kind.BACK, worker=row.worker, actor=actor, at=at, absence=row.pk)
    if row.since >= today:
        row.delete()
        return
    row.until = today - timedelta(days=1)
    row.save(update_fields=["until"])
