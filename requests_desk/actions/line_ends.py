"""The end of the line of the day: no further numbers, and nobody in it forgotten."""

from datetime import datetime

from django.utils import timezone

from requests_desk.actions.own_desk import must_be_own
from requests_desk.models import Line
from stations.models import Station, Worker


def close_line(*, station: Station, worker: Worker, at: datetime) -> Line:
    """No further numbers today, but for those who are booked. Who has a number is still called. Pressed twice is once:
    the first to close it stays. Raises NotAllowed."""
    must_be_own(station, worker)
    line, _made = Line.objects.get_or_create(station=station, day=timezone.localtime(at).date())
    Line.objects.filter(pk=line.pk, closed_at=None).update(closed_at=at, closed_by=worker)
    line.refresh_from_db()
    return line


def is_closed(station: Station, at: datetime) -> bool:
    """Whether the line of that day gives no further numbers. One statement."""
    day = timezone.localtime(at).date()
    return Line.objects.filter(station=station, day=day, closed_at__isnull=False).exists()


def reopen_line(*, station: Station, worker: Worker, at: datetime) -> None:
    """It was closed too early: numbers go on where they stopped. Raises NotAllowed."""
    must_be_own(station, worker)
    lines = Line.objects.filter(station=station, day=timezone.localtime(at).date())
    lines.update(closed_at=None, closed_by=None)
