"""nightly: all that time does by itself. Each step stands in transactions of its own, and a second run
the same night changes nothing."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common import limits
from portal.common.keeping import days_kept
from portal.common.patience import be_patient
from requests_desk.actions.closures import stranded
from requests_desk.actions.erasure import (
    erase_care,
    erase_care_visits,
    erase_expired,
    erase_proposals,
    erase_room_uses,
    erase_rounds,
    erase_sign_ups,
    erase_volunteers,
)
from requests_desk.actions.escalation import escalate
from requests_desk.actions.follow_ups import open_follow_ups
from requests_desk.actions.plan_reminders import remind_of_plans
from requests_desk.actions.reminders import remind
from requests_desk.actions.responsibility import pass_on_responsibility
from requests_desk.actions.review import keep_review, sum_ticket_days, thin_review
from requests_desk.actions.sheets.load import forget_uploads
from requests_desk.actions.sign_ups import fill_groups
from requests_desk.actions.slots import make_slots
from requests_desk.actions.ticket_attachments import sweep_attachments
from requests_desk.actions.tickets import close_silent, end_day
from requests_desk.actions.visits import mark_missed
from requests_desk.management.batches import batches
from stations.actions.devices import forget_ended
from stations.actions.invitations import erase_invitations
from stations.actions.opening import rebuild_opening_days
from stations.actions.photos import sweep_photos
from stations.actions.stations import reindex_stations

log = logging.getLogger("requests_desk.nightly")

COUNTERS_KEPT = timedelta(days=1)  # the longest window of any limit is an hour


def opening_days(at: datetime) -> str:
    today = timezone.localtime(at).date()
    written = sum(rebuild_opening_days(stations=some, today=today) for some in batches())
    return _("%(count)s opening days written, up to 60 days ahead.") % {"count": written}


def slots(at: datetime) -> str:
    made = sum(make_slots(stations=some, at=at) for some in batches())
    return _("%(count)s slots made.") % {"count": made}


def visits_outside_hours(at: datetime) -> str:
    count = sum(len(list(stranded(stations=some, at=at))) for some in batches())
    return _("%(count)s visits stand outside the hours.") % {"count": count}


def missed_visits(at: datetime) -> str:
    return _("%(count)s visits noted as missed.") % {"count": mark_missed(at=at)}


def reminders(at: datetime) -> str:
    return _("%(count)s people reminded of tomorrow's visit.") % {"count": remind(at=at)}


def plan_reminders(at: datetime) -> str:
    return _("%(count)s reminders of steps of relocation plans.") % {"count": remind_of_plans(at=at)}


def waiting_lists(at: datetime) -> str:
    return _("%(count)s people moved up from waiting lists.") % {"count": fill_groups(at=at)}


def past_lines(at: datetime) -> str:
    return _("%(count)s people left in the lines of past days noted as gone.") % {"count": end_day(at=at)}


def silent_tickets(at: datetime) -> str:
    return _("%(count)s answered tickets closed after silence.") % {"count": close_silent(at=at)}


def responsibility(at: datetime) -> str:
    return _("%(count)s tickets passed on from ended posts.") % {"count": pass_on_responsibility(at=at)}


def late_tickets(at: datetime) -> str:
    """After responsibility has gone to whom it belongs."""
    return _("%(count)s people told of late tickets.") % {"count": escalate(at=at)}


def follow_up_calls(at: datetime) -> str:
    """After silence has closed what it closes."""
    return _("%(count)s answers put on the list of follow-up calls.") % {"count": open_follow_ups(at=at)}


def erasure(at: datetime) -> str:
    visits, tickets = erase_expired(at=at)
    words = _("Personal data erased of %(visits)s visits and %(tickets)s tickets.")
    return words % {"visits": visits, "tickets": tickets}


def sign_up_erasure(at: datetime) -> str:
    return _("%(count)s sign-ups: personal data erased.") % {"count": erase_sign_ups(at=at)}


def room_use_erasure(at: datetime) -> str:
    return _("%(count)s uses of rooms: personal data erased.") % {"count": erase_room_uses(at=at)}


def proposals_erased(at: datetime) -> str:
    return _("%(count)s proposals: personal data erased.") % {"count": erase_proposals(at=at)}


def volunteers_erased(at: datetime) -> str:
    return _("%(count)s volunteers: personal data erased.") % {"count": erase_volunteers(at=at)}


def rounds_erased(at: datetime) -> str:
    words = _(
        "Personal data erased of %(rounds)s rounds, %(people)s people living alone and %(visits)s visits to them."
    )
    done = {"rounds": erase_rounds(at=at), "people": erase_care(at=at), "visits": erase_care_visits(at=at)}
    return words % done


def invitations_erased(at: datetime) -> str:
    kept = timedelta(days=days_kept("invitations"))
    return _("%(count)s names of old invitations erased.") % {"count": erase_invitations(at=at, kept=kept)}


def uploaded_sheets(at: datetime) -> str:
    return _("%(count)s uploaded sheets deleted that nobody confirmed.") % {"count": forget_uploads(at=at)}


def counters(at: datetime) -> str:
    return _("%(count)s counters of tries forgotten.") % {"count": limits.forget(before=at - COUNTERS_KEPT)}


def sign_ins(at: datetime) -> str:
    ended = Session.objects.filter(expire_date__lt=at).delete()[0]
    forget_ended()
    return _("%(count)s ended sign-ins forgotten.") % {"count": ended}


def photographs(at: datetime) -> str:
    return _("%(count)s files of photographs that nobody shows any more deleted.") % {
        "count": sweep_photos(at=at)
    }


def attachments(at: datetime) -> str:
    return _("%(count)s files of attachments that no ticket names any more deleted.") % {
        "count": sweep_attachments(at=at)
    }


def index(at: datetime) -> str:
    """After an upgrade that finds places in more ways, and after names changed behind our back."""
    written = sum(reindex_stations(stations=some) for some in batches())
    return _("%(count)s living rooms written anew into the search.") % {"count": written}


def review(at: datetime) -> str:
    """After everything that may still change today's figures."""
    sum_ticket_days(at=at)
    thin_review(at=at)
    return _("%(count)s pages of the coverage review kept.") % {"count": keep_review(at=at)}


STEPS: tuple[Callable[[datetime], str], ...] = (
    opening_days,
    slots,
    visits_outside_hours,
    missed_visits,
    reminders,
    plan_reminders,
    waiting_lists,
    past_lines,
    silent_tickets,
    responsibility,
    late_tickets,
    follow_up_calls,
    erasure,
    sign_up_erasure,
    room_use_erasure,
    proposals_erased,
    volunteers_erased,
    rounds_erased,
    invitations_erased,
    uploaded_sheets,
    counters,
    sign_ins,
    photographs,
    attachments,
    index,
    review,
)


class Command(BaseCommand):
    help = "Does all that time does by itself; run it once a night. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        be_patient()
        at = timezone.now()
        failed = [step.__name__ for step in STEPS if not self.done(step, at)]
        if failed:
            words = _("Not done: %(steps)s. The log says why; the next run tries again.")
            raise CommandError(words % {"steps": ", ".join(failed)})

    def done(self, step: Callable[[datetime], str], at: datetime) -> bool:
        """Take one step and say what it did. One that breaks is written down and does not keep the
        others from being taken: erasure must not wait for a slot."""
        try:
            self.stdout.write(step(at))
        except Exception:
            log.exception("a nightly step broke", extra={"portal": {"step": step.__name__}})
            return False
        return True
