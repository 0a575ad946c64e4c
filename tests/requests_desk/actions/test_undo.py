"""Taking one's last step back: everything stands as before, the diary says so, and nobody else's step is touched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import hand_overs, line, queue, tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.undo import NotUndoable, undo
from requests_desk.models import HandOver, Ticket, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

LATER = make.at(0, 14)  # four hours after receipt, all of them working time
SOON = LATER + timedelta(minutes=3)
Step = Callable[[Ticket, Worker], Ticket]


def an_offer(row: Ticket, who: Worker) -> Ticket:
    """To the second worker of the committee's desk."""
    colleague = Worker.objects.get(username="colleague")
    return offer(ticket=row, worker=who, at=make.at(0, 11), reason="管道", to_worker=colleague).ticket


def to_a_body(row: Ticket, who: Worker) -> Ticket:
    return offer(ticket=row, worker=who, at=make.at(0, 11), reason="管道", to_outside="自来水公司").ticket


def last_offer(row: Ticket) -> HandOver:
    return row.hand_overs.latest("pk")


def answered(row: Ticket, who: Worker) -> Ticket:
    return tickets.answer(ticket=row, worker=who, at=make.at(0, 11), text="好了")


def taken(row: Ticket, who: Worker) -> Ticket:
    to_a_body(row, who)
    return hand_overs.accept(hand_over=last_offer(row), worker=who, at=make.at(0, 12), said_by="刘经理")


def called(row: Ticket, who: Worker) -> Ticket:
    return line.call_next(station=row.station, worker=who, at=make.at(0, 11))


def called_by_colleague(row: Ticket, who: Worker) -> Ticket:
    colleague = Worker.objects.get(username="colleague")
    colleague.load_scope(on=make.TODAY)
    return called(row, colleague)


def missed(row: Ticket, who: Worker) -> Ticket:
    return queue.not_here(ticket=called(row, who), worker=who, at=make.at(0, 11, 5))


def no_preparation(row: Ticket, who: Worker) -> Ticket:
    return row


# A step; what has to happen before it; and what is done. All by the desk.
STEPS: dict[str, tuple[Step, Step]] = {
    "left": (no_preparation, lambda row, who: tickets.leave(ticket=row, worker=who, at=LATER)),
    "called": (
        no_preparation,
        lambda row, who: line.call_next(station=row.station, worker=who, at=LATER),
    ),
    "called again": (called, lambda row, who: queue.call_again(ticket=row, worker=who, at=LATER)),
    "not here": (called, lambda row, who: queue.not_here(ticket=row, worker=who, at=LATER)),
    "parked": (no_preparation, lambda row, who: queue.park(ticket=row, worker=who, at=LATER)),
    "lined up": (missed, lambda row, who: queue.line_up(ticket=row, worker=who, at=LATER)),
    "call taken over": (
        called_by_colleague,
        lambda row, who: queue.take_over(ticket=row, worker=who, at=LATER),
    ),
    "received while set aside": (missed, lambda row, who: tickets.receive(ticket=row, worker=who, at=LATER)),
    "received": (no_preparation, lambda row, who: tickets.receive(ticket=row, worker=who, at=LATER)),
    "started": (
        no_preparation,
        lambda row, who: tickets.start(ticket=row, worker=who, at=LATER, text="要问街道"),
    ),
    "on the spot": (
        no_preparation,
        lambda row, who: tickets.answer_on_the_spot(ticket=row, worker=who, at=LATER, text="好了"),
    ),
    "answered": (
        no_preparation,
        lambda row, who: tickets.answer(ticket=row, worker=who, at=LATER, text="好了"),
    ),
    "answered while offered": (
        an_offer,
        lambda row, who: tickets.answer(ticket=row, worker=who, at=LATER, text="好了"),
    ),
    "closed": (answered, lambda row, who: tickets.close(ticket=row, worker=who, at=LATER, text="满意")),
    "reopened": (answered, lambda row, who: tickets.reopen(ticket=row, worker=who, at=LATER, text="没好")),
    "offered": (
        no_preparation,
        lambda row, who: offer(ticket=row, worker=who, at=LATER, reason="水", to_outside="自来水公司").ticket,
    ),
    "withdrawn": (
        an_offer,
        lambda row, who: hand_overs.withdraw(hand_over=last_offer(row), worker=who, at=LATER),
    ),
    "accepted": (
        to_a_body,
        lambda row, who: hand_overs.accept(hand_over=last_offer(row), worker=who, at=LATER, said_by="刘经理"),
    ),
    "declined": (
        to_a_body,
        lambda row, who: hand_overs.decline(
            hand_over=last_offer(row), worker=who, at=LATER, reason="不归我们", next_address="街道", said_by="刘"
        ),
    ),
    "returned": (taken, lambda row, who: hand_overs.take_back(ticket=row, worker=who, at=LATER, reason="x")),
}  # fmt: skip
FROM_THE_LINE = (
    "left", "called", "called again", "not here", "parked", "lined up", "call taken over",
    "received while set aside", "received",
)  # fmt: skip


