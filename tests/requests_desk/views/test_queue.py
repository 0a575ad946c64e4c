"""Calling, receiving, and nobody there: by the board's own buttons."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from requests_desk.actions import line
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


def test_called_and_not_here_and_here_again(waiting: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    press(client, "call_next")
    press(client, "ticket_call_again", waiting)
    press(client, "ticket_not_here", waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.times_called, waiting.called_by) == ("waiting", 2, None)
    board = client.get("/desk/")
    assert (board.context["line"], board.context["aside"]) == ([], [waiting])
    assert reverse("desk:ticket_line_up", args=[waiting.reference]) in board.content.decode()
    press(client, "ticket_line_up", waiting)
    board = client.get("/desk/")
    assert (board.context["line"], board.context["aside"]) == ([waiting], [])


def test_a_paper_to_fetch(waiting: Ticket, desk: Worker, as_: As) -> None:
    press(as_(desk), "ticket_park", waiting)
    waiting.refresh_from_db()
    assert waiting.aside_at == make.NOW


def test_gone(waiting: Ticket, desk: Worker, as_: As) -> None:
    press(as_(desk), "ticket_leave", waiting)
    waiting.refresh_from_db()
    assert waiting.state == "left"


def test_taken_over_from_a_colleague_who_is_busy(
    waiting: Ticket, desk: Worker, colleague: Worker, as_: As
) -> None:
    press(as_(colleague), "call_next")
    client = as_(desk)
    address = reverse("desk:ticket_take_over", args=[waiting.reference])
    assert address in client.get("/desk/").content.decode()
    press(client, "ticket_take_over", waiting)
    waiting.refresh_from_db()
    assert waiting.called_by == desk


def test_the_next_step_on_the_sheet_is_one_that_fits(waiting: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    press(client, "call_next")
    press(client, "ticket_not_here", waiting)
    sheet = client.get(waiting.get_absolute_url())
    assert [choice.name for choice in sheet.context["main"]] == ["line_up"]
    refused = client.post(reverse("desk:ticket_not_here", args=[waiting.reference]))
    assert (refused.status_code, bool(refused.context["form"].non_field_errors())) == (409, True)


class TestDesks:
    def test_nobody_is_called_to_nowhere(self, place: Place, waiting: Ticket, desk: Worker, as_: As) -> None:
        type(place.station).objects.update(desks=3)
        client = as_(desk)
        assert client.get("/desk/").context["asks_desk"]
        assert press(client, "call_next") == "/desk/"
        waiting.refresh_from_db()
        assert waiting.called_by is None
        for typed in ("4", "0", "x", "２"):
            client.post(reverse("desk:sit_at"), {"station": place.station.slug, "desk": typed})
            assert client.get("/desk/").context["desk"] is None

    def test_the_desk_is_remembered_and_said(
        self, place: Place, waiting: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        type(place.station).objects.update(desks=3)
        client = as_(desk)
        client.post(reverse("desk:sit_at"), {"station": place.station.slug, "desk": "2"})
        press(client, "call_next")
        waiting.refresh_from_db()
        assert waiting.called_to == 2
        board = client.get("/en/desk/?desk")
        assert "Called to desk 2" in board.content.decode()
        assert board.context["asks_desk"]  # they move
        assert "desk 2" in as_(colleague).get("/en/desk/").content.decode()

    def test_where_there_is_one_nobody_is_asked(self, waiting: Ticket, desk: Worker, as_: As) -> None:
        page = as_(desk).get("/desk/?desk")
        assert (page.context["asks_desk"], page.context["desk"]) == (False, None)


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


class TestWhichDesk:
    """At a station with two desks nobody is called to a number that nobody has said."""

    def asked(self, place: Place, colleague: Worker, ticket: Ticket) -> str:
        place.station.desks = 2
        place.station.save(update_fields=["desks"])
        line.call_next(station=place.station, worker=colleague, at=make.NOW, desk=1)
        return reverse("desk:ticket_take_over", args=[ticket.reference])

    def test_the_step_asks_for_it_and_then_is_made(
        self, place: Place, waiting: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        url, client = self.asked(place, colleague, waiting), as_(desk)
        page = client.post(url, {"from": "board"})
        assert page.status_code == 409
        assert page.context["desks"] == [(1, str(colleague)), (2, "")]
        words = page.content.decode()
        assert 'name="desk" value="2"' in words
        assert 'name="from" value="board"' in words
        waiting.refresh_from_db()
        assert waiting.called_by == colleague
        assert client.post(url, {"from": "board", "desk": "2"})["Location"].startswith("/desk/")
        waiting.refresh_from_db()
        assert (waiting.called_by, waiting.called_to) == (desk, 2)
        assert client.get("/desk/").context["desk"] == 2

    def test_no_desk_that_is_not_there(
        self, place: Place, waiting: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        url = self.asked(place, colleague, waiting)
        for number in ("3", "0", "x", ""):
            assert as_(desk).post(url, {"desk": number, "from": "nowhere"}).status_code == 409
        waiting.refresh_from_db()
        assert waiting.called_by == colleague

    def test_calling_again_from_another_window(
        self, place: Place, waiting: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        self.asked(place, colleague, waiting)
        url = reverse("desk:ticket_call_again", args=[waiting.reference])
        client = as_(colleague)
        assert client.post(url).status_code == 409
        assert client.post(url, {"desk": "1"}).status_code == 302

    def test_others_are_not_asked(
        self, place: Place, waiting: Ticket, colleague: Worker, stranger: Worker, street: Worker, as_: As
    ) -> None:
        url = self.asked(place, colleague, waiting)
        assert as_(stranger).post(url, {"desk": "2"}).status_code == 404
        assert as_(street).post(url, {"desk": "2"}).status_code == 403
        assert as_(None).post(url, {"desk": "2"}).status_code == 302
