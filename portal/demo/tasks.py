"""The demo's tasks: a few that colleagues of one desk have set each other today."""

from datetime import datetime, timedelta

from django.utils import timezone

from requests_desk.actions.ticket_tasks import add_task
from requests_desk.models import Ticket
from stations.models import Worker

WORDS = ("联系物业，约上门时间", "把材料清单发给住户", "打电话问街道何时答复")
PAIRS = (("colleague", "desk"), ("desk", "colleague"), ("desk", "desk"))


def fill(*, at: datetime) -> None:
    """One by each of the pairs, for the newest ticket that its giver answers for."""
    today = timezone.localtime(at).date()
    for days, ((by, to), words) in enumerate(zip(PAIRS, WORDS, strict=True)):
        giver, taker = (Worker.objects.get(username=name) for name in (by, to))
        giver.load_scope(on=today)
        row = Ticket.objects.filter(responsible=giver, state=Ticket.State.IN_PROGRESS).order_by("-pk").first()
        if row is not None:
            add_task(
                ticket=row, worker=giver, at=at, text=words, to=taker, due_on=today + timedelta(days=days)
            )
