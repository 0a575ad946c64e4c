"""Keeps how the promised time of each service was kept, area by area, as of last night."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from requests_desk.actions.review_sets import received, since
from requests_desk.models import ServiceFigures
from requests_desk.models.day_figures import counted
from requests_desk.rules.small_numbers import median_of

BATCH = 2000


@dataclass
class Kept:
    """How one service's time was kept: how many answers took how many working minutes, and those on time."""

    minutes: Counter[int] = field(default_factory=Counter)
    on_time: int = 0

    def add(self, other: "Kept") -> None:
        """Take another area's answers in."""
        self.minutes.update(other.minutes)
        self.on_time += other.on_time


Found = defaultdict[tuple[str, int], Kept]  # by area code and the service's key


def answers(at: datetime) -> Iterator[tuple[str, Found]]:
    """The answers of the last 90 days, by subdistrict and service: the plain count, a district at a time by
    code. One statement, read as it comes."""
    today = timezone.localtime(at).date()
    columns = ("committee__subdistrict__code", "matter", "spent_minutes")
    rows = received().filter(day__gte=since(at), day__lte=today, answered_at__isnull=False)
    grouped = rows.order_by("committee__subdistrict__code").values(*columns)
    summed = grouped.annotate(cases=Count("pk"), timely=Count("pk", filter=counted(at)["on_time"]))
    read = summed.values_list(*columns, "cases", "timely").iterator()
    for district, lines in groupby(read, key=lambda line: line[0][:6]):
        found: Found = defaultdict(Kept)
        for code, service, minutes, answered, on_time in lines:
            found[code, service].add(Kept(Counter({minutes: answered}), on_time))
        yield district, found


def keep_service_figures(*, at: datetime) -> int:
    """Write the figures of every area's services anew. Returns the rows written. Can be run twice."""
    last = ServiceFigures.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    above: Found = defaultdict(Kept)
    written = 0
    for district, found in answers(at):
        for (code, service), kept in list(found.items()):
            for area in (code[:6], code[:4], ""):
                (found if len(area) == 6 else above)[area, service].add(kept)
        written += _write(found, at, Q(code__startswith=district))
    written += _write(above, at, Q(code__in={area for area, _service in above}))
    ServiceFigures.objects.filter(pk__lte=last).delete()  # where nothing is left of 90 days
    return written


@transaction.atomic
def _write(found: Found, at: datetime, instead_of: Q) -> int:
    day = timezone.localtime(at).date()
    ServiceFigures.objects.filter(instead_of).delete()
    return len(ServiceFigures.objects.bulk_create(list(_rows(found, day)), batch_size=BATCH))


def _rows(found: Found, day: date) -> Iterator[ServiceFigures]:
    for (code, service), kept in found.items():
        yield ServiceFigures(
            code=code, service_id=service, day=day, answered=kept.minutes.total(), on_time=kept.on_time,
            median_minutes=median_of(kept.minutes),
        )  # fmt: skip
