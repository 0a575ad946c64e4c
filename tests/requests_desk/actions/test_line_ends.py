"""The line closes with the day: no further numbers, but for what was promised."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import line
from requests_desk.actions.line_ends import close_line, reopen_line
from requests_desk.actions.numbers import take_number
from requests_desk.models import Line, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


@pytest.fixture
def closed(place: Place, desk: Worker) -> Line:
    make.ticket(desk, place.station, place.service, to_line=True)
    return close_line(station=place.station, worker=desk, at=make.NOW)


def test_no_further_numbers_at_the_desk_and_the_kiosk(closed: Line, place: Place, desk: Worker) -> None:
    with pytest.raises(line.LineClosed):
        make.ticket(desk, place.station, place.service, to_line=True)
    with pytest.raises(line.LineClosed):
        take_number(station=place.station, matter=place.service, green=False, at=make.NOW)
    assert Ticket.objects.count() == 1
    closed.refresh_from_db()
    assert closed.last_number == 1


def test_who_has_a_number_is_called_and_who_sits_down_at_once_is_served(
    closed: Line, place: Place, desk: Worker
) -> None:
    served = make.ticket(desk, place.station, place.service)
    assert (served.state, served.number) == ("serving", None)
    assert line.call_next(station=place.station, worker=desk, at=make.NOW).number == 1


def test_who_is_booked_has_their_turn(closed: Line, place: Place, desk: Worker) -> None:
    assert (
        line.check_in(visit=make.visit(place.item, make.at(0, 11)), worker=desk, at=make.NOW).ticket.number
        == 2
    )
    assert line.check_in_self(visit=make.visit(place.item, make.at(0, 12)), at=make.NOW).ticket.number == 3


def test_only_of_its_day(closed: Line, place: Place, desk: Worker) -> None:
    tomorrow = make.ticket(desk, place.station, place.service, to_line=True, at=make.at(1))
    assert tomorrow.number == 1


def test_closed_twice_the_first_stays_and_opened_again_numbers_go_on(
    closed: Line, place: Place, desk: Worker, colleague: Worker
) -> None:
    again = close_line(station=place.station, worker=colleague, at=make.at(0, 11))
    assert (again.closed_at, again.closed_by) == (make.NOW, desk)
    reopen_line(station=place.station, worker=colleague, at=make.NOW)
    assert make.ticket(desk, place.station, place.service, to_line=True).number == 2


def test_a_day_without_numbers_closes_too(place: Place, desk: Worker) -> None:
    assert close_line(station=place.station, worker=desk, at=make.NOW).last_number == 0
    with pytest.raises(line.LineClosed):
        make.ticket(desk, place.station, place.service, to_line=True)


def test_only_ones_own_desk(closed: Line, place: Place, stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        for act in (close_line, reopen_line):
            with pytest.raises(NotAllowed):
                act(station=place.station, worker=worker, at=make.NOW)
    closed.refresh_from_db()
    assert closed.closed_at == make.NOW
