"""The demo's life: runs the diary from ninety days ago up to now, through the portal's own actions."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from portal.demo.life import ahead, doors, history, today
from portal.demo.life.crew import Crew
from portal.demo.life.desks import open_desks
from portal.demo.life.diary import Diary
from portal.demo.life.people import Talk
from portal.demo.life.world import World, midnight
from requests_desk.actions.slots import make_slots
from stations.actions.opening import DAYS_AHEAD, rebuild_opening_days
from stations.models import Holiday, Station

SEED = 891


def live(*, at: datetime, days: int, advance: Callable[[int], None]) -> None:
    """Tell the last ``days`` days, the bookings ahead and the day so far; ``advance`` after each day."""
    world = make_world(at, days)
    history.write_down(world, days)
    ahead.write_down(world)
    for number in range(days, -1, -1):
        world.diary.run(midnight(world.today - timedelta(days=number)))
        advance(1)
    doors.stay_open(today.desks_of_today(world), at)
    today.write_down(world, timezone.localtime(at))
    world.diary.run(at)
    # The lengthened day has times to book, too, but only from now on: nobody had booked them before.
    make_slots(stations=Station.objects.operating(), at=at)


def make_world(at: datetime, days: int) -> World:
    """Open the stations from ``days`` days ago to two months ahead, and seat everybody."""
    today_is = timezone.localtime(at).date()
    first = today_is - timedelta(days=days)
    doors.open_today(at)
    rebuild_opening_days(stations=Station.objects.operating(), today=first, ahead=days + DAYS_AHEAD)
    dice = random.Random(SEED)
    crew = Crew()
    crew.begin(first)
    is_working = Holiday.objects.calendar()
    return World(today_is, dice, Diary(), crew, Talk(dice), open_desks(dice), is_working)
