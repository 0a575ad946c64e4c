"""The poster for the old office's door: we have moved, where to, since when; one sheet of A4."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from unicodedata import east_asian_width

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import public
from portal.common.links import absolute
from portal.common.qr import qr_svg
from portal.views.station_page import load, planned_on
from stations.models import Site, Station
from stations.views.checklist import hour_lines
from stations.views.moves import began_on, moving

Kind = Literal["moved", "moving", "opening", "to_move", "here"]

# How much may stand on the sheet in its largest print, and in the next: in Latin letters' widths, of
# which a Chinese character takes two and a line of hours twenty. Tried at these limits in the tests.
LARGEST, SMALLER = 220, 500
LINE = 20


@dataclass(frozen=True)
class Poster:
    """What it has to say: which of five things, from which day (or by which at the latest), where not."""

    kind: Kind
    day: date | None
    rough: bool  # no more than the month or the year is known of the day
    promised: bool  # the day is the plan's, not yet the site's own
    left: Site | None


@public(cached=True)
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """The poster, to print; 404 for a station that was given up: nobody is to be sent there."""
    station = load(slug)
    if station.status == Station.Status.CLOSED:
        raise Http404
    site, said = station.site, poster_of(station, timezone.localdate())
    hours = hour_lines(station.week.order_by("weekday", "opens"))
    texts = [station.label, str(site or ""), site.entrance_label if site else "", str(said.left or "")]
    context: dict[str, Any] = {
        "section": "stations",
        "station": station,
        "site": site,
        "poster": said,
        "hours": hours,
        "phone": station.phone or station.committee.phone,
        "print_size": print_size(texts, sum(len(intervals) for _days, intervals in hours)),
        "qr": qr_svg(absolute(station.get_absolute_url()), title=_("QR code of this living room's page")),
    }
    return TemplateResponse(request, "portal/poster.html", context)


def poster_of(station: Station, today: date) -> Poster:
    """What ``station``'s poster says on ``today``. One statement."""
    site = station.site
    move = moving(station, [], began_on(station.committee))
    left = None if move.before is None or move.same_address else move.before.site
    begins = site.used_from if site else None
    if station.status == Station.Status.PLANNED or (begins and begins > today):
        kind: Kind = "moving" if left else "opening"
        return Poster(kind, planned_on(station), _rough(site), begins is None, left)
    if day := _due(station, site, today):
        return Poster("to_move", day, False, True, None)
    return Poster("moved" if left else "here", begins if left else None, _rough(site), False, left)


def _due(station: Station, site: Site | None, today: date) -> date | None:
    """By when a committee that still sits behind a gate or upstairs is to move, by its programme."""
    plan = getattr(station.committee, "relocation", None)
    waits = (
        plan is not None and station.kind == Station.Kind.MAIN and site is not None and not site.street_front
    )
    day: date | None = plan.promised_on if plan is not None and waits else None
    return day if day and day >= today else None


def print_size(texts: Iterable[str], lines: int) -> str:
    """How large the poster can be printed so that it fits one sheet: "", "smaller" or "smallest"."""
    wide = sum(2 if east_asian_width(letter) in "WF" else 1 for text in texts for letter in text)
    weight = wide + LINE * lines
    return "" if weight <= LARGEST else "smaller" if weight <= SMALLER else "smallest"


def _rough(site: Site | None) -> bool:
    return site is not None and site.dates_are_rough
