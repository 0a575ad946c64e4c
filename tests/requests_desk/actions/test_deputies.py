"""Deputies: they may do with the absent person's matters what that person may, in their own name."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import hand_overs
from requests_desk.actions.tickets import answer, start
from requests_desk.models import Ticket, TicketEvent
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def loaded(worker: Worker, day: int = 0) -> Worker:
    worker.load_scope(on=make.at(day).date())
    return worker


def test_the_deputy_answers_and_the_absent_stays_responsible(
    place: Place, desk: Worker, colleague: Worker
) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    with pytest.raises(NotAllowed):
        start(ticket=ticket, worker=loaded(colleague), at=make.NOW)
    make.absence(place.committee, desk, colleague)
    assert list(Ticket.objects.mine(loaded(colleague))) == [ticket]
    start(ticket=ticket, worker=colleague, at=make.NOW)
    answer(ticket=ticket, worker=colleague, at=make.NOW, text="办好了")
    ticket.refresh_from_db()
    assert ticket.responsible == desk
    assert ticket.first_receiver == desk
    assert set(
        TicketEvent.objects.filter(kind__in=["started", "answered"]).values_list("actor", flat=True)
    ) == {colleague.pk}


def test_only_on_the_days_and_only_the_deputy(
    place: Place, desk: Worker, colleague: Worker, head: Worker, stranger: Worker
) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    make.absence(place.committee, desk, head, since=1, until=1)
    assert not Ticket.objects.mine(loaded(head)).exists()
    assert list(Ticket.objects.mine(loaded(head, 1))) == [ticket]
    assert not Ticket.objects.mine(loaded(head, 2)).exists()
    for other in (colleague, stranger):
        assert not Ticket.objects.mine(loaded(other, 1)).exists()
        with pytest.raises(NotAllowed):
            start(ticket=ticket, worker=other, at=make.NOW)


def test_offers_to_the_absent_are_the_deputys_to_accept_for_them(
    place: Place, desk: Worker, colleague: Worker, stranger: Worker
) -> None:
    """From another committee too, whose matters the deputy does not see otherwise."""
    ticket = make.ticket(desk, place.station, place.service)
    offer = hand_overs.offer(
        ticket=ticket, worker=loaded(desk), at=make.NOW, reason="归他们", to_worker=stranger
    )
    deputy = make.worker("deputy")
    there = stranger.posts.get().committee
    make.post(deputy, "desk", there)
    assert not Ticket.objects.in_scope_of(loaded(deputy)).exists()
    with pytest.raises(NotAllowed):
        hand_overs.accept(hand_over=offer, worker=deputy, at=make.NOW)
    make.absence(there, stranger, deputy)
    assert list(Ticket.objects.offered_to(loaded(deputy))) == [ticket]
    assert list(Ticket.objects.in_scope_of(deputy)) == [ticket]
    hand_overs.accept(hand_over=offer, worker=deputy, at=make.NOW)
    ticket.refresh_from_db()
    assert ticket.responsible == stranger
    assert TicketEvent.objects.get(kind="accepted").actor == deputy
    assert list(Ticket.objects.mine(deputy)) == [ticket]
