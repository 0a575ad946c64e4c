"""Late and told: on the board and the list of whoever was told, in the diary, and for the street's officials."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_desk.actions.escalation import escalate
from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
LIST = f"{reverse('desk:ticket_list')}?show=told"


@pytest.fixture
def late(place: Place, desk: Worker, street: Worker, clock: time_machine.Traveller) -> Ticket:
    ticket = make.ticket(desk, place.station, place.service)
    clock.move_to(make.at(5, 15))  # five working hours after it was due
    escalate(at=make.at(5, 15))
    return ticket


def test_the_head_finds_what_they_were_told_and_nobody_else_does(
    late: Ticket, head: Worker, colleague: Worker, stranger: Worker, as_: As
) -> None:
    told = as_(head)
    board = told.get(f"/en{reverse('desk:board')}").content.decode()
    assert "1 ticket is late, and you were told." in board
    assert [row.reference for row in told.get(LIST).context["rows"]] == [late.reference]
    for other in (colleague, stranger):
        client = as_(other)
        assert "you were told" not in client.get(f"/en{reverse('desk:board')}").content.decode()
        assert client.get(LIST).context["rows"] == []


def test_the_diary_says_whom_it_was_told(late: Ticket, desk: Worker, head: Worker, as_: As) -> None:
    page = as_(desk).get(f"/en{late.get_absolute_url()}").content.decode()
    assert f"late, and told: {head}" in page


def test_the_street_reads_it_without_the_residents_contact(
    late: Ticket, street: Worker, other_street: Worker, as_: As
) -> None:
    address = reverse("admin:requests_desk_escalation_changelist")
    escalate(at=make.at(7))
    page = as_(street).get(address).content.decode()
    assert page.count(late.reference) >= 3
    assert late.name not in page
    assert late.phone not in page
    assert late.reference not in as_(other_street).get(address).content.decode()
    assert as_(street).get(reverse("admin:requests_desk_escalation_add")).status_code == 403
