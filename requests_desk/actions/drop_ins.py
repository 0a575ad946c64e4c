"""Drop-ins: one more, or one fewer after a slip, on today's count. One guarded update each."""

from datetime import date

from django.db import transaction
from django.db.models import F

from requests_desk.actions.own_desk import must_sit_there
from requests_desk.models import DropIns
from stations.models import Station, Worker


@transaction.atomic
def count_in(*, station: Station, worker: Worker, day: date) -> None:
    """Somebody came in to sit down. Raises NotAllowed."""
    must_sit_there(station.committee_id, worker)
    DropIns.objects.get_or_create(station=station, day=day)
    DropIns.objects.filter(station=station, day=day).update(people=F("people") + 1)


@transaction.atomic
def count_out(*, station: Station, worker: Worker, day: date) -> bool:
    """The tap was a slip; never below zero. Returns whether there was one to take back. Raises NotAllowed."""
    must_sit_there(station.committee_id, worker)
    rows = DropIns.objects.filter(station=station, day=day, people__gt=0)
    return rows.update(people=F("people") - 1) == 1
