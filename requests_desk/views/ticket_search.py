"""What a search finds. On PostgreSQL with millions of tickets:

- a reference: the unique index of `reference`;
- a whole phone number: the index of `phone`; its end: `ticket_phone_end`;
- a day or span: the index of committee and arrival, which also gives the newest first.

Words are looked for in one's own committees alone, along that same index.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from requests_desk.models import Ticket, TicketNote
from requests_desk.models.ticket import TicketQuerySet
from requests_desk.rules.ticket_search import Asked, understand
from stations.models import Estate, Service, Worker
from stations.rules.search import needle, normalise_query


def found(worker: Worker, said: dict[str, Any], today: date) -> QuerySet[Ticket]:
    """What fits ``said`` (the cleaned `SearchForm`) within the worker's scope. People are found at one's own desk
    alone: officials search by what is no person's."""
    asked = understand(said["q"], today)
    rows: TicketQuerySet = Ticket.objects.in_scope_of(worker)
    rows = rows.select_related("matter", "responsible", "estate", "committee")
    if asked.reference:
        hit = rows.filter(reference=asked.reference)
        if hit.exists():
            return hit
    rows = by_person(rows.at_places_of(worker), asked, worker)
    first, last = asked.first or said["since"], asked.last or said["until"]
    if first:
        rows = rows.filter(arrived_at__gte=_midnight(first))
    if last:
        rows = rows.filter(arrived_at__lt=_midnight(last + timedelta(days=1)))
    if asked.number is not None:
        rows = rows.filter(number=asked.number)
    for word in asked.words:
        rows = rows.filter(holding(word, worker))
    if said["state"]:
        rows = rows.filter(state=said["state"])
    return rows.filter(responsible=said["who"]) if said["who"] else rows


def by_person(rows: TicketQuerySet, asked: Asked, worker: Worker) -> TicketQuerySet:
    """Those of a phone number, or of one that ends so."""
    if not asked.phone and not asked.phone_end:
        return rows
    rows = rows.at_desk_of(worker)
    if asked.phone:
        return rows.filter(phone=asked.phone)
    return rows.phone_ends(asked.phone_end)


def holding(word: str, worker: Worker) -> Q:
    """``word`` in the matter, the estate, or as the name of who answers; at one's own desk also in the person's name
    or in what was said."""
    noted = TicketNote.objects.filter(ticket=OuterRef("pk"), text__contains=word)
    own = Q(committee__in=worker.scope.desk_committees)
    place = Estate.objects.in_scope_of(worker).filter(Q(name__contains=word) | Q(name_en__icontains=word))
    anywhere = Q(responsible__name=word) | Q(estate__in=place)
    if normalise_query(word):
        anywhere |= Q(matter__in=Service.objects.filter(search_text__contains=needle(word)))
    return anywhere | (own & (Q(name__contains=word) | Q(Exists(noted))))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
