"""Called again, set aside, back into the line, taken over: who may, what stays, and what is refused by name."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import line, queue, tickets
from requests_desk.actions.tickets import WrongState
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

STEPS: dict[str, Callable[..., Ticket]] = {
    "call again": queue.call_again,
    "not here": queue.not_here,
    "park": queue.park,
    "line up": queue.line_up,
    "take over": queue.take_over,
}


@staged
def first(place: Place, desk: Worker) -> Ticket:
    return joins(place, desk, 0)


def joins(place: Place, desk: Worker, minute: int, **fields: object) -> Ticket:
    return make.ticket(desk, place.station, place.service, to_line=True, at=make.at(0, 10, minute), **fields)


def call(place: Place, worker: Worker, minute: int = 10, desk: int | None = None) -> Ticket:
    return line.call_next(station=place.station, worker=worker, at=make.at(0, 10, minute), desk=desk)


def order(place: Place, minute: int = 50) -> list[int | None]:
    return [one.number for one in line.waiting_in_order(place.station, make.at(0, 10, minute))]


def last(ticket: Ticket) -> tuple[str, Any]:
    event = ticket.events.latest("pk")
    return event.kind, {key: value for key, value in event.data.items() if key != "before"}


@pytest.fixture
def two_desks(place: Place) -> Place:
    place.station.desks = 2
    place.station.save(update_fields=["desks"])
    return place


class TestDesks:
    def test_people_are_called_to_a_number(self, two_desks: Place, first: Ticket, desk: Worker) -> None:
        called = call(two_desks, desk, desk=2)
        assert (called.called_to, called.times_called) == (2, 1)
        assert last(called) == ("called", {"desk": 2})

    @pytest.mark.parametrize("number", [None, 0, 3])
    def test_of_the_stations_own(
        self, two_desks: Place, first: Ticket, desk: Worker, number: int | None
    ) -> None:
        with pytest.raises(line.WhichDesk):
            call(two_desks, desk, desk=number)
        first.refresh_from_db()
        assert first.called_by is None

    def test_where_there_is_one_it_is_not_asked_for(self, place: Place, first: Ticket, desk: Worker) -> None:
        assert call(place, desk, desk=1).called_to is None


class TestCallAgain:
    def test_it_is_called_now_to_the_desk_where_the_worker_sits_now(
        self, two_desks: Place, first: Ticket, desk: Worker
    ) -> None:
        call(two_desks, desk, desk=1)
        again = queue.call_again(ticket=first, worker=desk, at=make.at(0, 10, 12), desk=2)
        assert (again.times_called, again.called_at, again.called_to) == (2, make.at(0, 10, 12), 2)
        assert last(again) == ("called_again", {"desk": 2})

    def test_by_who_has_called(self, place: Place, first: Ticket, desk: Worker, colleague: Worker) -> None:
        with pytest.raises(queue.NotCalled):
            queue.call_again(ticket=first, worker=desk, at=make.NOW)
        call(place, desk)
        with pytest.raises(queue.CalledByColleague):
            queue.call_again(ticket=first, worker=colleague, at=make.NOW)


class TestSetAside:
    def test_nobody_came_and_the_number_is_kept(self, place: Place, first: Ticket, desk: Worker) -> None:
        second = joins(place, desk, 1)
        call(place, desk)
        aside = queue.not_here(ticket=first, worker=desk, at=make.at(0, 10, 11))
        assert (aside.number, aside.state, aside.called_by, aside.called_to) == (1, "waiting", None, None)
        assert (aside.aside_at, aside.times_called) == (make.at(0, 10, 11), 1)
        assert last(aside) == ("set_aside", {"missed": True})
        assert call(place, desk, 12) == second
        tickets.receive(ticket=second, worker=desk, at=make.at(0, 10, 13))
        with pytest.raises(line.NobodyWaits):  # whoever is set aside is not called
            call(place, desk, 14)

    def test_back_they_stand_behind_those_who_wait(self, place: Place, first: Ticket, desk: Worker) -> None:
        joins(place, desk, 1)
        call(place, desk)
        queue.not_here(ticket=first, worker=desk, at=make.at(0, 10, 11))
        back = queue.line_up(ticket=first, worker=desk, at=make.at(0, 10, 20))
        joins(place, desk, 25)
        assert (back.aside_at, back.lined_up_at) == (None, make.at(0, 10, 20))
        assert order(place) == [2, 1, 3]

    @pytest.mark.parametrize("called", [True, False])
    def test_by_wish_they_keep_their_place(
        self, place: Place, first: Ticket, desk: Worker, called: bool
    ) -> None:
        joins(place, desk, 1)
        if called:
            call(place, desk)
        queue.park(ticket=first, worker=desk, at=make.at(0, 10, 11))
        assert order(place) == [2]
        queue.line_up(ticket=first, worker=desk, at=make.at(0, 10, 20))
        assert order(place) == [1, 2]

    def test_a_wish_gives_no_better_place_than_the_missed_call_left(
        self, place: Place, first: Ticket, desk: Worker
    ) -> None:
        joins(place, desk, 1)
        call(place, desk)
        for step, minute in (
            (queue.not_here, 11),
            (queue.line_up, 20),
            (queue.park, 21),
            (queue.line_up, 30),
        ):
            step(ticket=first, worker=desk, at=make.at(0, 10, minute))
        assert order(place) == [2, 1]

    def test_while_nobody_else_waits_they_sit_down_at_once(
        self, place: Place, first: Ticket, desk: Worker
    ) -> None:
        queue.park(ticket=first, worker=desk, at=make.NOW)
        assert tickets.receive(ticket=first, worker=desk, at=make.at(0, 11)).aside_at is None

    def test_refused_by_name(self, place: Place, first: Ticket, desk: Worker) -> None:
        for step, refusal in ((queue.not_here, queue.NotCalled), (queue.line_up, queue.NotAside)):
            with pytest.raises(refusal):
                step(ticket=first, worker=desk, at=make.NOW)
        queue.park(ticket=first, worker=desk, at=make.NOW)
        for step, refusal in ((queue.park, queue.IsAside), (queue.not_here, queue.NotCalled)):
            with pytest.raises(refusal):
                step(ticket=first, worker=desk, at=make.NOW)

    def test_at_the_end_of_the_day_they_have_left(self, place: Place, first: Ticket, desk: Worker) -> None:
        queue.park(ticket=first, worker=desk, at=make.NOW)
        assert tickets.end_day(at=make.at(1, 1)) == 1
        first.refresh_from_db()
        assert first.state == Ticket.State.LEFT


class TestTakeOver:
    def test_whom_a_colleague_has_called(
        self, two_desks: Place, first: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        call(two_desks, colleague, desk=1)
        taken = queue.take_over(ticket=first, worker=desk, at=make.at(0, 10, 12), desk=2)
        assert (taken.called_by, taken.called_to, taken.times_called) == (desk, 2, 2)
        assert last(taken) == ("taken_over", {"from": colleague.pk})
        assert call_is_open(two_desks, desk)

    def test_not_ones_own_and_not_before_ones_own_call_is_settled(
        self, place: Place, first: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        with pytest.raises(queue.NotCalled):
            queue.take_over(ticket=first, worker=desk, at=make.NOW)
        call(place, desk)
        with pytest.raises(queue.AlreadyYours):
            queue.take_over(ticket=first, worker=desk, at=make.NOW)
        second = joins(place, desk, 1)
        call(place, colleague)
        with pytest.raises(line.StillCalling):
            queue.take_over(ticket=second, worker=desk, at=make.NOW)

    def test_who_sits_there_already_goes_to_the_head_or_the_deputy_of_the_absent(
        self, place: Place, first: Ticket, desk: Worker, colleague: Worker, head: Worker
    ) -> None:
        tickets.receive(ticket=first, worker=desk, at=make.at(0, 10, 5))
        with pytest.raises(queue.AlreadyYours):
            queue.take_over(ticket=first, worker=desk, at=make.NOW)
        with pytest.raises(NotAllowed):
            queue.take_over(ticket=first, worker=colleague, at=make.NOW)
        taken = queue.take_over(ticket=first, worker=head, at=make.at(0, 10, 12))
        assert (taken.responsible, taken.first_receiver, taken.state) == (head, desk, "serving")
        assert list(taken.events.values_list("kind", flat=True))[-2:] == ["responsible", "taken_over"]
        make.absence(place.committee, head, colleague)
        assert queue.take_over(ticket=first, worker=colleague, at=make.NOW).responsible == colleague

    def test_not_what_was_taken_in_hand(
        self, place: Place, first: Ticket, desk: Worker, head: Worker
    ) -> None:
        tickets.receive(ticket=first, worker=desk, at=make.NOW)
        tickets.start(ticket=first, worker=desk, at=make.NOW)
        with pytest.raises(WrongState):
            queue.take_over(ticket=first, worker=head, at=make.NOW)


def call_is_open(place: Place, worker: Worker) -> bool:
    try:
        line.must_have_settled(place.station, worker, make.NOW)
    except line.StillCalling:
        return True
    return False


@pytest.mark.parametrize("name", STEPS)
def test_only_at_the_committees_own_desk(
    place: Place, first: Ticket, colleague: Worker, stranger: Worker, street: Worker, name: str
) -> None:
    call(place, colleague)
    if name == "line up":
        queue.not_here(ticket=first, worker=colleague, at=make.NOW)
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            STEPS[name](ticket=first, worker=worker, at=make.NOW)


@pytest.mark.parametrize("name", STEPS)
def test_not_after_they_left(place: Place, first: Ticket, desk: Worker, name: str) -> None:
    tickets.leave(ticket=first, worker=desk, at=make.NOW)
    with pytest.raises(PortalError):
        STEPS[name](ticket=first, worker=desk, at=make.NOW)
    assert last(first)[0] == "left"
