"""Follow-up calls: due two working days after an answer, once an answer; the resident's word closes or reopens."""

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import follow_ups, tickets
from requests_desk.actions.undo import undo
from requests_desk.models import FollowUp, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


@pytest.fixture
def answered(place: Place, desk: Worker) -> Ticket:
    row = make.ticket(desk, place.station, place.service)
    return tickets.answer(ticket=row, worker=desk, at=make.at(0, 16), text="办好了")


@pytest.fixture
def call(answered: Ticket) -> FollowUp:
    follow_ups.open_follow_ups(at=make.at(1))
    return FollowUp.objects.select_related("ticket").get()


def test_due_two_working_days_after_the_answer_and_once(answered: Ticket) -> None:
    assert follow_ups.open_follow_ups(at=make.at(1)) == 1
    assert follow_ups.open_follow_ups(at=make.at(1)) == 0
    assert not FollowUp.objects.due(make.at(2, 15, 59)).exists()
    assert FollowUp.objects.due(make.at(2, 16)).count() == 1  # Wednesday 16:00 and two working days


def test_nobody_is_rung_without_a_number_or_after_their_own_word(
    place: Place, desk: Worker, answered: Ticket
) -> None:
    unnumbered = make.ticket(desk, place.station, place.service, phone="")
    tickets.answer(ticket=unnumbered, worker=desk, at=make.NOW, text="办好了")
    assert follow_ups.open_follow_ups(at=make.at(1)) == 1
    tickets.close(ticket=answered, at=make.at(1))
    assert not FollowUp.objects.due(make.at(9)).exists()
    follow_ups.open_follow_ups(at=make.at(2))
    assert FollowUp.objects.get().state == "dropped"


def test_every_answer_is_asked_about_anew(answered: Ticket, desk: Worker, call: FollowUp) -> None:
    tickets.reopen(ticket=answered, at=make.at(1), text="没好")
    tickets.answer(ticket=answered, worker=desk, at=make.at(1, 11), text="这次好了")
    assert follow_ups.open_follow_ups(at=make.at(2)) == 1
    assert list(FollowUp.objects.values_list("state", flat=True).order_by("pk")) == ["dropped", "open"]


def test_solved_closes_and_a_colleague_may_ring(call: FollowUp, colleague: Worker, desk: Worker) -> None:
    ticket = follow_ups.solved(follow_up=call, worker=colleague, at=make.at(3))
    call.refresh_from_db()
    assert (ticket.state, ticket.responsible, call.state, call.ended_by) == (
        "closed",
        desk,
        "solved",
        colleague,
    )
    with pytest.raises(follow_ups.AlreadyRung):
        follow_ups.solved(follow_up=call, worker=desk, at=make.at(3))


def test_not_solved_reopens_with_the_words(call: FollowUp, desk: Worker) -> None:
    with pytest.raises(tickets.NothingSaid):
        follow_ups.unsolved(follow_up=call, worker=desk, at=make.at(3), text=" ")
    call.refresh_from_db()
    assert call.state == "open"
    ticket = follow_ups.unsolved(follow_up=call, worker=desk, at=make.at(3), text="还在漏")
    assert (ticket.state, ticket.reopened) == ("in_progress", 1)
    assert ticket.notes.filter(kind="resident", text="还在漏").exists()


def test_not_reached_is_tried_on_the_next_working_day_three_times(call: FollowUp, desk: Worker) -> None:
    follow_ups.unreached(follow_up=call, worker=desk, at=make.at(2, 16))  # Friday
    call.refresh_from_db()
    assert (call.tries, call.due_at, call.state) == (1, make.at(5, 8, 30), "open")  # Monday
    for day in (5, 6):
        follow_ups.unreached(follow_up=call, worker=desk, at=make.at(day))
    call.refresh_from_db()
    assert (call.tries, call.state) == (3, "unreached")
    assert call.ticket.events.filter(kind="followed_up").count() == 3
    # It is left to the seven silent days, and not put on the list again.
    assert follow_ups.open_follow_ups(at=make.at(6)) == 0
    assert tickets.close_silent(at=make.at(8)) == 1


@pytest.mark.parametrize("word", ["solved", "unsolved"])
def test_a_slip_is_taken_back_and_they_are_still_to_be_rung(
    call: FollowUp, colleague: Worker, word: str
) -> None:
    was = Ticket.objects.filter(pk=call.ticket_id).values().get()
    before = FollowUp.objects.values().get()
    said = {"text": "还在漏"} if word == "unsolved" else {}
    getattr(follow_ups, word)(follow_up=call, worker=colleague, at=make.at(3), **said)
    undo(ticket=call.ticket, worker=colleague, at=make.at(3, 10, 5))
    assert Ticket.objects.filter(pk=call.ticket_id).values().get() == was
    assert FollowUp.objects.values().get() == before


def test_only_the_committees_own_desk_rings(call: FollowUp, stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            follow_ups.unreached(follow_up=call, worker=worker, at=make.at(3))
    call.refresh_from_db()
    assert (call.tries, call.state) == (0, "open")


def test_one_open_call_a_ticket(call: FollowUp) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(ticket=call.ticket, answered_at=make.NOW, due_at=make.NOW)
