"""Keeps the book of the officials' review: the tickets of each day summed up, and every night a page for each area."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Substr
from django.utils import timezone

from requests_desk.actions.review_counts import Counted, count, touched, walks
from requests_desk.actions.review_sets import Area, received, recorded, ticket_sums
from requests_desk.actions.service_figures import keep_service_figures
from requests_desk.models import EstateReach, ReviewDay, TicketDay, TicketEvent, TicketMark
from requests_desk.rules.review import NEWER
from stations.models import Committee, Programme

SETTLED = timedelta(minutes=10)  # no transaction lasts as long: what an event says is then there to be read
DAILY = timedelta(days=400)  # beyond them the last page of each month is kept
BATCH = 2000


@transaction.atomic
def sum_ticket_days(*, at: datetime, everything: bool = False) -> int:
    """Sum up anew the days whose tickets an event has touched since last time, or ``everything``. Returns the rows
    written. Can be run twice."""
    mark, _made = TicketMark.objects.select_for_update().get_or_create(pk=1)
    if everything:
        mark.event = 0
        mark.save()
        TicketDay.objects.all().delete()
    settled = (
        TicketEvent.objects.filter(at__lte=at - SETTLED).order_by("-pk").values_list("pk", flat=True).first()
    )
    rows = received().order_by().values("committee", "day").annotate(**ticket_sums())
    if not everything:
        days = list(touched(mark.event).values_list("ticket__day", flat=True))
        rows = rows.filter(day__in=days)
        _drop_emptied(days)
    written = 0
    for some in _batches(rows.iterator()):
        TicketDay.objects.bulk_create(
            [TicketDay(committee_id=row.pop("committee"), **row) for row in some],
            update_conflicts=True, unique_fields=["committee", "day"], update_fields=TicketDay.SUMS,
        )  # fmt: skip
        written += len(some)
    mark.event = max(mark.event, settled or 0)
    mark.save()
    return written


def _drop_emptied(days: list[date]) -> None:
    """A day of which no ticket is left: the only one was joined to another, say."""
    left = received().filter(committee=OuterRef("committee"), day=OuterRef("day"))
    TicketDay.objects.filter(~Exists(left), day__in=days).delete()


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            yield some
            some = []
    if some:
        yield some


def keep_review(*, at: datetime, again: bool = False, dated: bool = False) -> int:
    """Write today's page of every area into the book, once a day; ``again`` writes it anew. Returns the pages written.

    ``dated``: see count(). The city's page is the sum of its districts', these of their subdistricts', these of their
    committees'; page "" is that of all cities together.
    """
    day = timezone.localtime(at).date()
    if not again and ReviewDay.objects.filter(code="", day=day).exists():
        return 0
    busy = _districts_with_records()
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    written = _write(_bare_pages(busy, totals), day, at)
    for district in sorted(busy):
        area = Area((district,))
        counted = count(area, at=at, dated=dated)
        with transaction.atomic():
            written += _write(_pages(counted, totals), day, at)
            _keep_reaches(area, counted, day, dated)
    if not dated:
        keep_service_figures(at=at)
    return written + _write(totals.items(), day, at)


def _districts_with_records() -> set[str]:
    """Codes of the districts where anything but the register is recorded; a country has thousands without."""
    codes = Committee.objects.filter(recorded()).order_by().values_list(Substr("code", 1, 6), flat=True)
    return set(codes.distinct())


def _bare_pages(busy: set[str], totals: defaultdict[str, Counter[str]]) -> Iterator[tuple[str, Counter[str]]]:
    """Pages of the other districts and their subdistricts: how many committees the register has there."""
    here: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = Committee.objects.order_by().values_list(Substr("code", 1, 9)).annotate(n=Count("pk"))
    for code, number in rows:
        if code[:6] in busy:
            continue
        for above in (code, code[:6]):
            here[above]["registered"] += number
        for above in (code[:4], ""):
            totals[above]["registered"] += number
    yield from here.items()


def _pages(
    counted: list[Counted], totals: defaultdict[str, Counter[str]]
) -> Iterator[tuple[str, Counter[str]]]:
    """A district's pages: of its committees under review, its subdistricts and itself; added to those above it."""
    here: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in counted:
        code = one.committee.code
        if one.under_review:
            yield code, one.counts
        for above in (code[:9], code[:6]):
            here[above].update(one.counts)
        for above in (code[:4], ""):
            totals[above].update(one.counts)
    yield from here.items()


def parent_of(code: str) -> str:
    """The code of the area above: 12 digits lie in 9, in 6, in 4, in all."""
    return {12: code[:9], 9: code[:6], 6: code[:4]}.get(len(code), "")


def _write(pages: Iterable[tuple[str, Counter[str]]], day: date, at: datetime) -> int:
    rows = [
        ReviewDay(
            code=code, parent=parent_of(code), day=day, counted_at=at,
            counts={name: number for name, number in sorted(counts.items()) if number or name in NEWER},
        )
        for code, counts in pages
    ]  # fmt: skip
    ReviewDay.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["code", "day"],
        update_fields=["parent", "counted_at", "counts"],
    )  # fmt: skip
    return len(rows)


def _keep_reaches(area: Area, counted: list[Counted], day: date, dated: bool) -> None:
    """Begin a line for each estate of which something else was counted than on its last."""
    programmes: list[Programme] = [one.plan.programme for one in counted if one.plan]
    last = {
        row.estate_id: row for row in EstateReach.objects.filter(area.within("estate__committee"), until=None)
    }
    begun: list[EstateReach] = []
    ended: list[int] = []
    for estate, *found in walks(area, programmes, day if dated else None).values_list(
        "pk", *EstateReach.COUNTED
    ):
        row = last.get(estate)
        if row is not None and [getattr(row, name) for name in EstateReach.COUNTED] == found:
            continue
        if row is not None:
            ended.append(row.pk)
        begun.append(
            EstateReach(estate_id=estate, since=day, **dict(zip(EstateReach.COUNTED, found, strict=True)))
        )
    # A line that began today has lasted no day: what is counted now takes its place.
    EstateReach.objects.filter(pk__in=ended, since__gte=day).delete()
    EstateReach.objects.filter(pk__in=ended).update(until=day - timedelta(days=1))
    EstateReach.objects.bulk_create(begun, batch_size=BATCH)


def thin_review(*, at: datetime) -> int:
    """Of pages older than 400 days keep the last of each month. Returns the pages dropped."""
    old = timezone.localtime(at).date() - DAILY
    days = sorted(ReviewDay.objects.filter(day__lt=old).order_by().values_list("day", flat=True).distinct())
    last = {(day.year, day.month): day for day in days}
    dropped, _kinds = ReviewDay.objects.filter(
        day__in=[day for day in days if day not in last.values()]
    ).delete()
    return dropped