@pytest.fixture
def before(place: Place, desk: Worker, colleague: Worker) -> Callable[[str], Ticket]:
    """A ticket in the state in which a step can be made."""

    def make_it(step: str) -> Ticket:
        ticket = make.ticket(desk, place.station, place.service, to_line=step in FROM_THE_LINE)
        STEPS[step][0](ticket, desk)
        return Ticket.objects.get(pk=ticket.pk)

    return make_it


def do(step: str, ticket: Ticket, worker: Worker) -> Ticket:
    return STEPS[step][1](ticket, worker)


def row_of(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def offers_of(ticket: Ticket) -> list[Any]:
    """Those that stand, and what came of them; one that was offered and never stood is like none."""
    rows = ticket.hand_overs.exclude(outcome=HandOver.Outcome.WITHDRAWN, decided_at__gte=SOON)
    return list(rows.values().order_by("pk"))


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))


@pytest.mark.parametrize("step", STEPS)
def test_it_stands_as_before_and_says_so(before: Callable[[str], Ticket], desk: Worker, step: str) -> None:
    ticket = before(step)
    was, offers, diary = row_of(ticket), offers_of(ticket), kinds(ticket)
    words = list(ticket.notes.filter(kind__in=TicketNote.PUBLIC))
    written = ticket.notes.exclude(kind=TicketNote.Kind.INTERNAL).count()
    do(step, ticket, desk)
    assert row_of(ticket) != was
    done = kinds(ticket)
    undo(ticket=ticket, worker=desk, at=SOON)
    undo(ticket=ticket, worker=desk, at=SOON)  # pressed twice
    assert (row_of(ticket), offers_of(ticket)) == (was, offers)
    assert kinds(ticket)[: len(done)] == done
    assert set(kinds(ticket)[len(done) :]) <= {"responsible", "undone"}
    assert kinds(ticket)[-1] == "undone"
    assert len(done) > len(diary)  # nothing of it is deleted
    # What was written with it is not the resident's to read any more, and not lost.
    assert list(ticket.notes.filter(kind__in=TicketNote.PUBLIC)) == words
    assert ticket.notes.exclude(kind=TicketNote.Kind.INTERNAL).count() == written
    again = do(step, ticket, desk)
    assert row_of(again) != was


def test_responsibility_goes_back_with_a_line_of_its_own(
    before: Callable[[str], Ticket], desk: Worker, colleague: Worker, head: Worker
) -> None:
    ticket = before("withdrawn")
    hand_overs.accept(hand_over=last_offer(ticket), worker=colleague, at=LATER)
    back = undo(ticket=ticket, worker=colleague, at=SOON)
    assert (back.responsible, back.state) == (desk, "handed_over")
    moved = ticket.events.filter(kind="responsible").values_list("data", flat=True)
    assert list(moved) == [
        {"from": desk.pk, "to": colleague.pk},
        {"from": colleague.pk, "to": desk.pk},
    ]


