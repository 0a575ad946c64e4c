"""The demo's devices: a television and a tablet at the lively desk, connected this morning. Their secrets are nobody's:
whoever wants to see either page asks the desk for a link, as in real life."""

from datetime import datetime, timedelta

from django.utils import timezone

from requests_desk.actions.terminals import issue, open_terminal
from requests_desk.models import Terminal
from stations.models import Station, Worker

WHERE, WHO = "fengyangyuan", "desk"
SINCE = timedelta(days=12)


def fill(*, at: datetime) -> None:
    """Connect one device of each kind."""
    station, worker = Station.objects.get(slug=WHERE), Worker.objects.get(username=WHO)
    worker.load_scope(on=timezone.localtime(at).date())
    for kind in Terminal.Kind:
        _row, link, _code = issue(station=station, kind=kind, worker=worker, at=at - SINCE)
        open_terminal(kind=kind, slug=WHERE, link=link, at=at - SINCE)
