"""The chain of responsibility under random hands: whatever anybody tries, in whatever order, somebody answers for
the ticket, its clock goes on, its diary tells all of it, and what is not allowed leaves no trace."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from requests_desk.actions import hand_overs, queue, tickets
from requests_desk.actions import undo as undoing
from requests_desk.models import Ticket
from requests_desk.models.ticket import TicketQuerySet
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

from .chain import EVERY, WAITS, World

# A sequence that breaks is short enough to be read: making it shorter would take minutes.
HOUSE = {
    "deadline": None, "database": None, "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate], "report_multiple_bugs": False,
}  # fmt: skip
# Somebody's step: one of those that stand open now, by its number, or anything at all; and what time does first.
STEP = st.tuples(st.integers(0, 99), st.integers(0, 9999), st.sampled_from(WAITS))
SEQUENCE = st.lists(STEP, min_size=3, max_size=14)


@pytest.fixture
def people(
    desk: Worker, colleague: Worker, head: Worker, stranger: Worker, street: Worker, other_street: Worker
) -> dict[str, Worker]:
    nobody = make.worker("nobody")
    nobody.load_scope(on=make.TODAY)
    rows = (desk, colleague, head, stranger, street, other_street, nobody)
    return {row.username.replace("-", "_"): row for row in rows}


@pytest.fixture
def ticket(place: Place, desk: Worker, colleague: Worker) -> Ticket:
    make.ticket(colleague, place.station, place.service)  # of which it may be a double
    return make.ticket(desk, place.station, place.service, to_line=True)


@contextmanager
def taken_back() -> Iterator[None]:
    """Everything inside is rolled back."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def play(ticket: Ticket, people: dict[str, Worker], sequence: list[tuple[int, int, int]]) -> World:
    main = Ticket.objects.exclude(pk=ticket.pk).get()
    world = World(ticket, {name: copy.copy(who) for name, who in people.items()}, main)
    for kind, number, minutes in sequence:
        world.pass_time(minutes)
        if kind < 6:
            world.night()
        elif kind < 9:
            world.end_post(("desk", "colleague", "stranger")[number % 3])
        elif kind < 65:
            open_now = towards([one for one in EVERY if world.legal(*one)], kind)
            world.take(*(open_now or EVERY)[number % len(open_now or EVERY)])
        else:
            world.take(*EVERY[number % len(EVERY)])
    if len(sequence) % 3 == 0:
        world.pass_time(1440)
        world.night()
    return world


def towards(open_now: list[tuple[str, str]], kind: int) -> list[tuple[str, str]]:
    """Of the steps that stand open, those that hands left to chance find too seldom: few take a step back, and whoever
    waits may always go, after which there is little left to try."""
    if kind >= 58:
        return [one for one in open_now if one[0] == "undo"] or open_now
    if kind >= 50:
        return [one for one in open_now if one[0] != "leave"] or open_now
    return open_now


def search(ticket: Ticket, people: dict[str, Worker], most: int) -> dict[str, int]:
    """Play ``most`` sequences; gives how often which event was written."""
    told: dict[str, int] = {}

    @settings(max_examples=most, **HOUSE)
    @given(SEQUENCE)
    def every_sequence(sequence: list[tuple[int, int, int]]) -> None:
        with taken_back():
            for _pk, kind, *_rest in play(ticket, people, sequence).now.events:
                told[kind] = told.get(kind, 0) + 1

    every_sequence()
    return told


def test_the_chain_holds(ticket: Ticket, people: dict[str, Worker]) -> None:
    reached: set[str] = set()
    for _search in range(5):  # a step back is seldom taken, and a hundred sequences may go by without one
        reached |= set(search(ticket, people, 100))
        if reached >= {"received", "called", "undone"}:
            return
    pytest.fail(f"500 sequences came no further than {reached}")


def test_over_new_years_day(ticket: Ticket, people: dict[str, Worker]) -> None:
    """A sequence that random hands once found: an answer is owed across a day on which nobody works."""
    over = [(34, 1425, 200), (46, 262, 11000), (26, 8079, 1440), (69, 1200, 11000), (27, 9999, 0)]
    over += [(15, 761, 1), (65, 1612, 11000), (1, 53, 11000), (74, 275, 9), (12, 918, 11), (0, 4793, 200)]
    world = play(ticket, people, [*over, (42, 100, 11000), (69, 1200, 11000), (30, 0, 1)])
    assert world.at.year == 2027


def test_an_undo_pressed_twice(ticket: Ticket, people: dict[str, Worker]) -> None:
    """The same press, whoever answers by now: it takes nothing back, and leaves no trace."""
    world = World(ticket, people, Ticket.objects.exclude(pk=ticket.pk).get())
    for step, actor in (
        ("receive", "desk"),
        ("undo", "desk"),
        ("undo", "desk"),
        ("receive", "head"),
        ("undo", "head"),
    ):
        world.take(step, actor)
    world.take("undo", "head")
    assert world.now.row["state"] == "waiting"


@pytest.mark.proof
def test_the_chain_holds_for_long(ticket: Ticket, people: dict[str, Worker]) -> None:
    told = search(ticket, people, 2000)
    # Otherwise nothing was tried: the steps that bear the chain have each been taken many times.
    bearing = ("answered", "accepted", "reopened", "set_aside", "taken_over", "undone")
    assert not [kind for kind in bearing if told.get(kind, 0) < 10]
    print(f"\n2000 sequences: {sum(told.values())} events, {dict(sorted(told.items()))}")


def anybody(*args: Any, **kwargs: Any) -> None:
    """A guard that lets everybody through."""


def clock_from_zero(ticket: Ticket, at: Any) -> None:
    ticket.running_since, ticket.answered_at, ticket.spent_minutes = None, at, 0
    ticket.save()


def break_and_search(ticket: Ticket, people: dict[str, Worker], monkeypatch: Any, *where: Any) -> None:
    monkeypatch.setattr(*where)
    with pytest.raises(AssertionError):
        search(ticket, people, 1000)


def test_a_broken_link_is_found(
    ticket: Ticket, people: dict[str, Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_and_search(ticket, people, monkeypatch, tickets, "must_be_at_desk", anybody)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("room", "name", "broken"),
    [
        (tickets, "must_answer_for", anybody),
        (hand_overs, "must_be_asked", anybody),
        (tickets, "_stop_clock", clock_from_zero),
        (undoing, "set_offer_back", anybody),
        (queue, "must_be_at_desk", anybody),
        (TicketQuerySet, "in_line", lambda rows: rows.waiting().filter(called_by=None)),
    ],
    ids=[
        "anybody answers",
        "anybody accepts",
        "the clock begins anew",
        "an offer is lost",
        "anybody calls again",
        "whoever is set aside is in the line",
    ],
)
def test_every_broken_link_is_found(
    ticket: Ticket,
    people: dict[str, Worker],
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    name: str,
    broken: Callable[..., Any],
) -> None:
    break_and_search(ticket, people, monkeypatch, room, name, broken)
