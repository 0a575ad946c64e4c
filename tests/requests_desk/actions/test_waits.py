"""The wait now: timed by what the desk itself has pressed."""

from datetime import timedelta

import pytest

from requests_desk.actions import tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.line_ends import close_line
from requests_desk.actions.waits import desks_receiving, talks, wait_for_next, wait_of
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def received(place: Place, worker: Worker, minutes_ago: int, **fields: object) -> Ticket:
    at = make.NOW - timedelta(minutes=minutes_ago)
    return make.ticket(worker, place.station, place.service, at=at, **fields)


def after(ticket: Ticket, minutes: int) -> dict[str, object]:
    assert ticket.received_at is not None
    return {
        "ticket": ticket,
        "worker": ticket.responsible,
        "at": ticket.received_at + timedelta(minutes=minutes),
    }


def test_a_talk_ends_with_what_became_of_it(place: Place, desk: Worker) -> None:
    tickets.answer_on_the_spot(**after(received(place, desk, 90), 7))  # type: ignore[arg-type]
    started = received(place, desk, 80)
    tickets.start(**after(started, 12))  # type: ignore[arg-type]
    tickets.answer(**after(started, 50), text="好了")  # type: ignore[arg-type]
    offer(**after(received(place, desk, 70), 5), reason="水", to_outside="自来水公司")  # type: ignore[arg-type]
    assert sorted(talks(place.station, make.NOW)) == [5, 7, 12]


def test_what_timed_nothing_does_not_count(place: Place, desk: Worker, other_place: Place) -> None:
    received(place, desk, 30)  # still here
    received(place, desk, 60, answered=True)  # logged when it was over
    received(place, desk, 60, channel=Ticket.Channel.PHONE)
    tickets.start(**after(received(place, desk, 200), 150))  # type: ignore[arg-type]
    long_ago = received(place, desk, 60 * 24 * 40)
    tickets.start(**after(long_ago, 9))  # type: ignore[arg-type]
    assert talks(place.station, make.NOW) == []
    assert talks(other_place.station, make.NOW) == []


def test_desks_of_the_last_hour(place: Place, desk: Worker, colleague: Worker, head: Worker) -> None:
    assert desks_receiving(place.station, make.NOW) == 0
    for worker, ago in ((desk, 5), (desk, 20), (colleague, 50), (head, 61)):
        received(place, worker, ago)
    assert desks_receiving(place.station, make.NOW) == 2


@pytest.mark.parametrize(("before", "expected"), [(None, None), (0, (0, 15)), (2, (10, 45))])
def test_the_wait(place: Place, before: int | None, expected: tuple[int, int] | None) -> None:
    assert wait_of(station=place.station, before=before, at=make.NOW) == expected


def test_no_wait_where_no_number_is_given(place: Place, desk: Worker) -> None:
    assert wait_for_next(station=place.station, before=1, at=make.NOW) == (5, 30)
    close_line(station=place.station, worker=desk, at=make.NOW)
    assert wait_for_next(station=place.station, before=1, at=make.NOW) is None
