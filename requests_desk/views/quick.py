"""What this station is asked most: the keys of its ten commonest matters, for one button each."""

from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count

from requests_desk.models import Ticket
from stations.models import Station

MOST = 10
LOOKS_BACK = timedelta(days=90)
LEAST = 2  # asked once is no habit
FOR = 3600  # seconds: a day's first morning must not wait until the next for its buttons


def asked_most(station: Station, day: date) -> list[int]:
    """The keys of the matters asked most at ``station`` in the last 90 days, the commonest first; fewer, or none,
    where it is young. One statement, once an hour."""
    key = f"asked-most:{station.pk}:{day:%Y%m%d}"
    kept: list[int] | None = cache.get(key)
    if kept is None:
        rows = Ticket.objects.filter(station=station, day__gt=day - LOOKS_BACK, day__lte=day).order_by()
        counted = rows.values("matter").annotate(times=Count("pk")).filter(times__gte=LEAST)
        kept = list(counted.order_by("-times", "matter").values_list("matter", flat=True)[:MOST])
        cache.set(key, kept, FOR)
    return kept
