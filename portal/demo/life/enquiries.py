"""The demo's enquiries: somebody comes, waits or sits down at once, and is received."""

from datetime import datetime, timedelta
from functools import partial

from portal.demo.life import fates
from portal.demo.life.desks import Desk
from portal.demo.life.world import World
from requests_desk.actions.line import NobodyWaits, StillCalling, call_next, check_in
from requests_desk.actions.tickets import leave, receive
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import Ticket, Visit
from stations.models import Worker

Channel = Ticket.Channel
TRIES = 20  # calls before those who wait go home


def come(world: World, desk: Desk, at: datetime) -> None:
    """An enquiry by whatever way: most walk in, some phone, a few are met on a round."""
    dice = world.dice
    channel = dice.choices([Channel.WALK_IN, Channel.PHONE, Channel.ROUND], [76, 17, 7])[0]
    waits = channel == Channel.WALK_IN and world.chance(0.14)
    worker = world.worker_at(desk)
    ticket = log(world, desk, worker, at, channel=channel, to_line=waits)
    if waits:
        world.diary.enter(at + world.minutes(2, 9), partial(call, world, desk))
    else:
        fates.decide(world, desk, ticket, worker, at)


def log(
    world: World,
    desk: Desk,
    worker: Worker,
    at: datetime,
    *,
    channel: Channel = Channel.WALK_IN,
    to_line: bool = False,
    green: bool | None = None,
    slug: str = "",
) -> Ticket:
    """Write down what somebody asks. Who walks in need not say who they are."""
    matter = next((one for one in desk.matters if one.slug == slug), None) or desk.matter(world.dice)
    who = desk.people.somebody()
    silent = channel == Channel.WALK_IN and world.chance(0.15)
    asked, _answered = world.talk.about(matter.slug)
    return log_ticket(
        station=desk.station,
        matter=matter,
        worker=worker,
        at=at,
        words=asked,
        name="" if silent else who.name,
        phone="" if silent else who.phone,
        estate=who.estate,
        green=world.chance(0.12) if green is None else green,
        on_behalf=world.chance(0.1),
        channel=channel,
        to_line=to_line,
    ).ticket


def arrive(world: World, desk: Desk, visit: Visit, at: datetime) -> None:
    """Somebody who booked is here, takes a number, and waits or sits down at once."""
    worker = world.worker_at(desk)
    ticket = check_in(visit=visit, worker=worker, at=at).ticket
    if world.chance(0.2):
        world.diary.enter(at + world.minutes(1, 6), partial(call, world, desk))
    else:
        fates.decide(world, desk, receive(ticket=ticket, worker=worker, at=at), worker, at)


def call(world: World, desk: Desk, at: datetime, tries: int = TRIES) -> None:
    """Call the next in line; while all who could are still calling, try again."""
    worker = world.worker_at(desk)
    try:
        ticket = call_next(station=desk.station, worker=worker, at=at, desk=world.seat_of(worker, desk))
    except NobodyWaits:
        return
    except StillCalling:
        if tries:
            world.diary.enter(at + timedelta(minutes=3), partial(call, world, desk, tries=tries - 1))
        return
    world.diary.enter(at + timedelta(minutes=1), partial(sit_down, world, desk, ticket, worker))


def sit_down(world: World, desk: Desk, ticket: Ticket, worker: Worker, at: datetime) -> None:
    """Whoever was called sits down, or has left."""
    if not desk.flawless and world.chance(0.05):
        leave(ticket=ticket, worker=worker, at=at)
        return
    fates.decide(world, desk, receive(ticket=ticket, worker=worker, at=at), worker, at)
