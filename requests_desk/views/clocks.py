"""The two clocks over a ticket: what was promised, how much working time is left, how late it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_desk.models import Ticket
from requests_desk.rules.due import MINUTES_A_DAY, working_minutes

IsWorking = Callable[[date], bool]


@dataclass(frozen=True)
class Clock:
    """One clock of a ticket as the page shows it. ``due`` is None while it does not run."""

    label: str
    due: datetime | None
    late: bool
    words: str


def span_in_words(minutes: int) -> str:
    """Working time as people say it: nine working hours are a working day."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, minutes = divmod(rest, 60)
    if days and not hours:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    if days:
        words = ngettext("%(days)d working day %(hours)d h", "%(days)d working days %(hours)d h", days)
        return words % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}


def clocks(ticket: Ticket, now: datetime, is_working: IsWorking) -> list[Clock]:
    """The total clock and, where the last step has a time of its own, the step's."""
    if ticket.received_at is None or ticket.merged_into_id:  # a double is answered where the matter goes on
        return []
    if ticket.running_since is None:
        return [_stopped(ticket)]
    found = [_running(_("Promised"), ticket.due_at, now, is_working)]
    if ticket.step_due_at and ticket.step_due_at != ticket.due_at:
        found.append(_running(_("This step"), ticket.step_due_at, now, is_working))
    return found


def _running(label: str, due: datetime | None, now: datetime, is_working: IsWorking) -> Clock:
    assert due is not None  # set when the clock starts
    late = due < now
    span = span_in_words(working_minutes(*((due, now) if late else (now, due)), is_working))
    words = _("late by %(span)s") if late else _("%(span)s left")
    return Clock(label, due, late, words % {"span": span})


def _stopped(ticket: Ticket) -> Clock:
    took = span_in_words(ticket.spent_minutes)
    on_time = (
        ticket.answered_at is not None and ticket.due_at is not None and ticket.answered_at <= ticket.due_at
    )
    words = _("answered on time, after %(span)s") if on_time else _("answered late, after %(span)s")
    return Clock(_("Promised"), ticket.due_at, not on_time, words % {"span": took})
