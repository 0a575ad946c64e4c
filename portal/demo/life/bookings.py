"""The demo's bookings: somebody books a time some days ahead, and comes, moves it, cancels or forgets."""

from datetime import date, datetime, timedelta
from functools import partial
from itertools import count

from django.utils import timezone

from portal.demo.life import enquiries
from portal.demo.life.desks import Desk
from portal.demo.life.people import Resident
from portal.demo.life.world import World, midnight
from requests_desk.actions.excuses import excuse
from requests_desk.actions.places import SlotFull, has_own_hours
from requests_desk.actions.visits import book, cancel, move
from requests_desk.models import Slot, Visit
from requests_desk.models.slot import SlotQuerySet
from stations.models import ChecklistItem

EXCUSER = "女儿"
LEAD = (1, 6)  # days ahead, in the past; slots are made a week before at least

_keys = count(1)


def book_ahead(world: World, desk: Desk, at: datetime) -> None:
    """One booking of an ordinary day, and what becomes of it."""
    if not desk.items:
        return
    day = timezone.localtime(at).date() + timedelta(days=world.dice.randint(*LEAD))
    visit = book_on(world, desk, day, at)
    if visit is not None and day < world.today:
        expect(world, desk, visit)


def book_on(world: World, desk: Desk, day: date, at: datetime) -> Visit | None:
    """Book a free time of that day; None where there is none. Some let the desk book for them."""
    item, green = world.dice.choice(desk.items), world.chance(0.2)
    share = world.dice.random()
    free = free_slots(item, day, at, green)
    # From any moment of the day on: the first free time, or else the last one before it.
    moment = midnight(day) + timedelta(hours=8 + 9 * share)
    slot = free.filter(starts_at__gte=moment).first() or free.last()
    return book_slot(world, desk, item, slot, green, at) if slot else None


def free_slots(item: ChecklistItem, day: date, at: datetime, green: bool) -> SlotQuerySet:
    """The day's times for ``item`` that somebody of this lane would get at ``at``, in order."""
    slots = Slot.objects.serving(item, own=has_own_hours(item)).with_room(at, green=green)
    begin = max(midnight(day), at + timedelta(minutes=item.station.notice_minutes))
    return slots.between(begin, midnight(day + timedelta(days=1))).order_by("starts_at")


def book_slot(world: World, desk: Desk, item: ChecklistItem, slot: Slot, green: bool, at: datetime) -> Visit:
    """Book this very time. Where nobody is left who could be written to, the phone number is enough."""
    who: Resident = desk.people.somebody()
    number = next(_keys)
    by_phone = 9 <= timezone.localtime(at).hour < 17 and world.chance(0.3)
    ahead = slot.starts_at >= midnight(world.today)
    return book(
        item=item,
        slot=slot,
        place=desk.place,
        name=who.name,
        phone=who.phone,
        # Past messages would have been sent long ago; those of the future wait in the outbox.
        email=f"resident{number}@example.com" if ahead and not by_phone and world.chance(0.2) else "",
        key=f"demo-{number}",
        at=at,
        on_behalf=world.chance(0.12),
        green=green,
        booked_by=world.worker_at(desk) if by_phone else None,
        most=None,  # the few invented residents come more often than two may in a day
    )


def expect(world: World, desk: Desk, visit: Visit) -> None:
    """Most come, a few minutes early or late; some cancel or move it the day before; some ring
    afterwards; some forget."""
    roll, day_before = world.dice.random(), visit.starts_at - timedelta(hours=world.dice.uniform(3, 20))
    if roll < 0.84:
        come = max(visit.starts_at + world.minutes(-12, 8), midnight(local_day(visit)))
        world.diary.enter(come, partial(enquiries.arrive, world, desk, visit))
    elif roll < 0.91:
        world.diary.enter(max(day_before, visit.booked_at), partial(call_off, visit))
    elif roll < 0.95:
        world.diary.enter(max(day_before, visit.booked_at), partial(put_off, world, desk, visit))
    elif roll < 0.975:
        world.diary.enter(visit.starts_at + timedelta(hours=1), partial(be_excused, world, desk, visit))


def call_off(visit: Visit, at: datetime) -> None:
    """The resident cancels."""
    cancel(visit=visit, at=at)


def be_excused(world: World, desk: Desk, visit: Visit, at: datetime) -> None:
    """Somebody rings the desk: the person could not come."""
    worker = world.crew.at_desk(desk.station.committee)[0]
    excuse(visit=visit, worker=worker, at=at, said_by=EXCUSER if visit.on_behalf else "")


def put_off(world: World, desk: Desk, visit: Visit, at: datetime) -> None:
    """The resident moves it to another time of a later day, if there is one."""
    assert visit.item is not None
    day = local_day(visit) + timedelta(days=1)
    if slot := free_slots(visit.item, day, at, visit.green).first():
        moved = move(visit=visit, slot=slot, at=at)
        if day < world.today:
            expect(world, desk, moved)
    else:
        cancel(visit=visit, at=at)


def local_day(visit: Visit) -> date:
    return timezone.localtime(visit.starts_at).date()


def fill(world: World, desk: Desk, slot: Slot, item: ChecklistItem, at: datetime) -> int:
    """Book ``slot`` until nothing is left, the held places by the green lane; returns how many."""
    booked = 0
    for green in (False, True):
        while True:
            try:
                book_slot(world, desk, item, slot, green, at)
            except SlotFull:
                break
            booked += 1
    return booked
