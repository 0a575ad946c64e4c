"""Calling, receiving, and nobody there: by the board's own buttons."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from requests_desk.models import Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]


@staged
def waiting(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service, to_line=True)


def press(client: Client, name: str, ticket: Ticket | None = None) -> str:
    """Press a button of the board; where it leads."""
    url = reverse(f"desk:{name}", args=[ticket.reference] if ticket else [])
    return client.post(url, {"from": "board"})["Location"]


def test_call_receive_and_back_to_the_board(waiting: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    # Back on the board, where a slip can be taken back at once.
    assert press(client, "call_next") == f"/desk/?undo={waiting.reference}"
    assert press(client, "ticket_receive", waiting) == f"/desk/?undo={waiting.reference}"
    waiting.refresh_from_db()
    assert (waiting.called_by, waiting.first_receiver, waiting.state) == (desk, desk, "serving")


def test_called_and_not_here(waiting: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    press(client, "call_next")
    press(client, "ticket_leave", waiting)
    waiting.refresh_from_db()
    assert waiting.state == "left"


def test_an_empty_line_and_an_unsettled_call_are_sentences(waiting: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    said = []
    for step in ("call_next", "call_next", "ticket_leave", "call_next"):
        press(client, step, waiting if step == "ticket_leave" else None)
        said += [message.level_tag for message in client.get("/desk/").context["messages"]]
    assert said == ["success", "warning", "success", "warning"]
    assert waiting.events.filter(kind="called").count() == 1


def test_a_colleague_was_quicker(waiting: Ticket, desk: Worker, colleague: Worker, as_: As) -> None:
    press(as_(colleague), "ticket_receive", waiting)
    late = as_(desk).post(reverse("desk:ticket_receive", args=[waiting.reference]))
    assert late.status_code == 409
    assert late.context["form"].non_field_errors()
    waiting.refresh_from_db()
    assert waiting.first_receiver == colleague
