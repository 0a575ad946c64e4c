"""Partners: the five forces around a station, as a map and as a list with what each gives."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from stations.models import Partner, Station
from stations.models.named import in_language
from stations.rules.energy import energy_map


@dataclass(frozen=True)
class Force:
    """One of the five, with those who stand for it."""

    key: str
    words: str
    partners: list[Partner]


def forces_of(partners: list[Partner]) -> list[Force]:
    """All five, those without a partner too: what is missing is seen as well."""
    return [
        Force(key, str(words), [one for one in partners if one.force == key])
        for key, words in Partner.Force.choices
    ]


@public(cached=True)
def partner_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The energy map, and the same as a list. Whose contract is over stands on neither, but below them."""
    rows = Station.objects.published().select_related("committee").defer("search_text", "sounds")
    station = get_object_or_404(rows, slug=slug)
    today = timezone.localdate()
    partners = list(station.partners.order_by("pk"))
    forces = forces_of([one for one in partners if not one.expired(today)])
    standing = {force.key: [one.label for one in force.partners] for force in forces}
    context = {
        "section": "stations",
        "station": station,
        "forces": forces,
        "over": [one for one in partners if one.expired(today)],
        "count": len(partners),
        "energy": energy_map(
            in_language(station.own_name or station.name, station.name_en),
            [(force.key, force.words) for force in forces],
            standing,
        ),
    }
    return TemplateResponse(request, "stations/partners/list.html", context)
