"""The demo's looks: a few, so that the head's log holds lines."""

from datetime import datetime

from django.utils import timezone

from requests_desk.actions.reveals import reveal
from requests_desk.models import Reveal, Ticket
from stations.models import Worker

WHO = ("desk", "colleague", "head")


def fill(*, at: datetime) -> None:
    """Each of them looked at the newest person with a number for whom they answer or at whose desk they sit."""
    for name, reason in zip(
        WHO, (Reveal.Reason.CALL_BACK, Reveal.Reason.SERVE, Reveal.Reason.CORRECT), strict=True
    ):
        worker = Worker.objects.get(username=name)
        worker.load_scope(on=timezone.localtime(at).date())
        rows = Ticket.objects.in_scope_of(worker).filter(committee__in=worker.scope.desk_committees)
        ticket = rows.exclude(phone="").filter(first_receiver=worker).order_by("-pk").first()
        if ticket is not None:
            reveal(row=ticket, worker=worker, reason=reason, at=at)
