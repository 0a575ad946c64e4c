"""Consent taken back: what is closed is erased at once, what is open is not, and twice is once."""

import pytest

from requests_desk.actions.line import check_in
from requests_desk.actions.proposals import ProposalMovedOn, publish
from requests_desk.actions.sign_ups import withdraw
from requests_desk.actions.tickets import WrongState, answer, close, reopen
from requests_desk.actions.visits import cancel
from requests_desk.actions.withdrawals import StillOpen, take_back, what_is_open
from requests_desk.models import Proposal, RoomUse, Ticket, TicketNote, Visit
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_erasure import CANARY, PHONE, holding


def test_a_visit_is_erased_once_it_is_cancelled(place: Place) -> None:
    visit = make.visit(place.item, name=CANARY, phone=PHONE, email="canary@example.cn")
    other = make.visit(place.item, make.at(1, 11))
    with pytest.raises(StillOpen):
        take_back(row=visit, at=make.NOW)
    assert holding(CANARY) == {"requests_desk_visit": 1}
    cancel(visit=visit, at=make.NOW)
    take_back(row=visit, at=make.NOW)
    assert holding(CANARY) == holding(PHONE) == holding("canary@example.cn") == {}
    take_back(row=visit, at=make.NOW)
    assert visit.events.filter(kind="erased").count() == 1
    other.refresh_from_db()
    assert other.name == "王小明"


def test_a_ticket_and_the_visit_it_came_from_go_together(place: Place, desk: Worker) -> None:
    visit = make.visit(place.item, make.at(0, 11), name=CANARY, phone=PHONE)
    ticket = check_in(visit=visit, worker=desk, at=make.NOW).ticket
    assert what_is_open(visit, at=make.NOW) == ticket  # the visit is over, its matter is not
    with pytest.raises(StillOpen):
        take_back(row=Visit.objects.get(pk=visit.pk), at=make.NOW)
    Ticket.objects.filter(pk=ticket.pk).update(state="left", ended_at=make.NOW)
    TicketNote.objects.create(ticket=ticket, kind="question", text=CANARY, at=make.NOW)
    take_back(row=Visit.objects.get(pk=visit.pk), at=make.NOW)
    assert holding(CANARY) == holding(PHONE) == {}


def test_nothing_more_is_written_about_who_was_erased(place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, name=CANARY, phone=PHONE, words=CANARY)
    answer(ticket=ticket, worker=desk, at=make.NOW, text="好")
    with pytest.raises(StillOpen):
        take_back(row=ticket, at=make.NOW)
    close(ticket=ticket, at=make.NOW)
    take_back(row=ticket, at=make.NOW)
    assert holding(CANARY) == {}
    with pytest.raises(WrongState):
        reopen(ticket=ticket, at=make.NOW, text="还没好")


def test_a_sign_up_goes_once_it_is_withdrawn(place: Place) -> None:
    row = make.sign_up(make.group(make.activity(place.station)), name=CANARY, phone=PHONE)
    with pytest.raises(StillOpen):
        take_back(row=row, at=make.NOW)
    withdraw(sign_up=row, at=make.NOW)
    take_back(row=row, at=make.NOW)
    assert holding(CANARY) == {}


def test_a_room_goes_once_its_time_is_over(place: Place) -> None:
    room = Room.objects.create(station=place.station, name="活动室")
    said = {"starts_at": make.at(1, 10), "ends_at": make.at(1, 11), "what_for": "合唱", "asked_at": make.NOW}
    use = RoomUse.objects.create(room=room, name=CANARY, phone=PHONE, **said)
    with pytest.raises(StillOpen):
        take_back(row=use, at=make.at(1, 10))
    take_back(row=use, at=make.at(1, 11))
    assert holding(CANARY) == {}


def test_a_proposal_goes_at_any_time_and_unread_with_its_words(place: Place, desk: Worker) -> None:
    read = make.proposal(place.committee, desk, title="装长椅", name=CANARY, phone=PHONE)
    unread = make.proposal(place.committee, desk, new=True, title=f"{CANARY}家", words=CANARY, name=CANARY)
    for row in (read, unread):
        take_back(row=row, at=make.NOW)
    assert holding(CANARY) == holding(PHONE) == {}
    unread.refresh_from_db()
    assert unread.state == Proposal.State.KEPT_BACK
    assert Proposal.objects.get(pk=read.pk).title == "装长椅"
    with pytest.raises(ProposalMovedOn):
        publish(proposal=unread, worker=desk, at=make.NOW)
