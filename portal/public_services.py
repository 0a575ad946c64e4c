"""How the promised time of each service was kept, for everyone: as the last night summed it up."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from requests_desk.models import ServiceFigures
from requests_desk.rules.small_numbers import FEWEST, in_tens
from requests_desk.views.clocks import span_in_words
from stations.models import Division, Service
from stations.rules.coverage import Share


@dataclass(frozen=True)
class Kept:
    """One service: answers in whole tens, the share on time, and the median of working minutes to the answer."""

    service: Service
    cases: int
    percent: int | None
    median_minutes: int

    @property
    def median_words(self) -> str:
        return span_in_words(self.median_minutes) if self.median_minutes else _("less than a minute")


@dataclass(frozen=True)
class Services:
    """The services of an area of which enough was answered, as of ``day``; None: no night has summed them up."""

    code: str
    name: str
    day: date | None
    rows: list[Kept]
    hidden: bool  # whether there are services of which too little was answered


def services_of(code: str) -> Services:
    """Those of an area, by their number at the desk. Two statements. Http404 for what is no area."""
    area = Division.objects.filter(code=code).first() if code else None
    if code and area is None:
        raise Http404
    found = list(
        ServiceFigures.objects.filter(code=code)
        .select_related("service")
        .defer("service__search_text", "service__steps", "service__papers")
        .order_by("service__number", "service")
    )
    rows = [
        Kept(one.service, in_tens(one.answered), Share(one.on_time, one.answered).percent, one.median_minutes)
        for one in found
        if one.answered >= FEWEST
    ]
    name = area.label if area else ""
    return Services(code, name, found[0].day if found else None, rows, len(rows) < len(found))
