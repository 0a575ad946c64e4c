"""Taking one's last step back: everything stands as before, the diary says so, and nobody else's step is touched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.undo import NotUndoable, undo
from requests_desk.models import HandOver, Ticket, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

LATER = make.at(0, 14)  # four hours after receipt, all of them working time
SOON = LATER + timedelta(minutes=3)
Step = Callable[[Ticket, Worker], Ticket]

STEPS: dict[str, Step] = {
    "left": lambda row, who: tickets.leave(ticket=row, worker=who, at=LATER),
    "on the spot": lambda row, who: tickets.answer_on_the_spot(ticket=row, worker=who, at=LATER, text="好了"),
    "answered": lambda row, who: tickets.answer(ticket=row, worker=who, at=LATER, text="好了"),
    "closed": lambda row, who: tickets.close(ticket=row, worker=who, at=LATER, text="满意"),
}


@pytest.fixture
def before(place: Place, desk: Worker) -> Callable[[str], Ticket]:
    """A ticket in the state in which a step can be made."""

    def make_it(step: str) -> Ticket:
        ticket = make.ticket(desk, place.station, place.service, to_line=step == "left")
        if step == "closed":
            return tickets.answer(ticket=ticket, worker=desk, at=make.at(0, 11), text="好了")
        return ticket

    return make_it


def row_of(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))


@pytest.mark.parametrize("step", STEPS)
def test_it_stands_as_before_and_says_so(before: Callable[[str], Ticket], desk: Worker, step: str) -> None:
    ticket = before(step)
    was, diary = row_of(ticket), kinds(ticket)
    words = list(ticket.notes.filter(kind__in=TicketNote.PUBLIC))
    STEPS[step](ticket, desk)
    assert row_of(ticket) != was
    done = kinds(ticket)
    undo(ticket=ticket, worker=desk, at=SOON)
    undo(ticket=ticket, worker=desk, at=SOON)  # pressed twice
    assert row_of(ticket) == was
    assert kinds(ticket) == [*done, "undone"]
    assert len(done) > len(diary)  # nothing of it is deleted
    # What was written with it is not the resident's to read any more, and not lost.
    assert list(ticket.notes.filter(kind__in=TicketNote.PUBLIC)) == words
    assert ticket.notes.filter(kind=TicketNote.Kind.INTERNAL).count() == (step != "left")
    again = STEPS[step](ticket, desk)
    assert row_of(again)["state"] != was["state"]


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
    ticket = before("answered")
    offer(ticket=ticket, worker=desk, at=make.at(0, 11), reason="管道", to_worker=colleague)
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
    ticket = STEPS["left"](before("left"), desk)
    workers = {"desk": desk, "colleague": colleague, "head": head}
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=workers[who], at=LATER + timedelta(minutes=minutes))
    assert row_of(ticket)["state"] == "left"


def test_not_once_something_else_has_happened(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = STEPS["answered"](before("answered"), desk)
    tickets.add_note(ticket=ticket, worker=desk, at=SOON, text="x")
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=desk, at=SOON)


def test_not_what_the_resident_closed(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = tickets.close(ticket=before("closed"), at=LATER)
    with pytest.raises(NotUndoable):
        undo(ticket=ticket, worker=desk, at=SOON)


def test_not_without_the_post_any_more(before: Callable[[str], Ticket], desk: Worker) -> None:
    ticket = STEPS["left"](before("left"), desk)
    desk.posts.all().delete()
    desk.load_scope(on=make.TODAY)
    with pytest.raises(NotAllowed):
        undo(ticket=ticket, worker=desk, at=SOON)
