"""The button that takes a slip back: offered on the board at once, on the sheet for ten minutes, to one's own alone."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
BOARD = reverse("desk:board")


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service)


def of(ticket: Ticket, step: str = "") -> str:
    return "/en" + reverse(f"desk:ticket{step and '_'}{step}", args=[ticket.reference])


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("step", "typed", "to_line"), [("leave", {}, True), ("answer_now", {"text": "好了"}, False)]
)
def test_a_slip_on_the_board_is_undone_there(
    place: Place, desk: Worker, as_: As, step: str, typed: dict[str, str], to_line: bool
) -> None:
    ticket = make.ticket(desk, place.station, place.service, to_line=to_line)
    client, was = as_(desk), ticket.state
    answer = client.post(of(ticket, step), {**typed, "from": "board"})
    assert answer["Location"] == f"/en{BOARD}?undo={ticket.reference}"
    page = shown(client, answer["Location"])
    assert f'action="{of(ticket, "undo")}"' in page
    back = client.post(of(ticket, "undo"), {"from": "board"}, follow=True)
    assert back.redirect_chain == [(f"/en{BOARD}", 302)]
    assert f"{ticket.reference}: taken back, it stands as before." in back.content.decode()
    ticket.refresh_from_db()
    assert ticket.state == was


@pytest.mark.parametrize("address", ["", "?undo=", "?undo=x", "?undo=%00", "?undo=<b>"])
def test_nothing_to_undo_is_no_button(place: Place, desk: Worker, as_: As, address: str) -> None:
    assert "/undo/" not in shown(as_(desk), f"/en{BOARD}{address}")


def test_the_sheet_offers_it_to_whoever_did_it_for_ten_minutes(
    ticket: Ticket, desk: Worker, head: Worker, as_: As, clock: time_machine.Traveller
) -> None:
    mine, theirs = as_(desk), as_(head)
    assert "/undo/" not in shown(mine, of(ticket))
    mine.post(of(ticket, "answer"), {"text": "办好了"})
    page = shown(mine, of(ticket))
    assert "Your last step, 10:00: answered." in page
    assert "/undo/" in page
    assert "/undo/" not in shown(theirs, of(ticket))
    clock.shift(601)
    assert "/undo/" not in shown(mine, of(ticket))
    late = mine.post(of(ticket, "undo"))
    assert late.status_code == 409
    assert "This can no longer be undone." in late.content.decode()


def test_the_resident_reads_that_it_was_a_mistake_and_no_answer(
    ticket: Ticket, desk: Worker, client: Client, as_: As
) -> None:
    worker, link = as_(desk), f"/en{reverse('ticket_track', args=[ticket.token])}"
    worker.post(of(ticket, "answer"), {"text": "这是别人的答复"})
    assert "这是别人的答复" in shown(client, link)
    assert worker.post(of(ticket, "undo"))["Location"] == of(ticket)
    page = shown(client, link)
    assert "这是别人的答复" not in page
    assert "The last step was a mistake and is taken back" in page
    assert "You are being served" in page
    diary = shown(worker, of(ticket))
    assert "step undone: answered" in diary
    assert "这是别人的答复" in diary
