"""The ticket's own steps: receipt, answer, clocks, reopening; who may, and what each leaves behind."""

import pytest

from portal.common.codes import hash_slip_code
from portal.common.errors import NotAllowed
from requests_desk.actions import tickets
from requests_desk.actions.tickets import NothingSaid, WrongState
from requests_desk.models import Ticket, TicketNote
from stations.models import Holiday, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

KINDS = "kind"


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))


@staged
def waiting(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service, to_line=True)


@staged
def serving(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service)


class TestReceive:
    def test_the_head_answers_until_somebody_receives(
        self, waiting: Ticket, head: Worker, desk: Worker
    ) -> None:
        assert (waiting.first_receiver, waiting.responsible) == (None, head)
        ticket = tickets.receive(ticket=waiting, worker=desk, at=make.at(0, 10, 5))
        assert (ticket.first_receiver, ticket.responsible, ticket.state) == (desk, desk, "serving")
        assert kinds(ticket) == ["logged", "responsible", "received"]

    def test_the_first_receiver_stays_for_ever(self, serving: Ticket, desk: Worker, head: Worker) -> None:
        ticket = tickets.answer(ticket=serving, worker=desk, at=make.at(0, 11), text="好了")
        ticket = tickets.reopen(ticket=ticket, worker=head, at=make.at(1), text="没好")
        assert ticket.first_receiver == desk

    def test_both_clocks_begin(self, serving: Ticket) -> None:
        # 27 working hours from Wednesday 10:00: Saturday would be the fourth day, so Monday 10:00.
        assert serving.due_at == serving.step_due_at == make.at(5, 10)

    def test_a_holiday_stops_the_clock(self, place: Place, desk: Worker) -> None:
        Holiday.objects.create(date=make.at(1).date(), off=True, name="假日", source="tests")
        ticket = make.ticket(desk, place.station, place.service)
        assert ticket.due_at == make.at(6, 10)

    def test_twice_is_refused(self, waiting: Ticket, desk: Worker, colleague: Worker) -> None:
        tickets.receive(ticket=waiting, worker=desk, at=make.NOW)
        with pytest.raises(WrongState):
            tickets.receive(ticket=waiting, worker=colleague, at=make.NOW)

    def test_only_at_ones_own_desk(self, waiting: Ticket, stranger: Worker, street: Worker) -> None:
        for worker in (stranger, street):
            with pytest.raises(NotAllowed):
                tickets.receive(ticket=waiting, worker=worker, at=make.NOW)
        waiting.refresh_from_db()
        assert waiting.state == "waiting"


class TestAnswer:
    def test_on_the_spot_closes_at_once(self, serving: Ticket, desk: Worker) -> None:
        ticket = tickets.answer_on_the_spot(
            ticket=serving, worker=desk, at=make.at(0, 10, 12), text="带身份证"
        )
        assert (ticket.state, ticket.on_the_spot, ticket.spent_minutes) == ("closed", True, 12)
        assert kinds(ticket)[-2:] == ["answered", "closed"]
        assert ticket.notes.get(kind=TicketNote.Kind.ANSWER).text == "带身份证"

    def test_only_who_answers_for_it_or_the_head(
        self, serving: Ticket, colleague: Worker, head: Worker
    ) -> None:
        with pytest.raises(NotAllowed):
            tickets.answer(ticket=serving, worker=colleague, at=make.NOW, text="好了")
        assert tickets.answer(ticket=serving, worker=head, at=make.NOW, text="好了").state == "answered"

    def test_without_words_it_is_no_answer(self, serving: Ticket, desk: Worker) -> None:
        with pytest.raises(NothingSaid):
            tickets.answer(ticket=serving, worker=desk, at=make.NOW, text="  \n")
        assert kinds(serving) == ["logged", "received"]

    def test_on_time_is_answered_by_due(self, serving: Ticket, desk: Worker) -> None:
        assert serving.due_at is not None
        tickets.answer(ticket=serving, worker=desk, at=serving.due_at, text="好了")
        assert Ticket.objects.answered_on_time().filter(pk=serving.pk).exists()
        assert not Ticket.objects.overdue(make.at(30)).exists()

    def test_what_was_noted_when_taken_in_hand_is_kept(self, serving: Ticket, desk: Worker) -> None:
        ticket = tickets.start(ticket=serving, worker=desk, at=make.NOW, text="要问街道")
        assert ticket.state == "in_progress"
        assert ticket.notes.get(kind=TicketNote.Kind.INTERNAL).text == "要问街道"


class TestReopen:
    def test_the_total_clock_goes_on_and_is_never_set_back(self, serving: Ticket, desk: Worker) -> None:
        answered = tickets.answer(ticket=serving, worker=desk, at=make.at(0, 17, 30), text="好了")
        assert answered.spent_minutes == 450
        again = tickets.reopen(ticket=answered, worker=desk, at=make.at(2, 8, 30), text="没好")
        # 27 h promised, 7.5 h spent: 19.5 h from Friday 08:30 are Friday and Monday and 90 minutes.
        assert again.due_at == make.at(6, 10)
        assert (
            tickets.answer(ticket=again, worker=desk, at=make.at(2, 9, 30), text="这次好了").spent_minutes
            == 510
        )

    def test_it_goes_to_the_head_when_the_answerer_has_left(
        self, serving: Ticket, desk: Worker, head: Worker
    ) -> None:
        answered = tickets.answer(ticket=serving, worker=desk, at=make.NOW, text="好了")
        desk.posts.update(until=make.TODAY)
        again = tickets.reopen(ticket=answered, at=make.at(1), text="没好")
        assert again.responsible == head

    def test_an_official_of_the_area_only_reads(self, serving: Ticket, desk: Worker, street: Worker) -> None:
        answered = tickets.answer(ticket=serving, worker=desk, at=make.NOW, text="好了")
        with pytest.raises(NotAllowed):
            tickets.reopen(ticket=answered, worker=street, at=make.NOW, text="没好")
        with pytest.raises(NotAllowed):
            tickets.add_note(ticket=answered, worker=street, at=make.NOW, text="看过")

    def test_seven_silent_days_close_it(self, serving: Ticket, desk: Worker) -> None:
        tickets.answer(ticket=serving, worker=desk, at=make.NOW, text="好了")
        assert tickets.close_silent(at=make.at(7, 10)) == 0
        assert tickets.close_silent(at=make.at(7, 10, 1)) == 1
        assert tickets.close_silent(at=make.at(8)) == 0
        serving.refresh_from_db()
        assert serving.state == "closed"


def test_whoever_waits_at_the_end_of_the_day_has_left(waiting: Ticket, serving: Ticket) -> None:
    assert tickets.end_day(at=make.at(0, 23, 59)) == 0
    assert tickets.end_day(at=make.at(1, 0, 1)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, kinds(waiting)[-1]) == ("left", "left")


def test_of_the_code_only_a_salted_hash_is_kept(place: Place, desk: Worker) -> None:
    one, other = tickets.new_stamps(seed="form"), tickets.new_stamps(seed="form")
    assert (one.code, one.token) == (other.code, other.token)
    assert one.hash != other.hash  # each has a salt of its own
    assert one.hash == hash_slip_code(one.code, one.salt)
    assert tickets.new_stamps(seed="another").token != one.token
    assert tickets.new_stamps().token != tickets.new_stamps().token
    assert len(one.token) == 32
