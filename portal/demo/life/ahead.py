"""The demo's near future: two weeks of booked times, some full, some with more visits than places."""

from datetime import datetime, timedelta
from functools import partial

from portal.demo.life import bookings
from portal.demo.life.desks import Desk
from portal.demo.life.world import World, midnight
from requests_desk.actions.closures import change_opening, close_day, visits_hit
from requests_desk.actions.places import has_own_hours

DAYS = 13
EVENING = timedelta(hours=-4)  # before today begins: when everybody books
TODAY_BOOKED = 9  # at the liveliest desk, for today; elsewhere fewer

FULL = {
    "fengyangyuan": (1, 2, 4),
    "wutong-tongyin": (1, 3),
    "wutong-chenzhong": (2,),
    "wutong-yuxiang": (1, 2),
}
CLOSING = {"wutong-xinghe": (2, "消防演练，半天不接待", "Fire drill")}
CLOSED_TODAY = {"wutong-mugu": (0, "停电检修，今天不开放", "Power cut for repairs, closed today")}
ONE_DESK_LESS = ("wutong-yuxiang",)


def write_down(world: World) -> None:
    """Enter an evening on which people book, and what the stations change after it."""
    evening = midnight(world.today) + EVENING
    for number, desk in enumerate(world.desks):
        world.diary.enter(evening + timedelta(seconds=number), partial(book_weeks, world, desk))
    changes = evening + timedelta(hours=1)
    for desk in world.desks:
        for closing in (CLOSING, CLOSED_TODAY):
            if desk.station.slug in closing:
                days, reason, reason_en = closing[desk.station.slug]
                world.diary.enter(changes, partial(shut, world, desk, days, reason, reason_en))
        if desk.station.slug in ONE_DESK_LESS:
            world.diary.enter(changes, partial(take_a_desk_away, desk))


def book_weeks(world: World, desk: Desk, at: datetime) -> None:
    """Bookings for today and each day after it, the fewer the further off, and some times to the last
    place."""
    if not desk.items:
        return
    for days in range(DAYS + 1):
        day = world.today + timedelta(days=days)
        count = TODAY_BOOKED if desk.busy > 3 and not days else round(desk.busy * 1.6 / (1 + days / 5))
        for _number in range(count):
            bookings.book_on(world, desk, day, at)
    for days in FULL.get(desk.station.slug, ()):
        fill_some(world, desk, days, at)


def fill_some(world: World, desk: Desk, days: int, at: datetime) -> None:
    """Two times of that day, full."""
    item = next(item for item in desk.items if not has_own_hours(item))
    day = world.today + timedelta(days=days)
    for slot in bookings.free_slots(item, day, at, green=True)[2:4]:
        bookings.fill(world, desk, slot, item, at)


def shut(world: World, desk: Desk, days: int, reason: str, reason_en: str, at: datetime) -> None:
    """The station closes a day by the action that also tells everybody who booked."""
    day = world.today + timedelta(days=days)
    seen = [visit.pk for visit in visits_hit(station=desk.station, day=day, at=at)]
    close_day(
        station=desk.station,
        day=day,
        reason=reason,
        reason_en=reason_en,
        worker=world.worker_at(desk),
        at=at,
        seen=seen,
    )


def take_a_desk_away(desk: Desk, at: datetime) -> None:
    """One visit less at a time: what was booked stands, and full times are over by staff's action."""
    desk.station.slot_capacity, desk.station.slot_held = 1, 0
    desk.station.save(update_fields=["slot_capacity", "slot_held"])
    change_opening(stations=[desk.station], at=at)
