"""Entered afterwards: true receipt, no number, and a history that says who typed it when."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions.afterwards import NotThen
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import Ticket
from requests_desk.rules.due import add_working
from stations.models import Holiday, Worker
from tests import factories as make
from tests.cast import Place

CAME = make.NOW - timedelta(days=1, hours=1)


@pytest.fixture
def said(place: Place, desk: Worker) -> dict[str, Any]:
    return {"station": place.station, "matter": place.service, "worker": desk, "at": make.NOW, "came": CAME}


def test_the_clock_runs_from_the_true_receipt(said: dict[str, Any], desk: Worker) -> None:
    ticket = log_ticket(**said, words="灯坏了").ticket
    ticket.refresh_from_db()
    assert (ticket.state, ticket.number, ticket.first_receiver) == ("in_progress", None, desk)
    assert ticket.arrived_at == ticket.received_at == ticket.running_since == CAME
    assert (ticket.day, ticket.entered_at) == (CAME.date(), make.NOW)
    assert ticket.due_at == add_working(CAME, ticket.limit_minutes, Holiday.objects.calendar(CAME))
    events = list(ticket.events.values_list("kind", "actor", "at"))
    assert events == [(kind, desk.pk, CAME) for kind in ("logged", "received", "started")]
    assert all(event.data["typed"] == make.NOW.isoformat() for event in ticket.events.all())


def test_answered_then_spends_no_time(said: dict[str, Any]) -> None:
    ticket = log_ticket(**said, answered=True, answer="周二下午来").ticket
    ticket.refresh_from_db()
    assert (ticket.state, ticket.on_the_spot, ticket.spent_minutes) == ("closed", True, 0)
    assert (ticket.answered_at, ticket.ended_at, ticket.running_since) == (CAME, CAME, None)
    assert ticket.notes.get().kind == "answer"


def test_what_is_not_answered_keeps_the_words_among_colleagues(said: dict[str, Any]) -> None:
    assert log_ticket(**said, answer="已打电话").ticket.notes.get().kind == "internal"


def test_a_colleague_received_them(said: dict[str, Any], desk: Worker, colleague: Worker) -> None:
    ticket = log_ticket(**said, receiver=colleague).ticket
    assert (ticket.first_receiver, ticket.responsible) == (colleague, colleague)
    assert {event.actor for event in ticket.events.all()} == {desk}
    assert ticket.events.get(kind="received").data["receiver"] == colleague.pk


def test_nobody_of_another_desk(said: dict[str, Any], stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            log_ticket(**said, receiver=worker)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("wrong", [timedelta(minutes=1), timedelta(days=-15)])
def test_neither_in_the_future_nor_long_ago(said: dict[str, Any], wrong: timedelta) -> None:
    with pytest.raises(NotThen):
        log_ticket(**{**said, "came": make.NOW + wrong})
    assert not Ticket.objects.exists()


def test_the_same_form_twice_is_one_ticket(said: dict[str, Any]) -> None:
    first, again = (log_ticket(**said, key="form-1") for _twice in range(2))
    assert first.ticket.pk == again.ticket.pk


def test_the_line_of_today_goes_on_as_if_nothing_was(said: dict[str, Any]) -> None:
    log_ticket(**said)
    assert log_ticket(**{**said, "came": None}).ticket.number == 1


def test_the_database_knows_it_too(said: dict[str, Any]) -> None:
    ticket = log_ticket(**said).ticket
    for wrong in ({"number": 5}, {"entered_at": CAME - timedelta(minutes=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(**wrong)
