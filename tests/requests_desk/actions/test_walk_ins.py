"""Logging: numbers, who answers, and that a form sent twice counts once."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.tickets import NothingSaid, WrongState
from requests_desk.actions.walk_ins import came_again, log_ticket
from requests_desk.models import Ticket, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def test_numbers_are_given_without_gaps_to_those_who_stand_here(place: Place, desk: Worker) -> None:
    common = {"station": place.station, "matter": place.service, "worker": desk, "at": make.NOW}
    numbers = [
        log_ticket(**common, channel=Ticket.Channel(channel)).ticket.number
        for channel in ("walk_in", "phone", "walk_in", "round", "walk_in")
    ]
    assert numbers == [1, None, 2, None, 3]
    common["at"] = make.at(1)
    assert log_ticket(**common).ticket.number == 1  # a new day


def test_answered_on_the_spot_in_one_stroke(place: Place, desk: Worker) -> None:
    slip = log_ticket(
        station=place.station, matter=place.service, worker=desk, at=make.NOW, words="几点开门", answered=True
    )
    slip.ticket.refresh_from_db()
    assert (slip.ticket.state, slip.ticket.first_receiver, slip.ticket.on_the_spot) == ("closed", desk, True)
    assert slip.ticket.notes.get().kind == TicketNote.Kind.QUESTION


def test_the_same_form_twice_is_one_ticket(place: Place, desk: Worker) -> None:
    said = {
        "station": place.station,
        "matter": place.service,
        "worker": desk,
        "key": "form-1",
        "name": "王小明",
    }
    first = log_ticket(**said, at=make.NOW, to_line=True)
    again = log_ticket(**said, at=make.at(0, 10, 1), to_line=True)
    assert (again.ticket.pk, again.code) == (first.ticket.pk, first.code)
    assert Ticket.objects.count() == 1
    # After "back" another person is another ticket, and nobody's number is lost.
    other = log_ticket(**{**said, "name": "李阿姨"}, at=make.at(0, 10, 2), to_line=True)
    assert (other.ticket.number, Ticket.objects.count()) == (2, 2)
    assert other.code != first.code


def test_only_at_ones_own_desk(place: Place, stranger: Worker, street: Worker, admin: Worker) -> None:
    for worker in (stranger, street, admin):
        with pytest.raises(NotAllowed):
            log_ticket(station=place.station, matter=place.service, worker=worker, at=make.NOW)
    assert not Ticket.objects.exists()


def test_an_answer_on_the_spot_and_a_note_otherwise(place: Place, desk: Worker) -> None:
    common = {
        "station": place.station,
        "matter": place.service,
        "worker": desk,
        "at": make.NOW,
        "answer": "九点",
    }
    kinds = [log_ticket(**common, answered=now).ticket.notes.get().kind for now in (True, False)]
    assert kinds == [TicketNote.Kind.ANSWER, TicketNote.Kind.INTERNAL]


class TestCameAgain:
    def test_the_words_stand_on_the_open_ticket_once(
        self, place: Place, desk: Worker, colleague: Worker
    ) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        before = ticket.events.count()
        for minute in (1, 2):
            came_again(ticket=ticket, worker=colleague, at=make.at(0, 10, minute), text="还没人来修")
        assert ticket.notes.filter(kind="resident", author=colleague).count() == 1
        assert ticket.events.count() == before + 1
        came_again(ticket=ticket, worker=colleague, at=make.at(0, 10, 30), text="还没人来修")
        assert ticket.notes.filter(kind="resident").count() == 2

    def test_not_without_words_nor_when_it_has_ended(self, place: Place, desk: Worker) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        with pytest.raises(NothingSaid):
            came_again(ticket=ticket, worker=desk, at=make.NOW, text=" ")
        ended = make.ticket(desk, place.station, place.service, answered=True)
        with pytest.raises(WrongState):
            came_again(ticket=ended, worker=desk, at=make.NOW, text="又坏了")

    def test_not_from_another_desk(self, place: Place, desk: Worker, stranger: Worker) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        with pytest.raises(NotAllowed):
            came_again(ticket=ticket, worker=stranger, at=make.NOW, text="你好")
