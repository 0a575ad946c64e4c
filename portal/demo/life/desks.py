"""The demo's desks: one operating station each, with what is asked there, when it is open, how busy it is."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.demo.files import Data, read
from portal.demo.life.people import People
from portal.demo.wutong.draw import slug_of
from stations.models import ChecklistItem, Estate, EstateBody, OpeningDay, Service, Station

Span = tuple[datetime, datetime]
LAST_ENTRY = timedelta(minutes=20)  # nobody comes later than that before closing
RESIDENTS = 60  # known around a desk


@dataclass
class Desk:
    """A station at work. ``flawless``: a real place, where nothing goes wrong."""

    station: Station
    busy: float
    late: float
    flawless: bool
    matters: list[Service]
    items: list[ChecklistItem]
    bodies: list[EstateBody]
    people: People
    spans: dict[date, list[Span]]
    place: str

    def moments(self, day: date, count: int, dice: random.Random) -> Iterator[datetime]:
        """``count`` moments of the day's opening hours."""
        for _number in range(count if self.spans.get(day) else 0):
            opens, closes = dice.choice(self.spans[day])
            yield opens + dice.random() * max(timedelta(), closes - LAST_ENTRY - opens)

    def matter(self, dice: random.Random) -> Service:
        """What somebody asks for; the first things of a checklist are asked for most."""
        last = len(self.matters) - 1
        return self.matters[min(last, int(dice.expovariate(1 / (1 + last / 2.5))))]


def open_desks(dice: random.Random) -> list[Desk]:
    """A desk for every operating station with hours, in the order of their committees."""
    spans = opening_spans()
    figures = read_figures()
    stations = Station.objects.operating().exclude(week=None).select_related("committee")
    return [
        open_desk(station, figures[station.slug], spans[station.pk], dice)
        for station in stations.order_by("committee__code", "pk")
    ]


def read_figures() -> dict[str, Data]:
    """How busy and how late each station is, by its slug."""
    life, book = read("life"), read("wutong")
    figures = {slug: {"busy": busy, "late": 0.0, "flawless": True} for slug, busy in life["busy"].items()}
    for street in book["subdistricts"]:
        for line in street["committees"]:
            for slug, share in ((slug_of(line), "main"), (f"{slug_of(line)}-stop", "stop")):
                busy, late = line["busy"] * life["share"][share], life["late"][line["checks"]]
                figures[slug] = {"busy": busy, "late": late, "flawless": False}
    return figures


def opening_spans() -> dict[int, dict[date, list[Span]]]:
    """Every opening interval there is, by station and day."""
    spans: dict[int, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    rows = OpeningDay.objects.exclude(opens=None).order_by("date", "opens")
    for station, day, opens, closes in rows.values_list("station", "date", "opens", "closes"):
        if opens is not None and closes is not None:
            begin, end = (timezone.make_aware(datetime.combine(day, clock)) for clock in (opens, closes))
            spans[station][day].append((begin, end))
    return spans


def open_desk(station: Station, figures: Data, spans: dict[date, list[Span]], dice: random.Random) -> Desk:
    offered = ChecklistItem.objects.active().filter(station=station).with_own_hours()
    items = list(
        offered.select_related("service", "station").order_by("section__position", "service__number")
    )
    estates = list(Estate.objects.filter(areas__station=station))
    return Desk(
        station=station,
        # What is done at once is seldom written down.
        matters=[item.service for item in items if item.service.limit_hours],
        items=[item for item in items if item.bookable],
        bodies=list(EstateBody.objects.filter(estate__in=estates).order_by("pk")),
        people=People(dice, estates, RESIDENTS),
        spans=spans,
        place=str(station.sites.current().get()),
        **figures,
    )
