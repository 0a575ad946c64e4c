"""Linked tickets and doubles: one goes on with the earlier promise, and all of it can be undone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.opinions import say
from requests_desk.actions.ticket_links import NotTogether, link, merge, unlink
from requests_desk.actions.undo import NotUndoable, undo
from requests_desk.models import Ticket, TicketLink
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place

LATER = make.at(0, 14)
SOON = LATER + timedelta(minutes=3)


@pytest.fixture
def slow() -> Service:
    """A matter that takes days."""
    return make.service("漏水", limit_hours=27)


def taken(place: Place, slow: Service, by: Worker, at: datetime) -> Ticket:
    row = make.ticket(by, place.station, slow, at=at)
    return tickets.start(ticket=row, worker=by, at=at)


@pytest.fixture
def main(place: Place, desk: Worker, colleague: Worker, slow: Service) -> Ticket:
    """The colleague's, received at eleven."""
    return taken(place, slow, colleague, make.at(0, 11))


@pytest.fixture
def double(place: Place, desk: Worker, slow: Service) -> Ticket:
    """The desk's, received at ten."""
    return taken(place, slow, desk, make.NOW)


def row_of(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.order_by("pk").values_list("kind", flat=True))


class TestLink:
    def test_twice_is_once_and_both_diaries_say_so(self, main: Ticket, double: Ticket, desk: Worker) -> None:
        for pair in ({"ticket": main, "other": double}, {"ticket": double, "other": main}):
            link(**pair, worker=desk, at=LATER)
        assert TicketLink.objects.count() == 1
        for one, other in ((main, double), (double, main)):
            assert kinds(one)[-1] == "linked"
            assert one.events.latest("pk").data == {"other": other.pk}
            assert kinds(one).count("linked") == 1
        for _twice in range(2):
            unlink(ticket=double, other=main, worker=desk, at=SOON)
        assert not TicketLink.objects.exists()
        assert kinds(main).count("unlinked") == kinds(double).count("unlinked") == 1

    def test_not_with_itself_and_by_nobody_else(
        self, main: Ticket, double: Ticket, stranger: Worker, street: Worker, desk: Worker
    ) -> None:
        with pytest.raises(NotTogether):
            link(ticket=main, other=main, worker=desk, at=LATER)
        for who in (stranger, street):
            with pytest.raises(NotAllowed):
                link(ticket=main, other=double, worker=who, at=LATER)
        assert not TicketLink.objects.exists()


