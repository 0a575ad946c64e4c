"""The demo's fates: what becomes of an enquiry from the moment somebody is received."""

from datetime import datetime, timedelta
from functools import partial

from portal.demo.life import hand_overs
from portal.demo.life.desks import Desk
from portal.demo.life.world import World
from requests_desk.actions.opinions import say
from requests_desk.actions.tickets import add_note, answer, answer_on_the_spot, close, reopen, start
from requests_desk.models import Ticket
from requests_desk.rules.due import add_working, working_minutes
from stations.models import Worker

State = Ticket.State


def decide(world: World, desk: Desk, ticket: Ticket, worker: Worker, at: datetime) -> None:
    """Two in three are answered on the spot; the others are taken in hand or handed over."""
    roll, done = world.dice.random(), at + world.minutes(4, 18)
    if roll < 0.66:
        world.diary.enter(done, partial(on_the_spot, world, ticket, worker))
    elif roll < 0.87 or (desk.flawless and not desk.bodies):
        world.diary.enter(done, partial(take_in_hand, world, desk, ticket, worker))
    else:
        then = partial(promise, world, desk)
        world.diary.enter(done, partial(hand_overs.hand_over, world, desk, ticket, worker, then))


def on_the_spot(world: World, ticket: Ticket, worker: Worker, at: datetime) -> None:
    _asked, answered = world.talk.about(ticket.matter.slug)
    answer_on_the_spot(ticket=ticket, worker=worker, at=at, text=answered if world.chance(0.7) else "")


def take_in_hand(world: World, desk: Desk, ticket: Ticket, worker: Worker, at: datetime) -> None:
    """It takes days: the answer follows."""
    start(ticket=ticket, worker=worker, at=at, text=world.talk.word("note") if world.chance(0.5) else "")
    promise(world, desk, ticket, at)


def promise(world: World, desk: Desk, ticket: Ticket, at: datetime) -> None:
    """Enter when the answer comes: in the time that is left or, at some desks, after it."""
    assert ticket.due_at is not None
    left = working_minutes(at, ticket.due_at, world.is_working)
    if world.chance(desk.late):
        wait = left + ticket.limit_minutes * world.dice.uniform(0.1, 4)
    else:
        wait = left * world.dice.uniform(0.1, 0.7)
    moment = add_working(at, int(wait), world.is_working)
    world.diary.enter(moment, partial(give_answer, world, desk, ticket))
    if world.chance(0.25):
        world.diary.enter(at + (moment - at) / 2, partial(jot, world, ticket))


def jot(world: World, ticket: Ticket, at: datetime) -> None:
    """An internal note on the way, while the ticket is open."""
    state, worker = now_of(world, ticket)
    if state in Ticket.OPEN:
        add_note(ticket=ticket, worker=worker, at=at, text=world.talk.word("note"))


def give_answer(world: World, desk: Desk, ticket: Ticket, at: datetime) -> None:
    """Whoever answers for it by now gives the answer; the resident's word follows, or silence."""
    state, worker = now_of(world, ticket)
    if state not in (State.SERVING, State.IN_PROGRESS, State.HANDED_OVER):
        return
    _asked, told = world.talk.about(ticket.matter.slug)
    answered = answer(ticket=ticket, worker=worker, at=at, text=told)
    roll, later = world.dice.random(), at + timedelta(hours=world.dice.uniform(2, 60))
    if roll < 0.5:
        world.diary.enter(later, partial(hear, world, desk, ticket))
    elif roll < 0.56 and not desk.flawless and not answered.reopened:
        world.diary.enter(later, partial(come_back, world, desk, ticket))


def hear(world: World, desk: Desk, ticket: Ticket, at: datetime) -> None:
    """The resident says it is solved: to the desk, or on the tracking page."""
    state, worker = now_of(world, ticket)
    if state == State.ANSWERED:
        told_to = worker if world.chance(0.5) else None
        closed = close(ticket=ticket, worker=told_to, at=at, text=world.talk.word("thanks"))
        if told_to is None:
            give_opinion(world, desk, closed, at)


def give_opinion(world: World, desk: Desk, ticket: Ticket, at: datetime) -> None:
    """Most who follow it themselves say how it was; nothing unfavourable of a real place."""
    score = 4 + ticket.pk % 2 if desk.flawless else (5, 4, 5, 3, 4, 5, 2, 4, 1)[ticket.pk % 9]
    text = world.talk.word("content" if score > 3 else "discontent")
    say(ticket=ticket, score=score, text=text if ticket.pk % 3 == 0 else "", at=at)


def come_back(world: World, desk: Desk, ticket: Ticket, at: datetime) -> None:
    """The resident says it is not solved."""
    state, _worker = now_of(world, ticket)
    if state == State.ANSWERED:
        reopened = reopen(ticket=ticket, at=at, text=world.talk.word("again"))
        promise(world, desk, reopened, at)


def now_of(world: World, ticket: Ticket) -> tuple[str, Worker]:
    """The ticket's state now, and who answers for it by now."""
    state, key = Ticket.objects.values_list("state", "responsible").get(pk=ticket.pk)
    return state, world.crew.by_key(key)
