"""The first start's stock: what can be asked for, and what of it the first station offers."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from requests_desk.actions.closures import change_opening
from stations.actions.catalogue import load_services
from stations.models import ChecklistItem, ChecklistSection, Service, Station
from stations.rules.service_entries import GENERAL


@transaction.atomic
def stock_station(*, station: Station, slugs: Collection[str], at: datetime) -> int:
    """Take over the starter catalogue and put those of ``slugs``, and the general enquiry, on
    ``station``'s checklist, a section for each life situation. Returns how many were put there.

    What takes time can be booked, what is done at once needs no booking. Nothing is marked as checked:
    that is for somebody who checked it. Raises NoCatalogue or CatalogueRefused, and then nothing is done.
    """
    load_services()
    code = station.committee.code
    rows = (
        Service.objects.asked_at(code)
        .filter(Q(station=None) | Q(station=station), slug__in={*slugs, GENERAL})
        .exclude(items__station=station)
    )
    items = _items(station, list(rows))
    ChecklistItem.objects.bulk_create(items)
    change_opening(stations=[station], at=at)
    return len(items)


def _items(station: Station, services: Iterable[Service]) -> list[ChecklistItem]:
    sections = _sections(station, services)
    return [
        ChecklistItem(
            station=station,
            service=service,
            section=sections[service.situation],
            bookable=service.limit_hours > 0,
        )
        for service in services
    ]


def _sections(station: Station, services: Iterable[Service]) -> dict[str, ChecklistSection]:
    """A section for each situation, in the order of the situations, in both languages."""
    needed = {service.situation for service in services}
    sections = {}
    for position, situation in enumerate(Service.Situation, start=1):
        if situation.value not in needed:
            continue
        names = {}
        for column, language in (("name", "zh-hans"), ("name_en", "en")):
            with translation.override(language):
                names[column] = str(situation.label)
        sections[situation.value], _made = ChecklistSection.objects.get_or_create(
            station=station, name=names["name"], defaults={"position": position, "name_en": names["name_en"]}
        )
    return sections
