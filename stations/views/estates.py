"""I live here: an estate's living room, the walk to it, and whom to turn to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from stations.models import Building, ChecklistItem, Council, Estate, GridPost, Station
from stations.rules.lettering import as_counted
from stations.views.cards import Card, cards
from stations.views.grids import Block, Blocks, blocks_of
from stations.views.moves import began_on, moving
from stations.views.nearby import nearest_anyway

OTHERS = 3  # further stations named
LACKING = 12  # services named that are to be had elsewhere
LARGEST_KEY = 2**63 - 1


@public(cached=True)
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    """My station, the minutes now and before, my block's people, my committee, my estate's bodies."""
    now = timezone.now()
    here = load(pk)
    doors = cards(stations_around(here), now, from_somewhere=True)
    mine = mine_among(doors, here)
    station = mine.station if mine else None
    at_mine, elsewhere, more = services_around(doors, mine)
    context = {
        "section": "stations",
        "estate": here,
        "committee": here.committee,
        "mine": mine,
        "others": [card for card in doors if card is not mine][:OTHERS],
        "moving": moving(station, [here], began_on(here.committee)) if station else None,
        "items": at_mine,
        "bookable": mine is not None and mine.state != "unknown" and any(item.bookable for item in at_mine),
        "elsewhere": elsewhere,
        "more_elsewhere": more,
        "beyond": None if mine or here.point is None else nearest_anyway(here.point),
        "blocks": (blocks := blocks_of(here.committee)).around(here),
        "spread": blocks.spread,
        "mine_block": my_block(request, blocks, here),
        "bodies": list(here.bodies.all()),
        "councils": councils_of(here),
        "planned": planned_for(here, mine),
    }
    return TemplateResponse(request, "stations/estates/detail.html", context)


def load(pk: int) -> Estate:
    """The estate with its committee, street and district, or Http404."""
    rows = Estate.objects.select_related(
        "committee__subdistrict__parent", "committee__relocation__programme", "committee"
    )
    found = rows.filter(pk=pk).first() if pk <= LARGEST_KEY else None
    if found is None:
        raise Http404
    return found


def stations_around(here: Estate) -> list[Station]:
    """Operating stations that serve the estate or lie within a walk, the nearest first; a few suffice."""
    return list(Station.objects.operating().for_cards().walked_from(here.pk)[: 4 * OTHERS])


def mine_among(doors: list[Card], here: Estate) -> Card | None:
    """The estate's primary station; else the first of those that serve it; else the nearest door."""
    serving = {area.station_id: area.primary for area in here.areas.all()}
    known = [card for card in doors if card.station.pk in serving]
    primary = next((card for card in known if serving[card.station.pk]), None)
    return primary or next(iter(known or doors), None)


@dataclass(frozen=True)
class Elsewhere:
    """A service that my living room does not have, and the nearest door behind which it is."""

    item: ChecklistItem
    card: Card


def services_around(
    doors: list[Card], mine: Card | None
) -> tuple[list[ChecklistItem], list[Elsewhere], bool]:
    """What ``mine`` offers now, in the checklist's order; what it does not have, each at the nearest of
    the other ``doors`` (a service of the same name counts as the same); whether there is more of that.
    One statement."""
    if mine is None:
        return [], [], False
    items = ChecklistItem.objects.active().filter(station__in=[card.station.pk for card in doors])
    rows = list(items.select_related("service").order_by("section__position", "service__number", "pk"))
    by_station: dict[int, list[ChecklistItem]] = defaultdict(list)
    for row in rows:
        by_station[row.station_id].append(row)
    here = by_station[mine.station.pk]
    known = {item.service.name for item in here}
    lacking: list[Elsewhere] = []
    for card in doors:  # the nearest first
        for item in by_station[card.station.pk]:
            if item.service.name not in known:
                known.add(item.service.name)
                lacking.append(Elsewhere(item, card))
    return here, lacking[:LACKING], len(lacking) > LACKING


def councils_of(here: Estate) -> list[Council]:
    """The residents' councils of the estate, and those of its whole committee."""
    rows = Council.objects.filter(committee=here.committee_id).select_related("estate").order_by("pk")
    return [one for one in rows if one.estate_id in (None, here.pk)]


@dataclass(frozen=True)
class MyBlock:
    """The question "who looks after my building?": the buildings to choose from, and the answer once one
    was chosen. ``unknown``: what was asked for is none of them."""

    buildings: list[Building]
    building: Building | None = None
    block: Block | None = None
    posts: tuple[GridPost, ...] = ()
    unknown: bool = False


def my_block(request: HttpRequest, blocks: Blocks, here: Estate) -> MyBlock | None:
    """What ``?building=`` asks for, among the estate's own buildings and courts; None where none is
    recorded. Without a statement: all of them are read already."""
    own = (one for block in blocks.rows for one in block.buildings if one.estate_id == here.pk)
    buildings = sorted(own, key=lambda one: as_counted(one.name))
    asked = request.GET.get("building", "")
    chosen = next((one for one in buildings if str(one.pk) == asked), None)
    block = blocks.of(chosen) if chosen else None
    if chosen is None or block is None:
        return MyBlock(buildings, unknown=bool(asked)) if buildings else None
    return MyBlock(buildings, chosen, block, tuple(block.posts_for(chosen)))


def planned_for(here: Estate, mine: Card | None) -> list[Any]:
    """Stations to come for this estate, named where none is open to it yet."""
    if mine is not None:
        return []
    return list(Station.objects.filter(status=Station.Status.PLANNED, areas__estate=here).order_by("pk"))
