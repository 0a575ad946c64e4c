"""The demo's past: ninety ordinary days, each with its night, its enquiries and its bookings."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from portal.demo.life import bookings, enquiries
from portal.demo.life.desks import Desk
from portal.demo.life.world import World, midnight
from requests_desk.actions.responsibility import pass_on_responsibility
from requests_desk.actions.slots import make_slots
from requests_desk.actions.tickets import close_silent, end_day
from requests_desk.actions.visits import mark_missed
from stations.models import Station

SLOTS_EVERY = 7  # days; each time they are made two weeks ahead
VISITS_A_TICKET = 0.42  # bookings made for each enquiry that just comes


def write_down(world: World, days: int) -> None:
    """Enter the mornings of the last ``days`` days and of today; what happens on a day is entered then."""
    for number in range(days + 1):
        day = world.today - timedelta(days=days - number)
        world.diary.enter(midnight(day), partial(begin_day, world, day))
        if number % SLOTS_EVERY == 0 or day == world.today:
            world.diary.enter(midnight(day), prepare)


def begin_day(world: World, day: date, at: datetime) -> None:
    """The night's work, then whatever the day will bring. Today is told elsewhere."""
    world.crew.begin(day)
    night(at)
    if day < world.today:
        for desk in world.desks:
            plan_day(world, desk, day)


def night(at: datetime) -> None:
    """What time does by itself."""
    end_day(at=at)
    mark_missed(at=at)
    pass_on_responsibility(at=at)
    close_silent(at=at)


def prepare(at: datetime) -> None:
    """Bookable times, two weeks ahead."""
    make_slots(stations=Station.objects.operating(), at=at)


def plan_day(world: World, desk: Desk, day: date) -> None:
    """Enter who comes, and who books, in the day's opening hours; people book in the evening too."""
    for moment in desk.moments(day, world.count(desk.busy), world.dice):
        world.diary.enter(moment, partial(enquiries.come, world, desk))
    for moment in waking_moments(world, day, world.count(desk.busy * VISITS_A_TICKET)):
        world.diary.enter(moment, partial(bookings.book_ahead, world, desk))


def waking_moments(world: World, day: date, count: int) -> Iterator[datetime]:
    """Moments between seven in the morning and ten at night."""
    begin = midnight(day) + timedelta(hours=7)
    for _number in range(count):
        yield timezone.localtime(begin + timedelta(minutes=world.dice.randint(0, 15 * 60)))
