"""The line: check-in, the order of calling, and whose call it is."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import line, tickets
from requests_desk.actions.visits import cancel
from requests_desk.models import Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def joins(place: Place, desk: Worker, minute: int, **fields: object) -> Ticket:
    return make.ticket(desk, place.station, place.service, to_line=True, at=make.at(0, 10, minute), **fields)


def test_they_are_called_green_first_then_booked_then_by_arrival(place: Place, desk: Worker) -> None:
    booked = make.visit(place.item, make.at(0, 11))
    first = joins(place, desk, 1)
    green = joins(place, desk, 2, green=True)
    come = line.check_in(visit=booked, worker=desk, at=make.at(0, 10, 50)).ticket
    last = joins(place, desk, 55)
    called = []
    for _person in range(4):
        ticket = line.call_next(station=place.station, worker=desk, at=make.at(0, 11, 1))
        called.append(ticket.pk)
        tickets.receive(ticket=ticket, worker=desk, at=make.at(0, 11, 1))
    assert called == [green.pk, come.pk, first.pk, last.pk]
    with pytest.raises(line.NobodyWaits):
        line.call_next(station=place.station, worker=desk, at=make.at(0, 11, 2))


def test_a_call_has_to_be_settled_before_the_next(place: Place, desk: Worker, colleague: Worker) -> None:
    one, two = joins(place, desk, 1), joins(place, desk, 2)
    assert line.call_next(station=place.station, worker=desk, at=make.at(0, 10, 5)) == one
    with pytest.raises(line.StillCalling):
        line.call_next(station=place.station, worker=desk, at=make.at(0, 10, 5))
    assert line.call_next(station=place.station, worker=colleague, at=make.at(0, 10, 5)) == two
    tickets.leave(ticket=one, worker=desk, at=make.at(0, 10, 6))
    with pytest.raises(line.NobodyWaits):
        line.call_next(station=place.station, worker=desk, at=make.at(0, 10, 6))


def test_only_ones_own_desk_calls(place: Place, desk: Worker, stranger: Worker, street: Worker) -> None:
    joins(place, desk, 1)
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            line.call_next(station=place.station, worker=worker, at=make.at(0, 11))


class TestCheckIn:
    def test_a_ticket_bears_the_visits_reference(self, place: Place, desk: Worker, head: Worker) -> None:
        visit = make.visit(place.item, make.at(0, 11), green=True)
        slip = line.check_in(visit=visit, worker=desk, at=make.at(0, 10, 55))
        visit.refresh_from_db()
        ticket = slip.ticket
        assert (visit.state, ticket.reference, ticket.number) == (Visit.State.CAME, visit.reference, 1)
        assert (ticket.lane, ticket.booked_for, ticket.responsible) == ("green", visit.starts_at, head)
        assert (ticket.name, ticket.phone) == (visit.name, visit.phone)
        assert list(visit.events.values_list("kind", flat=True)) == ["booked", "came"]

    def test_not_twice_not_cancelled_not_another_day(self, place: Place, desk: Worker) -> None:
        come, gone, tomorrow = (
            make.visit(place.item, when) for when in (make.at(0, 11), make.at(0, 12), make.at(1))
        )
        line.check_in(visit=come, worker=desk, at=make.NOW)
        cancel(visit=gone, at=make.NOW)
        for visit in (come, gone, tomorrow):
            with pytest.raises(line.NotExpected):
                line.check_in(visit=visit, worker=desk, at=make.NOW)
        assert Ticket.objects.count() == 1

    def test_only_at_the_stations_own_desk(self, place: Place, stranger: Worker, street: Worker) -> None:
        visit = make.visit(place.item, make.at(0, 11))
        for worker in (stranger, street):
            with pytest.raises(NotAllowed):
                line.check_in(visit=visit, worker=worker, at=make.NOW)
        visit.refresh_from_db()
        assert visit.state == Visit.State.BOOKED

    def test_without_a_worker(self, place: Place, head: Worker) -> None:
        visit = make.visit(place.item, make.at(0, 11))
        ticket = line.check_in_self(visit=visit, at=make.NOW).ticket
        assert (ticket.reference, ticket.number, ticket.responsible) == (visit.reference, 1, head)
        assert visit.events.last().actor is None
        with pytest.raises(line.NotExpected):
            line.check_in_self(visit=visit, at=make.NOW)
