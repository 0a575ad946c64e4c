"""nightly: all that time does by itself. Each step stands in transactions of its own, and a second run
the same night changes nothing."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.common import limits
from requests_desk.actions.closures import stranded
from requests_desk.actions.erasure import erase_expired
from requests_desk.actions.responsibility import pass_on_responsibility
from requests_desk.actions.slots import make_slots
from requests_desk.actions.tickets import close_silent, end_day
from requests_desk.actions.visits import mark_missed
from requests_desk.management.batches import batches
from stations.actions.opening import rebuild_opening_days

log = logging.getLogger("requests_desk.nightly")

COUNTERS_KEPT = timedelta(days=1)  # the longest window of any limit is an hour


def opening_days(at: datetime) -> str:
    today = timezone.localtime(at).date()
    written = sum(rebuild_opening_days(stations=some, today=today) for some in batches())
    return f"{written} opening days written, up to 60 days ahead"


def slots(at: datetime) -> str:
    made = sum(make_slots(stations=some, at=at) for some in batches())
    return f"{made} slots made"


def visits_outside_hours(at: datetime) -> str:
    return f"{sum(len(list(stranded(stations=some, at=at))) for some in batches())} visits stand outside the hours"


def missed_visits(at: datetime) -> str:
    return f"{mark_missed(at=at)} visits noted as missed"


def past_lines(at: datetime) -> str:
    return f"{end_day(at=at)} people left in the lines of past days noted as gone"


def silent_tickets(at: datetime) -> str:
    return f"{close_silent(at=at)} answered tickets closed after silence"


def responsibility(at: datetime) -> str:
    return f"{pass_on_responsibility(at=at)} tickets passed on from ended posts"


def erasure(at: datetime) -> str:
    visits, tickets = erase_expired(at=at)
    return f"personal data erased of {visits} visits and {tickets} tickets"


def counters(at: datetime) -> str:
    return f"{limits.forget(before=at - COUNTERS_KEPT)} counters of tries forgotten"


def sign_ins(at: datetime) -> str:
    return f"{Session.objects.filter(expire_date__lt=at).delete()[0]} ended sign-ins forgotten"


STEPS: tuple[Callable[[datetime], str], ...] = (
    opening_days,
    slots,
    visits_outside_hours,
    missed_visits,
    past_lines,
    silent_tickets,
    responsibility,
    erasure,
    counters,
    sign_ins,
)


class Command(BaseCommand):
    help = "Does all that time does by itself; run it once a night. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        failed = [step.__name__ for step in STEPS if not self.done(step, at)]
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why; the next run tries again.")

    def done(self, step: Callable[[datetime], str], at: datetime) -> bool:
        """Take one step and say what it did. One that breaks is written down and does not keep the
        others from being taken: erasure must not wait for a slot."""
        try:
            self.stdout.write(f"{step(at)}.")
        except Exception:
            log.exception("a nightly step broke", extra={"portal": {"step": step.__name__}})
            return False
        return True
