"""What each figure of a day counts: said once, for the number and for the list of tickets behind it."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from requests_desk.rules.opinion import MIDDLE

from .ticket import HandOver, Ticket, is_late

State = Ticket.State
CAME_TO_DESK = (Ticket.Channel.WALK_IN, Ticket.Channel.VISIT)  # with an appointment or without

# The figures in the order in which they are read, by the word that stands for each in an address.
WORDS = {
    "came": _("enquiries in all"),
    "desk": _("people who came to the desk"),
    "received": _("received by somebody"),
    "spot": _("answered on the spot"),
    "waiting": _("wait now"),
    "aside": _("set aside"),
    "left": _("left without being served"),
    "open": _("received, not answered yet"),
    "on_time": _("answered on time"),
    "answered_late": _("answered, but late"),
    "reopened": _("reopened"),
    "late": _("late now"),
    "offered": _("handed over, not accepted yet"),
    "opinions": _("said how content they are"),
    "content": _("of them content"),
}


def counted_whenever() -> dict[str, Q]:
    """Which tickets each figure counts that does not ask for the clock."""
    offered = HandOver.objects.offered().filter(ticket=OuterRef("pk"))
    return {
        "came": Q(),
        "desk": Q(channel__in=CAME_TO_DESK),
        "received": Q(first_receiver__isnull=False),
        "spot": Q(on_the_spot=True),
        "waiting": Q(state=State.WAITING, aside_at=None),
        "aside": Q(state=State.WAITING, aside_at__isnull=False),
        "left": Q(state=State.LEFT),
        "open": Q(state__in=Ticket.RUNNING),
        "on_time": Q(answered_at__lte=F("due_at")),
        "answered_late": Q(answered_at__gt=F("due_at")),
        "reopened": Q(reopened__gt=0),
        "offered": Q(state=State.HANDED_OVER) & Q(Exists(offered)),
        "opinions": Q(opinion__score__isnull=False),
        "content": Q(opinion__score__gt=MIDDLE),
    }


def counted(now: datetime) -> dict[str, Q]:
    """Which tickets each figure counts, as things stand at ``now``."""
    return counted_whenever() | {"late": is_late(now)}
