"""Hand-overs: offered to one, the giver's until accepted, declined with a reason and a next address."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import hand_overs, tickets
from requests_desk.models import HandOver, Ticket, TicketNote
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


@staged
def property_company(place: Place) -> EstateBody:
    return EstateBody.objects.create(estate=place.estate, kind="property", name="示范物业")


def offer(ticket: Ticket, giver: Worker, **to: object) -> HandOver:
    return hand_overs.offer(ticket=ticket, worker=giver, at=make.at(0, 11), reason="请协助", **to)


class TestToAColleague:
    def test_the_giver_answers_until_it_is_accepted(
        self, ticket: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        row = offer(ticket, desk, to_worker=colleague)
        ticket.refresh_from_db()
        assert (ticket.state, ticket.responsible) == ("handed_over", desk)
        taken = hand_overs.accept(hand_over=row, worker=colleague, at=make.at(1, 9))
        assert (taken.state, taken.responsible, taken.first_receiver) == ("in_progress", colleague, desk)
        # The step clock starts at acceptance; the total clock is what was promised at receipt.
        assert (taken.step_due_at, taken.due_at) == (make.at(6, 9), make.at(5, 10))

    def test_declined_it_is_back_with_a_reason_and_an_address(
        self, ticket: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        row = offer(ticket, desk, to_worker=colleague)
        said = {"hand_over": row, "worker": colleague, "at": make.at(0, 12), "reason": "不会"}
        with pytest.raises(tickets.NothingSaid):
            hand_overs.decline(**said, next_address=" ")
        back = hand_overs.decline(**said, next_address="街道")
        assert (back.state, back.responsible) == ("in_progress", desk)
        assert "街道" in back.notes.filter(kind=TicketNote.Kind.REASON).last().text  # type: ignore[union-attr]
        with pytest.raises(hand_overs.AlreadyDecided):
            hand_overs.accept(hand_over=row, worker=colleague, at=make.NOW)

    def test_nobody_else_decides(
        self, ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, stranger: Worker
    ) -> None:
        row = offer(ticket, desk, to_worker=colleague)
        for worker in (desk, head, stranger):
            with pytest.raises(NotAllowed):
                hand_overs.accept(hand_over=row, worker=worker, at=make.NOW)

    def test_an_answer_takes_an_open_offer_back_and_says_so(
        self, ticket: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        row = offer(ticket, desk, to_worker=colleague)
        tickets.answer(ticket=ticket, worker=desk, at=make.NOW, text="已经好了")
        row.refresh_from_db()
        assert row.outcome == HandOver.Outcome.WITHDRAWN
        assert ticket.events.filter(kind="withdrawn", data__hand_over=row.pk).exists()


class TestScope:
    def test_the_addressee_gains_scope_at_the_offer_and_loses_it_by_declining(
        self, ticket: Ticket, desk: Worker, stranger: Worker
    ) -> None:
        assert not Ticket.objects.in_scope_of(stranger).exists()
        row = offer(ticket, desk, to_worker=stranger)
        assert list(Ticket.objects.in_scope_of(stranger)) == [ticket]
        assert list(Ticket.objects.offered_to(stranger)) == [ticket]
        hand_overs.decline(
            hand_over=row, worker=stranger, at=make.NOW, reason="不归我们", next_address="物业"
        )
        assert not Ticket.objects.in_scope_of(stranger).exists()

    def test_the_origin_keeps_it(self, ticket: Ticket, desk: Worker, stranger: Worker) -> None:
        hand_overs.accept(hand_over=offer(ticket, desk, to_worker=stranger), worker=stranger, at=make.NOW)
        assert list(Ticket.objects.in_scope_of(desk)) == [ticket]
        assert list(Ticket.objects.mine(stranger)) == [ticket]

    def test_an_office_takes_it(
        self, ticket: Ticket, desk: Worker, street: Worker, other_street: Worker
    ) -> None:
        row = offer(ticket, desk, to_division=ticket.committee.subdistrict)
        with pytest.raises(NotAllowed):
            hand_overs.accept(hand_over=row, worker=other_street, at=make.NOW)
        assert hand_overs.accept(hand_over=row, worker=street, at=make.NOW).responsible == street


class TestToABody:
    def test_a_worker_names_who_said_so(
        self, ticket: Ticket, desk: Worker, colleague: Worker, property_company: EstateBody
    ) -> None:
        row = offer(ticket, desk, to_body=property_company)
        with pytest.raises(hand_overs.WhoSaidSo):
            hand_overs.accept(hand_over=row, worker=desk, at=make.NOW)
        with pytest.raises(NotAllowed):
            hand_overs.accept(hand_over=row, worker=colleague, at=make.NOW, said_by="刘经理")
        taken = hand_overs.accept(hand_over=row, worker=desk, at=make.at(0, 12), said_by="刘经理")
        assert (taken.state, taken.responsible) == ("handed_over", desk)
        assert taken.notes.filter(said_by="刘经理").exists()

    def test_what_they_took_comes_back(
        self, ticket: Ticket, desk: Worker, property_company: EstateBody
    ) -> None:
        row = offer(ticket, desk, to_body=property_company)
        with pytest.raises(hand_overs.AlreadyDecided):
            hand_overs.take_back(ticket=ticket, worker=desk, at=make.NOW, reason="没人管")
        hand_overs.accept(hand_over=row, worker=desk, at=make.NOW, said_by="刘经理")
        assert (
            hand_overs.take_back(ticket=ticket, worker=desk, at=make.NOW, reason="没人管").state
            == "in_progress"
        )


def test_exactly_one_addressee_and_not_the_giver(
    ticket: Ticket, desk: Worker, colleague: Worker, property_company: EstateBody
) -> None:
    for to in ({}, {"to_worker": desk}, {"to_worker": colleague, "to_body": property_company}):
        with pytest.raises(hand_overs.NoAddressee):
            offer(ticket, desk, **to)
    assert not HandOver.objects.exists()


def test_one_offer_at_a_time_and_the_giver_may_take_it_back(
    ticket: Ticket, desk: Worker, colleague: Worker, head: Worker
) -> None:
    row = offer(ticket, desk, to_worker=colleague)
    with pytest.raises(tickets.WrongState):
        offer(ticket, desk, to_worker=head)
    with pytest.raises(NotAllowed):
        hand_overs.withdraw(hand_over=row, worker=colleague, at=make.NOW)
    assert hand_overs.withdraw(hand_over=row, worker=desk, at=make.NOW).state == "in_progress"
    assert offer(ticket, desk, to_worker=head).outcome == "offered"


def test_along_a_chain_everybody_keeps_what_is_theirs(
    ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, street: Worker, stranger: Worker
) -> None:
    """From the desk to a colleague, on to another committee's desk, on to the street, which declines."""
    hand_overs.accept(hand_over=offer(ticket, desk, to_worker=colleague), worker=colleague, at=make.NOW)
    hand_overs.accept(hand_over=offer(ticket, colleague, to_worker=stranger), worker=stranger, at=make.NOW)
    with pytest.raises(NotAllowed):
        offer(ticket, colleague, to_division=ticket.committee.subdistrict)  # not theirs any more
    row = offer(ticket, stranger, to_division=ticket.committee.subdistrict)
    assert row.giver == stranger
    back = hand_overs.decline(
        hand_over=row, worker=street, at=make.NOW, reason="不归街道", next_to={"to_worker": head}
    )
    # It is back with whoever offered it, and never was with anybody else.
    assert (back.responsible, back.first_receiver, back.state) == (stranger, desk, "in_progress")
    moved = [event.data["to"] for event in ticket.events.filter(kind="responsible")]
    assert moved == [colleague.pk, stranger.pk]
    assert ticket.events.get(kind="declined").data["next"] == {"to_worker": head.pk}
    for worker in (desk, colleague, head, stranger):
        assert list(Ticket.objects.in_scope_of(worker)) == [ticket]
