"""Numbers taken at a kiosk: without a worker, and with somebody who answers for them."""

from requests_desk.actions.numbers import take_number
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def test_a_number_without_a_name(place: Place, head: Worker, desk: Worker) -> None:
    before = make.ticket(desk, place.station, place.service, to_line=True)
    slip = take_number(station=place.station, matter=place.service, green=True, at=make.NOW)
    ticket = slip.ticket
    assert (ticket.number, ticket.lane, ticket.state) == (before.number + 1, "green", "waiting")
    assert (ticket.name, ticket.phone, ticket.first_receiver, ticket.responsible) == ("", "", None, head)
    logged = ticket.events.get()
    assert (logged.kind, logged.actor, logged.data["by"]) == ("logged", None, "resident")


def test_pressed_twice_is_once(place: Place, head: Worker) -> None:
    one, same, other = (
        take_number(station=place.station, matter=place.service, green=green, at=make.NOW, key="k")
        for green in (False, False, True)
    )
    assert (same.ticket, same.code) == (one.ticket, one.code)
    assert other.ticket != one.ticket
    assert list(Ticket.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