def test_who_declined_may_think_again_though_it_is_not_theirs_any_more(
    before: Callable[[str], Ticket], desk: Worker, stranger: Worker
) -> None:
    ticket = before("offered")
    row = offer(ticket=ticket, worker=desk, at=make.at(0, 11), reason="他们熟", to_worker=stranger)
    hand_overs.decline(hand_over=row, worker=stranger, at=LATER, reason="不归我们", next_address="物业")
    assert undo(ticket=ticket, worker=stranger, at=SOON).state == "handed_over"
    assert hand_overs.accept(hand_over=row, worker=stranger, at=SOON).responsible == stranger


def test_a_note_is_hidden(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = before("answered")
    was = row_of(ticket)
    words = tickets.add_note(ticket=ticket, worker=desk, at=LATER, text="写错了人")
    undo(ticket=ticket, worker=desk, at=SOON)
    words.refresh_from_db()
    assert (words.kind, words.text) == (TicketNote.Kind.TAKEN_BACK, "写错了人")
    assert row_of(ticket) == was


def test_whoever_was_received_as_they_were_logged_cannot_be_put_into_a_line(
    before: Callable[[str], Ticket], desk: Worker
) -> None:
    with pytest.raises(NotUndoable):
        undo(ticket=before("answered"), worker=desk, at=make.NOW)


def test_the_clock_has_never_stopped(before: Callable[[str], Ticket], desk: Worker) -> None:
    """Reopened once, so that both parts of the clock hold something."""
    ticket = before("closed")
    ticket = tickets.reopen(ticket=ticket, worker=desk, at=make.at(0, 12), text="没好")
    clock = (ticket.spent_minutes, ticket.running_since)
    assert ticket.spent_minutes == 60
    tickets.answer(ticket=ticket, worker=desk, at=LATER, text="好了")
    ticket = undo(ticket=ticket, worker=desk, at=SOON)
    assert (ticket.spent_minutes, ticket.running_since) == clock


def test_an_offer_that_the_answer_took_back_stands_again(
    before: Callable[[str], Ticket], desk: Worker, colleague: Worker
) -> None:
    ticket = before("answered while offered")
    tickets.answer(ticket=ticket, worker=desk, at=LATER, text="好了")
    assert HandOver.objects.get().outcome == HandOver.Outcome.WITHDRAWN
    assert undo(ticket=ticket, worker=desk, at=SOON).state == Ticket.State.HANDED_OVER
    row = HandOver.objects.get()
    assert (row.outcome, row.decided_at, row.decided_by) == (HandOver.Outcome.OFFERED, None, None)


@pytest.mark.parametrize(
    ("who", "minutes"),
    [("colleague", 3), ("head", 3), ("desk", 11)],
    ids=["a colleague", "the head", "too late"],
)
def test_not_somebody_elses_and_not_later(
    before: Callable[[str], Ticket], desk: Worker, colleague: Worker, head: Worker, who: str, minutes: int
) -> None:
    ticket = do("left", before("left"), desk)
    workers = {"desk": desk, "colleague": colleague, "head": head}
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=workers[who], at=LATER + timedelta(minutes=minutes))
    assert row_of(ticket)["state"] == "left"


def test_not_once_somebody_else_has_done_something(
    before: Callable[[str], Ticket], desk: Worker, head: Worker
) -> None:
    ticket = do("answered", before("answered"), desk)
    tickets.add_note(ticket=ticket, worker=head, at=SOON, text="x")
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=desk, at=SOON)
    assert row_of(ticket)["state"] == "answered"


def test_only_the_very_last(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = do("answered", before("answered"), desk)
    tickets.add_note(ticket=ticket, worker=desk, at=SOON, text="x")
    for _twice in range(2):
        assert undo(ticket=ticket, worker=desk, at=SOON).state == "answered"


def test_not_what_the_resident_closed(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = tickets.close(ticket=before("closed"), at=LATER)
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=desk, at=SOON)


def test_not_without_the_post_any_more(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = do("left", before("left"), desk)
    desk.posts.all().delete()
    desk.load_scope(on=make.TODAY)
    with pytest.raises(NotAllowed):
        undo(ticket=ticket, worker=desk, at=SOON)
