"""The outbox: written beside what happened, in the same transaction."""

from datetime import datetime

from django.db import transaction

from requests_desk.models import Message, Visit, VisitEvent
from stations.models import Worker

MUST_HEAR = (Message.Kind.CALLED_OFF,)  # told by phone where there is no address to write to


def tell(*, visit: Visit, kind: Message.Kind, at: datetime) -> Message | None:
    """Queue what the person who booked ``visit`` is to be told: by e-mail where one was given; by the
    desk's call list where they must hear of it; else not at all, since their page says it."""
    if visit.email:
        channel = Message.Channel.EMAIL
    elif kind in MUST_HEAR and visit.phone:
        channel = Message.Channel.CALL
    else:
        return None
    return Message.objects.create(visit=visit, kind=kind, channel=channel, queued_at=at, next_try_at=at)


@transaction.atomic
def mark_called(*, message: Message, worker: Worker, at: datetime) -> bool:
    """Take a line off the call list; False when somebody else already did."""
    rows = Message.objects.to_call().filter(pk=message.pk)
    return rows.update(state=Message.State.DONE, done_at=at, done_by=worker) == 1


@transaction.atomic
def resend_link(*, visit: Visit, at: datetime) -> Message | None:
    """Send the visit's link again, to the address that was given when it was booked and no other."""
    VisitEvent.objects.create(visit=visit, kind=VisitEvent.Kind.LINK_SENT, at=at)
    return tell(visit=visit, kind=Message.Kind.LINK, at=at)
