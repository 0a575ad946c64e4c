"""The board: everything of today in its place, masked, in six statements."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions import hand_overs, line, tickets
from requests_desk.actions.closures import change_opening
from requests_desk.models import Ticket
from stations.models import WeekHours, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
BOARD = "/desk/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


def references(rows: list[Ticket]) -> list[str]:
    return [row.reference for row in rows]


def test_the_line_stands_in_the_order_of_calling(place: Place, desk: Worker, client: Client) -> None:
    first = make.ticket(desk, place.station, place.service, to_line=True, at=make.at(0, 9))
    green = make.ticket(desk, place.station, place.service, to_line=True, at=make.at(0, 9, 30), green=True)
    make.ticket(desk, place.station, place.service, to_line=True, at=make.at(-1, 9))  # yesterday's
    assert references(client.get(BOARD).context["line"]) == [green.reference, first.reference]


def test_the_called_person_is_in_the_middle_with_one_next_step(
    place: Place, desk: Worker, colleague: Worker, client: Client, as_: As
) -> None:
    ticket = make.ticket(desk, place.station, place.service, to_line=True)
    line.call_next(station=place.station, worker=desk, at=make.NOW)
    page = client.get(BOARD)
    assert references(page.context["ours"]) == [ticket.reference]
    assert page.context["line"] == []
    assert reverse("desk:ticket_receive", args=[ticket.reference]) in page.content.decode()
    theirs = as_(colleague).get(BOARD).context
    assert (theirs["ours"], references(theirs["elsewhere"])) == ([], [ticket.reference])
    tickets.receive(ticket=ticket, worker=desk, at=make.NOW)
    page = client.get(BOARD)
    assert reverse("desk:ticket_answer_now", args=[ticket.reference]) in page.content.decode()
    assert page.context["mine"] == []  # it stands in the middle, not twice


def test_mine_offers_and_late(place: Place, desk: Worker, colleague: Worker, client: Client) -> None:
    def taken(by: Worker, day: int) -> Ticket:
        row = make.ticket(by, place.station, place.service, at=make.at(day))
        return tickets.start(ticket=row, worker=by, at=make.at(day))

    mine_late, mine, theirs_late, offered = (
        taken(desk, -10),
        taken(desk, -1),
        taken(colleague, -9),
        taken(colleague, -1),
    )
    hand_overs.offer(ticket=offered, worker=colleague, at=make.NOW, reason="请接手", to_worker=desk)
    page = client.get(BOARD).context
    assert references(page["mine"]) == [mine_late.reference, mine.reference]
    assert [row.late for row in page["mine"]] == [True, False]
    assert references(page["late"]) == [theirs_late.reference]
    assert references(page["offers"]) == [offered.reference]


def test_nothing_on_it_is_unmasked(place: Place, desk: Worker, client: Client) -> None:
    make.ticket(desk, place.station, place.service, to_line=True)
    make.ticket(desk, place.station, place.service)
    make.visit(place.item, make.at(0, 11), at=make.at(-1))
    page = client.get(BOARD).content.decode()
    assert "李**" in page
    assert "王**" in page
    for secret in ("李阿姨", "王小明", "13912345678", "13812341234"):
        assert secret not in page


def test_visits_of_today_that_have_not_come(place: Place, desk: Worker, client: Client) -> None:
    come = make.visit(place.item, make.at(0, 11), at=make.at(-1))
    expected = make.visit(place.item, make.at(0, 14), at=make.at(-1))
    make.visit(place.item, make.at(1, 11))
    line.check_in(visit=come, worker=desk, at=make.NOW)
    assert client.get(BOARD).context["later"] == [expected]


def test_it_says_what_somebody_should_look_at(place: Place, desk: Worker, client: Client) -> None:
    make.visit(place.item, make.at(1, 9))
    WeekHours.objects.filter(station=place.station).update(opens="14:00")
    change_opening(stations=[place.station], at=make.NOW)
    station = client.get(BOARD).context["station"]
    assert (station.stranded, station.calls) == (1, 0)
    assert "show=stranded" in client.get(BOARD).content.decode()


def test_totals_of_today(place: Place, desk: Worker, client: Client) -> None:
    for answered in (True, False):
        make.ticket(desk, place.station, place.service, answered=answered)
    gone = make.ticket(desk, place.station, place.service, to_line=True)
    tickets.leave(ticket=gone, worker=desk, at=make.NOW)
    make.ticket(desk, place.station, place.service, at=make.at(-1))
    station = client.get(BOARD).context["station"]
    assert (station.came, station.answered, station.left) == (3, 1, 1)


def fill(place: Place, desk: Worker, colleague: Worker, rows: int) -> None:
    """``rows`` in every pane."""
    for n in range(rows):
        make.ticket(desk, place.station, place.service, to_line=True, estate=place.estate)
        for by, day in ((desk, -1), (colleague, -10)):
            row = make.ticket(by, place.station, place.service, at=make.at(day), estate=place.estate)
            tickets.start(ticket=row, worker=by, at=make.at(day))
        make.visit(place.item, slot=make.slot(place.item, make.at(0, 11 + n % 6)), at=make.at(-1), green=True)
    called = line.call_next(station=place.station, worker=colleague, at=make.NOW)
    tickets.receive(ticket=called, worker=colleague, at=make.NOW)


@pytest.mark.parametrize("rows", [1, 30])
def test_six_statements_with_one_row_and_with_thirty(
    place: Place, desk: Worker, colleague: Worker, client: Client, rows: int
) -> None:
    place.station.slots.update(capacity=100)  # type: ignore[attr-defined]
    fill(place, desk, colleague, rows)
    is_demo()  # asked once a minute
    with CaptureQueriesContext(connection) as queries:
        page = client.get(BOARD)
    assert len(page.context["line"]) == rows - 1
    assert len(queries) <= 6


class TestStations:
    @pytest.fixture
    def second(self, place: Place) -> str:
        station = make.station(place.committee, slug="second", name="枫香里驿站", kind="satellite")
        return station.slug

    def test_one_sits_at_the_main_station_first_and_chooses(
        self, client: Client, place: Place, second: str
    ) -> None:
        assert client.get(BOARD).context["station"] == place.station
        assert client.get(BOARD, {"station": second}).context["station"].slug == second
        assert client.get(BOARD).context["station"] == place.station  # a link is not remembered
        client.post(reverse("desk:sit_at"), {"station": second})
        assert client.get(BOARD).context["station"].slug == second

    def test_nobody_sits_at_a_foreign_station(self, client: Client, place: Place, other_place: Place) -> None:
        client.post(reverse("desk:sit_at"), {"station": other_place.station.slug})
        assert client.get(BOARD, {"station": other_place.station.slug}).context["station"] == place.station

    def test_a_committee_without_a_station_gets_a_sentence(self, client: Client, place: Place) -> None:
        type(place.station).objects.update(status="planned")
        assert client.get(BOARD).status_code == 409


def test_whoever_sits_at_a_desk_is_named_on_its_button(
    place: Place, desk: Worker, colleague: Worker, as_: As
) -> None:
    type(place.station).objects.update(desks=2)
    place.station.refresh_from_db()
    assert as_(desk).get("/desk/").context["desks"] == [(1, ""), (2, "")]
    make.ticket(desk, place.station, place.service, to_line=True)
    line.call_next(station=place.station, worker=colleague, at=make.NOW, desk=2)
    assert as_(desk).get("/desk/").context["desks"] == [(1, ""), (2, str(colleague))]


def test_visits_of_later_today_are_folded_away(place: Place, desk: Worker, as_: As) -> None:
    soon = [make.visit(place.item, make.at(0, 12), at=make.at(-1))]
    page = as_(desk).get("/en/desk/")
    assert (page.context["visits"], page.context["later"]) == (soon, [])
    assert "Later today" not in page.content.decode()
    later = [make.visit(place.item, make.at(0, 12, 30), at=make.at(-1), phone="13755550001")]
    page = as_(desk).get("/en/desk/")
    assert (page.context["visits"], page.context["later"]) == (soon, later)
    words = page.content.decode()
    assert "<summary>Later today: 1</summary>" in words
    assert reverse("desk:visit_check_in", args=[later[0].reference]) in words  # folded, not gone
