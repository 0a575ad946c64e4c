"""Counting: the tap at the board, and the figures at the desk and on the station's page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from requests_desk.models import ActivitySession, Attendance, DropIns, VolunteerShift
from stations.models import Site, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
FIGURES, BOARD = "/en/desk/figures/", "/en/desk/"


def dropped_in(place: Place, days_ago: int, people: int) -> None:
    DropIns.objects.create(station=place.station, day=make.TODAY - timedelta(days=days_ago), people=people)


def row(page: str, words: str) -> list[str]:
    """The cells of the table's row that begins with ``words``."""
    cells = page.partition(f'<th scope="row">{words}')[2].partition("</tr>")[0]
    return [one.partition("</td>")[0] for one in cells.split('<td class="num">')[1:]]


def test_a_tap_counts_one_and_a_slip_is_taken_back(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "a slip" not in text_of(client.get(BOARD))
    for _tap in range(2):
        page = text_of(client.post("/en/desk/drop-ins/", follow=True))
    assert 'Just came in today: <b class="num">2</b>' in page
    assert "a slip" in page
    page = text_of(client.post("/en/desk/drop-ins/slip/", follow=True))
    assert 'Just came in today: <b class="num">1</b>' in page
    client.post("/en/desk/drop-ins/slip/")
    page = text_of(client.post("/en/desk/drop-ins/slip/", follow=True))
    assert "Nobody was counted today" in page
    assert DropIns.objects.get().people == 0


def test_nothing_counted_is_said_and_not_shown_as_zero(
    client: Client, place: Place, desk: Worker, as_: As
) -> None:
    assert "Nothing was counted here yet." in text_of(as_(desk).get(FIGURES))
    assert 'id="figures"' not in text_of(client.get(f"/en/stations/{place.station.slug}/"))


def test_the_last_thirty_days_beside_the_thirty_before(
    client: Client, place: Place, desk: Worker, as_: As
) -> None:
    for days_ago, people in ((61, 1), (31, 20), (30, 4), (29, 7), (0, 5)):
        dropped_in(place, days_ago, people)
    make.ticket(desk, place.station, place.service)
    make.ticket(desk, place.station, place.service, channel="phone")
    VolunteerShift.objects.create(committee=place.committee, on=make.TODAY, people=4, hours="1.5")
    page = text_of(as_(desk).get(FIGURES))
    assert row(page, "just came in") == ["12", "24", "-12"]
    assert row(page, "came to the desk")[0] == "1"
    assert "not known" in row(page, "came to the desk")[1]
    assert row(page, "hours given by volunteers")[0] == "6"
    public = text_of(client.get(f"/en/stations/{place.station.slug}/"))
    shown = public.partition('id="figures"')[2]
    assert "<b>12</b> just came in" in shown
    assert "24 in the 30 days before" in shown
    assert "<b>6</b> hours given by volunteers" in shown


def test_participations_are_ticks_and_heads_together(place: Place, desk: Worker, as_: As) -> None:
    sign_up = make.sign_up(make.group(make.activity(place.station)))
    for hour, came in ((9, 0), (14, 25)):
        session = ActivitySession.objects.create(group=sign_up.group, starts_at=make.at(-1, hour), came=came)
        if not came:
            Attendance.objects.create(session=session, sign_up=sign_up, at=make.NOW)
    assert row(text_of(as_(desk).get(FIGURES)), "took part")[0] == "26"


@pytest.mark.parametrize("counted_before", [True, False])
def test_before_and_after_the_move_only_where_both_were_counted(
    client: Client, place: Place, counted_before: bool
) -> None:
    moved_on = make.TODAY - timedelta(days=100)
    Site.objects.create(
        station=place.station, address="6号楼2楼", used_until=moved_on - timedelta(days=1), floor=2
    )
    Site.objects.filter(station=place.station, used_until=None).update(used_from=moved_on)
    dropped_in(place, 95, 80)
    if counted_before:
        dropped_in(place, 130, 9)
    page = text_of(client.get(f"/en/stations/{place.station.slug}/"))
    told = "9 in the 30 days before the move of 10 August 2026, 80 in the 30 days after it"
    assert (told in page) is counted_before
    Site.objects.filter(used_until=None).update(dates_are_rough=True)
    assert told not in text_of(client.get(f"/en/stations/{place.station.slug}/"))


def test_strangers_see_their_own_and_officials_none(
    place: Place, other_place: Place, stranger: Worker, street: Worker, as_: As
) -> None:
    dropped_in(place, 0, 7391)
    assert "7391" not in text_of(as_(stranger).get(FIGURES, {"station": place.station.slug}))
    as_(stranger).post("/en/desk/drop-ins/", {"station": place.station.slug})
    assert DropIns.objects.get(station=place.station).people == 7391
    assert as_(street).get(FIGURES).status_code == 403
    assert as_(street).post("/en/desk/drop-ins/").status_code == 403


def test_the_same_statements_with_one_and_with_thirty(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    dropped_in(place, 0, 1)
    few = count_queries(client, FIGURES)
    board = count_queries(client, BOARD)
    for number in range(1, 31):
        dropped_in(place, number, number)
        VolunteerShift.objects.create(committee=place.committee, on=make.TODAY, people=number, hours=1)
    assert count_queries(client, FIGURES) == few
    assert count_queries(client, BOARD) == board <= 8
