"""The demo's foreman: calls the builders in order, and marks the database as a demo."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from portal.common.models import Installation
from portal.demo import (
    activities,
    around,
    book,
    files,
    ground,
    idle_rooms,
    looks,
    offices,
    open_days,
    packs,
    parties,
    places,
    plans,
    rooms,
    rounds,
    skills,
    tasks,
    terminals,
    voice,
)
from portal.demo.life.live import live
from portal.demo.wipe import wipe
from portal.demo.wutong import committees as wutong
from requests_desk.models import Slot, Ticket, Visit
from stations.actions.services import reindex_services
from stations.actions.stations import reindex_stations
from stations.actions.walking import recalculate_ways
from stations.models import ChecklistItem, Committee, Estate, Site, Station, Worker

PASSWORD = "doorstep-demo"  # noqa: S105  no secret: it is printed, and refused in production
DAYS = 90

# Told how many steps were done since it was last told; `steps(days)` in all.
Advance = Callable[[int], None]
GROUND, PLACES = 10, 15  # steps, as long as a day each


def steps(days: int) -> int:
    """How many steps a load takes."""
    return GROUND + PLACES + days + 1


def unseen(done: int) -> None:
    """The bar of a load nobody watches."""


@transaction.atomic
def load(*, at: datetime, days: int = DAYS, advance: Advance = unseen) -> dict[str, int]:
    """Wipe the demo and make it anew as of ``at``, with ``days`` days of visits and tickets behind it.

    Raises NotADemo on a database that holds other rows. Returns how many rows of each kind there are.
    """
    wipe()
    today = timezone.localtime(at).date()
    Installation.objects.create(demo=True, demo_made_on=today)
    base = ground.lay(today=today, password=make_password(PASSWORD))
    advance(GROUND)
    build_all(base)
    advance(PLACES)
    live(at=at, days=days, advance=advance)
    activities.fill(at=at)
    rooms.fill(at=at)
    open_days.fill(at=at)
    packs.fill(at=at)
    voice.fill(at=at)
    skills.fill(today=today)
    tasks.fill(at=at)
    terminals.fill(at=at)
    looks.fill(at=at)
    parties.fill(at=at)
    rounds.fill(at=at)
    idle_rooms.keep_plan_of_the_street(at=at)
    plans.fill(at=at)
    book.fill(at=at)
    return counts()


def build_all(base: ground.Ground) -> None:
    """Every committee of a file and of the invented district, and the officials above them."""
    offices.fill(base)
    for neighbour in files.read("neighbours")["committee"]:
        places.describe(base, neighbour)
    for programme in wutong.programmes(base.today):
        ground.add_programme(base, programme)
    for place in (*files.places(), *wutong.places(base.today)):
        places.build(base, place)
    activities.build_neighbours(base)
    around.build_brands()
    around.count_drop_ins(base.today)
    idle_rooms.fill()
    reindex_services(services=base.services.values())
    reindex_stations(stations=Station.objects.all())
    recalculate_ways(sites=Site.objects.all())


def counts() -> dict[str, int]:
    """How many rows of each kind stand in the database, by the kind's name."""
    kinds = (Committee, Estate, Station, ChecklistItem, Worker, Slot, Visit, Ticket)
    return {str(model._meta.verbose_name_plural): model._default_manager.count() for model in kinds}
