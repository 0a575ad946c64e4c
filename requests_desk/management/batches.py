"""The wheelbarrow: many stations, a few at a time, so that no transaction is long."""

from collections.abc import Iterator

from stations.models import Station

SIZE = 50  # stations in one transaction: some 3,000 opening days, some 15,000 slots


def batches(size: int = SIZE) -> Iterator[list[Station]]:
    """All stations in order of their keys, ``size`` at a time."""
    last = 0
    while rows := list(Station.objects.filter(pk__gt=last).order_by("pk")[:size]):
        yield rows
        last = rows[-1].pk
