"""Excuses: somebody said that a person could not come. An excused visit is no missed one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.visits import VisitFixed
from requests_desk.models import Visit, VisitEvent
from stations.models import Worker

State, Kind = Visit.State, VisitEvent.Kind


@transaction.atomic
def excuse(*, visit: Visit, worker: Worker, at: datetime, said_by: str = "") -> Visit:
    """Note that somebody (``said_by``, where it was not the person) has excused who did not appear; twice
    is once. The place was kept for them until its time began, so none is given back.

    Raises VisitFixed before the visit has begun (then it is cancelled) and once it is over otherwise;
    NotAllowed away from the station's own desk.
    """
    fresh = _locked(visit, worker)
    if fresh.state == State.EXCUSED:
        return fresh
    if not fresh.can_be_excused(at):
        raise VisitFixed
    fresh.excused_by = said_by
    return _become(fresh, State.EXCUSED, Kind.EXCUSED, at, worker, was=fresh.state)


@transaction.atomic
def unexcuse(*, visit: Visit, worker: Worker, at: datetime) -> Visit:
    """Take a mistaken excuse back; twice is once. Until its day is over the visit is expected again,
    afterwards it was missed. Raises VisitFixed where there is no excuse, NotAllowed elsewhere."""
    fresh = _locked(visit, worker)
    if fresh.state != State.EXCUSED:
        last = fresh.events.last()
        if last is not None and last.kind == Kind.NOT_EXCUSED:
            return fresh
        raise VisitFixed
    over = timezone.localtime(fresh.starts_at).date() < timezone.localtime(at).date()
    fresh.excused_by = ""
    return _become(fresh, State.NO_SHOW if over else State.BOOKED, Kind.NOT_EXCUSED, at, worker)


def _locked(visit: Visit, worker: Worker) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("station")
    fresh = rows.get(pk=visit.pk)
    must_be_own(fresh.station, worker)
    return fresh


def _become(
    visit: Visit, state: str, kind: VisitEvent.Kind, at: datetime, worker: Worker, **data: Any
) -> Visit:
    visit.state = state
    visit.save(update_fields=["state", "excused_by"])
    VisitEvent.objects.create(visit=visit, kind=kind, at=at, actor=worker, data=data)
    return visit
