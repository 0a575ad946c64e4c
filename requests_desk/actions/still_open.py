"""What is still under way and needs its person's name and number: it is cancelled or closed before they are erased."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from requests_desk.models import ActivitySession, Care, RoomUse, SignUp, Ticket, Visit, Volunteer


def _under_way(model: Any, at: datetime) -> Q | None:
    """What a row of ``model`` must be like to be still under way; None where nothing of it ever is."""
    meets = ActivitySession.objects.standing().filter(group=OuterRef("group"), starts_at__gt=at)
    return {
        Visit: Q(state=Visit.State.BOOKED),
        Ticket: Q(ended_at=None),
        SignUp: Q(Exists(meets), state__in=(SignUp.State.IN, SignUp.State.WAITING)),
        RoomUse: Q(state__in=(RoomUse.State.ASKED, RoomUse.State.APPROVED), ends_at__gt=at),
        Volunteer: Q(left_on=None),
        Care: Q(ended_on=None),
    }.get(model)


def still_open(rows: Any, *, at: datetime) -> Any:
    """Those of ``rows`` (a QuerySet) that are still under way."""
    under_way = _under_way(rows.model, at)
    return rows.none() if under_way is None else rows.filter(under_way)
