"""Somebody always answers: whoever comes, goes, or changes desks."""

from datetime import date

import pytest

from requests_desk.actions import hand_overs, tickets
from requests_desk.actions.responsibility import NobodyResponsible, head_of, pass_on_responsibility
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def test_without_a_head_the_office_above_answers(
    place: Place, head: Worker, street: Worker, district: Worker
) -> None:
    assert head_of(place.committee, make.TODAY) == head
    head.posts.update(until=date(2026, 11, 1))
    assert head_of(place.committee, make.TODAY) == street
    street.posts.update(until=date(2026, 11, 1))
    assert head_of(place.committee, make.TODAY) == district
    Worker.objects.filter(pk=district.pk).update(is_active=False)
    with pytest.raises(NobodyResponsible):
        head_of(place.committee, make.TODAY)


def test_when_a_post_ends_the_head_answers(ticket: Ticket, desk: Worker, head: Worker) -> None:
    assert pass_on_responsibility(at=make.NOW) == 0
    desk.posts.update(until=make.TODAY)  # the last day counts
    assert pass_on_responsibility(at=make.NOW) == 0
    assert pass_on_responsibility(at=make.at(1)) == 1
    assert pass_on_responsibility(at=make.at(1)) == 0
    ticket.refresh_from_db()
    assert (ticket.responsible, ticket.first_receiver) == (head, desk)
    assert ticket.events.last().data == {"from": desk.pk, "to": head.pk}  # type: ignore[union-attr]


def test_who_moves_to_another_desk_leaves_the_ticket_behind(
    ticket: Ticket, desk: Worker, head: Worker, other_place: Place
) -> None:
    desk.posts.update(until=make.TODAY)
    make.post(desk, "desk", other_place.committee, since=make.at(1).date())
    assert pass_on_responsibility(at=make.at(1)) == 1
    ticket.refresh_from_db()
    assert ticket.responsible == head


def test_who_accepted_it_elsewhere_keeps_it(
    ticket: Ticket, desk: Worker, stranger: Worker, street: Worker
) -> None:
    row = hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="他们熟", to_worker=stranger)
    hand_overs.accept(hand_over=row, worker=stranger, at=make.NOW)
    assert pass_on_responsibility(at=make.at(1)) == 0


def test_an_office_above_keeps_what_it_accepted(ticket: Ticket, desk: Worker, street: Worker) -> None:
    office = ticket.committee.subdistrict
    row = hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="街道管", to_division=office)
    hand_overs.accept(hand_over=row, worker=street, at=make.NOW)
    assert pass_on_responsibility(at=make.at(1)) == 0
