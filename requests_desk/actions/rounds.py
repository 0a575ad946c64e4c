"""Rounds: written down on the way, solved at once or taken along as a ticket; and the head's intervals."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.actions.tickets import NothingSaid, start
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import CARE_DAYS, STREET_DAYS, Care, Round, RoundPlan, Ticket
from requests_desk.rules.rounds import next_due
from stations.models import Building, Committee, Service, Station, Worker

Outcome = Round.Outcome


class NoCourt(PortalError):
    """A round leads through at least one court of one's own committee."""

    status = 400
    sentence = _("Choose at least one court.")


def log_round(
    *,
    station: Station,
    worker: Worker,
    at: datetime,
    courts: Sequence[Building],
    kind: str,
    outcome: str,
    key: str,
    words: str = "",
    matter: Service | None = None,
) -> Round:
    """Write down a round through ``courts`` of the committee of ``station``. What becomes a ticket is ``worker``'s, and
    stands in the first court's estate. The same ``key`` is once.

    Raises NotAllowed away from one's own desk, NoCourt, NothingSaid without words about what was found.
    """
    must_sit_there(station.committee_id, worker)
    if not courts or any(court.grid.committee_id != station.committee_id for court in courts):
        raise NoCourt
    if outcome != Outcome.NOTHING and not words.strip():
        raise NothingSaid
    if outcome == Outcome.TICKET and matter is None:
        raise NothingSaid(_("Say what it is about."))
    before = Round.objects.filter(key=key, by=worker).first()
    if before is not None:
        return before
    try:
        return _log(station, worker, at, courts, kind, outcome, key, words.strip(), matter)
    except IntegrityError:
        return Round.objects.get(key=key, by=worker)


@transaction.atomic
def _log(
    station: Station,
    worker: Worker,
    at: datetime,
    courts: Sequence[Building],
    kind: str,
    outcome: str,
    key: str,
    words: str,
    matter: Service | None,
) -> Round:
    ticket = None
    if outcome == Outcome.TICKET and matter is not None:
        slip = log_ticket(
            station=station, matter=matter, worker=worker, at=at, words=words, estate=courts[0].estate,
            channel=Ticket.Channel.ROUND, key=key,
        )  # fmt: skip
        ticket = start(ticket=slip.ticket, worker=worker, at=at)  # nobody sits at the desk for it
    row = Round.objects.create(
        committee_id=station.committee_id, kind=kind, walked_at=at, by=worker, outcome=outcome, key=key,
        words=words if outcome == Outcome.SOLVED else "", ticket=ticket,
    )  # fmt: skip
    row.courts.set(courts)
    return row


def plan_of(committee_id: int) -> tuple[int, int]:
    """Days between street rounds, and between visits to people living alone. One statement."""
    row = RoundPlan.objects.filter(committee=committee_id).first()
    return (row.street_days, row.care_days) if row else (STREET_DAYS, CARE_DAYS)


@transaction.atomic
def set_plan(*, committee: Committee, worker: Worker, at: datetime, street_days: int, care_days: int) -> None:
    """The head says how often. Whoever is visited is due by the new interval, counted from the last visit. Raises
    NotAllowed."""
    if committee.pk not in worker.scope.head_committees:
        raise NotAllowed
    said = {"street_days": street_days, "care_days": care_days, "set_by": worker, "set_at": at}
    RoundPlan.objects.update_or_create(committee=committee, defaults=said)
    rows = list(Care.objects.standing().filter(committee=committee).select_for_update())
    for row in rows:
        row.due_on = next_due(row.visited_on or row.since, every=care_days)
    Care.objects.bulk_update(rows, ["due_on"], batch_size=200)
