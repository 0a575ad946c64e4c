"""The end of the day's line: who is left over, closing it, and opening it again."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from requests_desk.actions import line, queue, tickets
from requests_desk.models import Line, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LINE = "/desk/line/"


def test_it_says_who_is_left_over_and_how_it_ends(
    place: Place, desk: Worker, colleague: Worker, as_: As
) -> None:
    rows = [make.ticket(desk, place.station, place.service, to_line=True) for _four in range(4)]
    serving, called, aside, waiting = rows
    tickets.receive(ticket=serving, worker=desk, at=make.NOW)
    assert line.call_next(station=place.station, worker=colleague, at=make.NOW) == called
    queue.park(ticket=aside, worker=desk, at=make.NOW)
    make.ticket(desk, place.station, place.service, to_line=True, at=make.at(-1))  # the night ends it
    page = as_(desk).get(LINE)
    groups = {group: people for _title, group, people in page.context["left"]}
    assert groups == {"waiting": [waiting], "called": [called], "aside": [aside], "serving": [serving]}
    text = page.content.decode()
    for row in (called, aside, waiting):
        assert reverse("desk:ticket_receive", args=[row.reference]) in text
        assert reverse("desk:ticket_leave", args=[row.reference]) in text
    assert reverse("desk:ticket_start", args=[serving.reference]) in text
    assert "李阿姨" not in text


def test_what_is_done_there_leads_back_there(place: Place, desk: Worker, as_: As) -> None:
    row = make.ticket(desk, place.station, place.service, to_line=True)
    client = as_(desk)
    gone = client.post(reverse("desk:ticket_leave", args=[row.reference]), {"from": "line"})
    assert gone["Location"] == f"{LINE}?undo={row.reference}"
    assert reverse("desk:ticket_undo", args=[row.reference]) in client.get(gone["Location"]).content.decode()
    assert client.get(LINE).context["left"] == []


def test_closed_and_opened_again(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert client.post("/desk/line/close/")["Location"] == LINE
    row = Line.objects.get(station=place.station, day=make.TODAY)
    assert (row.closed_at, row.closed_by) == (make.NOW, desk)
    assert "/desk/line/open/" in client.get(LINE).content.decode()
    assert LINE in client.get("/desk/").content.decode()
    assert client.post("/desk/line/open/")["Location"] == "/desk/"
    row.refresh_from_db()
    assert row.closed_at is None


def test_a_stranger_closes_their_own_line_alone(
    place: Place, other_place: Place, desk: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    row = make.ticket(desk, place.station, place.service, to_line=True)
    client = as_(stranger)
    assert row.reference not in client.get(LINE, {"station": place.station.slug}).content.decode()
    client.post("/desk/line/close/", {"station": place.station.slug})
    assert not Line.objects.filter(station=place.station, closed_at__isnull=False).exists()
    assert Line.objects.filter(station=other_place.station, closed_at__isnull=False).exists()
    assert as_(street).get(LINE).status_code == 403
    assert Ticket.objects.get() == row