class TestMerge:
    def test_the_double_ends_and_the_other_is_due_when_the_first_was(
        self, main: Ticket, double: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        promised = double.due_at
        for _twice in range(2):
            merge(double=double, main=main, worker=desk, at=LATER)
        main.refresh_from_db()
        double.refresh_from_db()
        assert (double.state, double.merged_into, double.ended_at) == ("closed", main, LATER)
        assert (double.running_since, double.spent_minutes, double.answered_at) == (None, 240, None)
        assert (main.state, main.due_at, main.step_due_at) == ("in_progress", promised, promised)
        assert (main.first_receiver, double.first_receiver, main.responsible) == (colleague, desk, colleague)
        assert (kinds(double)[-1], kinds(main)[-1]) == ("merged", "joined")
        assert kinds(double).count("merged") == kinds(main).count("joined") == 1
        assert double.events.latest("pk").data["main"] == main.pk

    def test_a_later_promise_changes_nothing(
        self, main: Ticket, double: Ticket, desk: Worker, head: Worker
    ) -> None:
        promised = double.due_at
        merge(double=main, main=double, worker=head, at=LATER)
        double.refresh_from_db()
        assert (double.due_at, double.is_open) == (promised, True)

    def test_one_that_is_answered_keeps_its_own_promise(
        self, main: Ticket, double: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        tickets.answer(ticket=main, worker=colleague, at=LATER, text="修好了")
        was = row_of(main)
        merge(double=double, main=main, worker=desk, at=SOON)
        assert row_of(main) == was

    def test_its_offer_is_withdrawn(self, main: Ticket, double: Ticket, desk: Worker) -> None:
        made = offer(ticket=double, worker=desk, at=LATER, reason="管道", to_outside="自来水公司")
        merge(double=double, main=main, worker=desk, at=LATER)
        made.refresh_from_db()
        assert (made.outcome, kinds(double)[-2:]) == ("withdrawn", ["withdrawn", "merged"])
        undo(ticket=double, worker=desk, at=SOON)
        made.refresh_from_db()
        double.refresh_from_db()
        assert (made.outcome, double.state) == ("offered", "handed_over")

    @pytest.mark.parametrize(
        "how", ["itself", "waiting", "closed", "double", "has doubles", "other committee"]
    )
    def test_what_does_not_fit(
        self, main: Ticket, double: Ticket, desk: Worker, head: Worker, place: Place, other_place: Place,
        stranger: Worker, slow: Service, how: str,
    ) -> None:  # fmt: skip
        who, into = desk, main
        if how == "itself":
            into = double
        elif how == "waiting":
            into = make.ticket(desk, place.station, slow, to_line=True)
        elif how == "closed":
            tickets.answer(ticket=main, worker=head, at=LATER, text="好了")
            tickets.close(ticket=main, worker=head, at=LATER)
        elif how == "double":
            merge(double=main, main=taken(place, slow, head, LATER), worker=head, at=LATER)
        elif how == "has doubles":
            merge(double=taken(place, slow, desk, LATER), main=double, worker=desk, at=LATER)
        else:
            into = taken(other_place, slow, stranger, LATER)
            make.post(desk, "desk", other_place.committee)
            desk.load_scope(on=make.TODAY)
        was = row_of(double), row_of(into), kinds(into)
        with pytest.raises(NotTogether):
            merge(double=double, main=into, worker=who, at=LATER)
        assert (row_of(double), row_of(into), kinds(into)) == was

    def test_only_by_whoever_answers_for_the_double(
        self, main: Ticket, double: Ticket, desk: Worker, colleague: Worker, stranger: Worker
    ) -> None:
        for who in (colleague, stranger):
            with pytest.raises(NotAllowed):
                merge(double=double, main=main, worker=who, at=LATER)
        merge(double=double, main=main, worker=desk, at=LATER)


class TestAfterwards:
    @pytest.fixture(autouse=True)
    def merged(self, main: Ticket, double: Ticket, desk: Worker) -> None:
        self.was = row_of(main), row_of(double)
        merge(double=double, main=main, worker=desk, at=LATER)

    def test_all_of_it_can_be_undone(self, main: Ticket, double: Ticket, desk: Worker) -> None:
        for _twice in range(2):
            undo(ticket=Ticket.objects.get(pk=double.pk), worker=desk, at=SOON)
        assert (row_of(main), row_of(double)) == self.was
        assert (kinds(double)[-1], kinds(main)[-1]) == ("undone", "parted")
        assert kinds(main).count("parted") == 1

    def test_not_by_others_nor_later(
        self, main: Ticket, double: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        for who, when in ((colleague, SOON), (desk, LATER + timedelta(minutes=11))):
            with pytest.raises(NotUndoable):
                undo(ticket=double, worker=who, at=when)

    def test_a_time_that_was_set_since_stays(
        self, main: Ticket, double: Ticket, desk: Worker, colleague: Worker
    ) -> None:
        tickets.answer(ticket=main, worker=colleague, at=LATER, text="修好了")
        tickets.reopen(ticket=main, worker=colleague, at=make.at(0, 14, 1), text="又漏了")
        due = Ticket.objects.get(pk=main.pk).due_at
        undo(ticket=double, worker=desk, at=SOON)
        assert Ticket.objects.get(pk=main.pk).due_at == due

    def test_it_is_reopened_where_it_goes_on(self, main: Ticket, double: Ticket, desk: Worker) -> None:
        for who in (desk, None):
            with pytest.raises(tickets.IsDouble) as refused:
                tickets.reopen(ticket=double, worker=who, at=SOON, text="没好")
            assert main.reference in str(refused.value.sentence)
        with pytest.raises(PortalError):
            say(ticket=double, score=3, text="", at=SOON)
        assert double.notes.filter(text="没好").count() == 0
