"""The demo's hand-overs: to a colleague, a body of the estate, the subdistrict or somebody outside."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.life.desks import Desk
from portal.demo.life.world import World
from requests_desk.actions.hand_overs import accept, decline, offer, withdraw
from requests_desk.models import HandOver, Ticket
from requests_desk.rules.due import add_working
from stations.models import Worker

# What follows once it is settled who answers: the ticket, and since when.
Then = Callable[[Ticket, datetime], None]

OUTSIDE = ("供水营业所", "电梯维保单位", "环卫作业队")
SPEAKERS = ("张经理", "李师傅", "王会计")


def hand_over(world: World, desk: Desk, ticket: Ticket, worker: Worker, then: Then, at: datetime) -> None:
    """Offer it to somebody; the decision follows within a working day, at real places within the hour."""
    reason = world.talk.word("hand_over")
    made = offer(ticket=ticket, worker=worker, at=at, reason=reason, **addressee(world, desk, worker))
    when = add_working(at, world.dice.randint(10, 60 if desk.flawless else 400), world.is_working)
    world.diary.enter(when, partial(settle, world, desk, made, then))


def addressee(world: World, desk: Desk, worker: Worker) -> dict[str, Any]:
    """Whom it is offered to: at real places a body of the estate, elsewhere whoever it may be."""
    roll = 0.5 if desk.flawless else world.dice.random()
    colleagues = [one for one in world.crew.at_desk(desk.station.committee) if one != worker]
    if desk.bodies and 0.3 <= roll < 0.7:
        return {"to_body": world.dice.choice(desk.bodies)}
    if colleagues and roll < 0.7:
        return {"to_worker": world.dice.choice(colleagues)}
    if roll < 0.88:
        return {"to_division": desk.station.committee.subdistrict}
    return {"to_outside": world.dice.choice(OUTSIDE)}


def settle(world: World, desk: Desk, made: HandOver, then: Then, at: datetime) -> None:
    """Accepted most of the time, declined now and then, seldom taken back; a few wait for an answer."""
    fresh = HandOver.objects.select_related("ticket__matter").get(pk=made.pk)
    if fresh.outcome != HandOver.Outcome.OFFERED:
        return
    roll = 0.0 if desk.flawless else world.dice.random()
    worker = decider(world, fresh)
    said_by = "" if fresh.signs_in else world.dice.choice(SPEAKERS)
    if roll < 0.74:
        accept(hand_over=fresh, worker=worker, at=at, said_by=said_by)
    elif roll < 0.93:
        reason, elsewhere = world.talk.word("decline"), world.talk.word("next_address")
        decline(hand_over=fresh, worker=worker, at=at, reason=reason, next_address=elsewhere, said_by=said_by)
    elif roll < 0.97:
        giver = world.crew.by_key(fresh.ticket.responsible_id)
        withdraw(hand_over=fresh, worker=giver, at=at)
    else:
        return
    then(fresh.ticket, at)


def decider(world: World, made: HandOver) -> Worker:
    """The addressee; for one without an account whoever answers for the ticket."""
    if made.to_worker_id is not None:
        return world.crew.by_key(made.to_worker_id)
    if made.to_division_id is not None:
        return world.crew.in_office(made.to_division_id)[0]
    return world.crew.by_key(made.ticket.responsible_id)
