"""A promise that is broken: whoever answers for it is told, then the head, then the street, each once."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from requests_desk.actions import tickets
from requests_desk.actions.escalation import escalate
from requests_desk.models import Escalation, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


@pytest.fixture
def ticket(place: Place, desk: Worker, street: Worker) -> Ticket:
    """Due on Monday 23 November at ten."""
    return make.ticket(desk, place.station, place.service)


def told() -> list[tuple[int, str]]:
    return list(Escalation.objects.order_by("level").values_list("level", "to__username"))


def test_worker_head_and_street_each_once(ticket: Ticket) -> None:
    assert escalate(at=make.at(5, 10)) == 0  # due this minute
    assert escalate(at=make.at(5, 10, 1)) == 1
    assert told() == [(1, "desk")]
    assert escalate(at=make.at(5, 13, 59)) == 0
    assert escalate(at=make.at(5, 14)) == 1
    assert told() == [(1, "desk"), (2, "head")]
    # Nine working hours after ten o'clock are the next morning at ten.
    assert escalate(at=make.at(6, 9, 59)) == 0
    assert escalate(at=make.at(6, 10)) == 1
    assert told() == [(1, "desk"), (2, "head"), (3, "street")]
    assert escalate(at=make.at(9)) == 0
    assert [event.data["level"] for event in ticket.events.filter(kind="escalated")] == [1, 2, 3]


def test_found_late_only_days_afterwards_all_are_told_at_once(ticket: Ticket) -> None:
    assert escalate(at=make.at(8)) == 3
    assert escalate(at=make.at(8)) == 0


def test_hours_may_be_set_otherwise(ticket: Ticket, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PORTAL_TELL_HEAD_HOURS, settings.PORTAL_TELL_STREET_HOURS = 0, 1
    assert escalate(at=make.at(5, 10, 1)) == 2
    assert escalate(at=make.at(5, 11)) == 1


def test_an_empty_office_is_asked_again_and_holds_up_nobody(
    ticket: Ticket, desk: Worker, head: Worker, street: Worker
) -> None:
    street.posts.update(until=date(2026, 11, 1))
    assert escalate(at=make.at(8)) == 2
    street.posts.update(until=None)
    assert escalate(at=make.at(8)) == 1
    assert told()[-1] == (3, "street")


def test_who_has_answered_is_not_late_any_more(ticket: Ticket, desk: Worker) -> None:
    tickets.answer(ticket=ticket, worker=desk, at=make.at(6), text="好了")
    assert escalate(at=make.at(8)) == 0
    # Reopened late, everybody hears of it; and only once in a ticket's life.
    tickets.reopen(ticket=ticket, worker=desk, at=make.at(8), text="没好")
    assert escalate(at=make.at(12)) == 3
    tickets.answer(ticket=ticket, worker=desk, at=make.at(12), text="好了")
    tickets.reopen(ticket=ticket, worker=desk, at=make.at(12, 11), text="没好")
    assert escalate(at=make.at(15)) == 0


def test_the_table_holds_each_level_once(ticket: Ticket, head: Worker) -> None:
    escalate(at=make.at(8))
    for level in (2, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            Escalation.objects.create(ticket=ticket, level=level, to=head, at=make.NOW)


@pytest.mark.parametrize("many", [1, 30])
def test_nothing_late_costs_one_statement(place: Place, desk: Worker, many: int) -> None:
    for _one in range(many):
        make.ticket(desk, place.station, place.service)
    with CaptureQueriesContext(connection) as queries:
        assert escalate(at=make.NOW) == 0
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) == 1
