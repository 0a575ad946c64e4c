"""The day in figures: the head's alone, each number that of the list behind it, in a handful of statements."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from requests_desk.actions import hand_overs, tickets
from requests_desk.actions.line import call_next
from requests_desk.models import Opinion, Ticket
from requests_desk.models.day_figures import WORDS
from requests_desk.views.counting import figures_of
from requests_desk.views.day import NOW, OF_THE_DAY
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
DAY, LIST = "/en/desk/day/", "/en/desk/tickets/"


@pytest.fixture
def busy(place: Place, desk: Worker, colleague: Worker) -> None:
    """Everything that a figure counts, at least once, and more than one of some."""

    def logged(**fields: Any) -> Ticket:
        return make.ticket(desk, place.station, place.service, **fields)

    called = logged(to_line=True, at=make.at(0, 9))
    call_next(station=place.station, worker=desk, at=make.at(0, 9, 20))
    tickets.receive(ticket=called, worker=desk, at=make.at(0, 9, 21))
    for minute in (10, 30):
        tickets.leave(ticket=logged(to_line=True, at=make.at(0, 8, minute)), at=make.NOW)
    logged(to_line=True)
    Ticket.objects.filter(pk=logged(to_line=True).pk).update(aside_at=make.NOW)
    for score in (5, 2):
        spot = tickets.answer_on_the_spot(ticket=logged(), worker=desk, at=make.NOW, text="好了")
        Opinion.objects.create(ticket=spot, score=score, said_at=make.NOW)
    answered = tickets.answer(ticket=logged(), worker=desk, at=make.NOW, text="好了")
    tickets.reopen(ticket=answered, at=make.NOW, text="没好")
    late_answer = tickets.answer(ticket=logged(channel="phone"), worker=desk, at=make.NOW, text="好了")
    Ticket.objects.filter(pk=late_answer.pk).update(due_at=make.NOW - timedelta(hours=1))
    overdue = tickets.start(ticket=logged(), worker=desk, at=make.NOW)
    Ticket.objects.filter(pk=overdue.pk).update(due_at=make.NOW - timedelta(hours=1))
    given = tickets.start(ticket=logged(), worker=desk, at=make.NOW)
    hand_overs.offer(ticket=given, worker=desk, at=make.NOW, reason="请接手", to_worker=colleague)
    tickets.start(ticket=logged(at=make.at(-9)), worker=desk, at=make.at(-9))  # of another day, and late


def numbers(page: Any) -> dict[str, int]:
    return {one.key: one.count for one in page.context["figures"]}


def test_every_figure_is_the_length_of_the_list_behind_it(busy: None, head: Worker, as_: As) -> None:
    client = as_(head)
    page = client.get(DAY)
    shown = [*page.context["figures"], *page.context["standing"]]
    assert [one.key for one in shown] == [*OF_THE_DAY, *NOW]
    for one in shown:
        assert one.count > 0, one
        listed = client.get(one.url)
        assert len(listed.context["rows"]) == one.count, one
        with override("en"):
            assert str(one.words) in text_of(listed)
    assert set(WORDS) == {one.key for one in shown}


def test_the_figures_of_a_day_told_by_hand(busy: None, head: Worker, as_: As) -> None:
    page = as_(head).get(DAY)
    assert numbers(page) == {
        "came": 11, "desk": 10, "received": 7, "spot": 2, "waiting": 1, "aside": 1, "left": 2, "open": 4,
        "on_time": 2, "answered_late": 1, "reopened": 1, "opinions": 2, "content": 1,
    }  # fmt: skip
    shares = {one.key: one.percent for one in page.context["figures"] if one.percent is not None}
    assert shares == {"spot": 29, "on_time": 67, "answered_late": 33, "content": 50}
    assert {one.key: one.count for one in page.context["standing"]} == {"open": 5, "late": 2, "offered": 1}
    assert page.context["wait"].middle == 20


def test_by_hour_lane_and_matter(busy: None, head: Worker, as_: As) -> None:
    context = as_(head).get(DAY).context
    assert [(one.key, one.people) for one, _share, _wait in context["hours"]] == [(8, 2), (9, 1), (10, 8)]
    # Who came without a line is counted by how they were met: with "desk" above, ten and one.
    assert [(str(one.key), one.people) for one, _share in context["lanes"]] == [
        ("Walk-in", 10),
        ("By phone", 1),
    ]
    assert [one.people for one, _share in context["matters"]] == [11]
    assert context["hours"][1][2] == {"begin": 100, "length": 2, "middle": 98, "minutes": 20}


def test_what_is_left_over_names_nobody(busy: None, head: Worker, as_: As) -> None:
    page = as_(head).get(DAY)
    assert len(page.context["left_over"]) == 6
    assert "李" not in text_of(page).partition("<main")[2]
    assert "13912345678" not in page.content.decode()
    assert "138" not in text_of(page).partition("Left over from this day")[2]


def test_who_drowns_is_said_by_name_and_nothing_of_how_well(
    busy: None, head: Worker, desk: Worker, as_: As
) -> None:
    (row,) = as_(head).get(DAY).context["answering"]
    assert row == {
        "responsible__name": desk.name, "responsible__username": "desk", "open": 5, "late": 2, "offered": 1,
    }  # fmt: skip


def test_it_counts_as_the_thirty_days_do(busy: None, place: Place, head: Worker, as_: As) -> None:
    thirty = figures_of(place.station, [], make.TODAY)[0].lately.now
    days = [make.TODAY - timedelta(days=ago) for ago in range(30)]
    assert sum(numbers(as_(head).get(DAY, {"day": one.isoformat()}))["desk"] for one in days) == thirty == 11


def test_another_day_and_another_station(busy: None, place: Place, head: Worker, as_: As) -> None:
    client = as_(head)
    assert numbers(client.get(DAY, {"day": "2026-11-09"}))["came"] == 1
    empty = client.get(DAY, {"day": "2026-11-16"})
    assert "Nobody asked anything on this day." in text_of(empty)
    annex = make.station(place.committee, slug="annex", kind="satellite")
    assert numbers(client.get(DAY, {"station": annex.slug}))["came"] == 0
    assert client.get(DAY, {"station": annex.slug}).context["answering"] == []
    assert (
        numbers(client.get(DAY))["came"]
        == numbers(client.get(DAY, {"station": place.station.slug}))["came"]
        == 11
    )


@pytest.mark.parametrize("asked", ["2026-11-19", "2026-13-40", "heute", "2026-11-18\0"])
def test_a_day_that_is_none_is_said_and_today_is_shown(asked: str, busy: None, head: Worker, as_: As) -> None:
    page = as_(head).get(DAY, {"day": asked})
    assert page.status_code == 200
    assert 'class="errors"' in page.content.decode()
    assert numbers(page)["came"] == 11


def test_only_the_head_sees_it(
    busy: None, desk: Worker, colleague: Worker, street: Worker, district: Worker, admin: Worker, as_: As
) -> None:
    for worker in (desk, colleague, street, district, admin):
        assert as_(worker).get(DAY).status_code == 403, worker
        assert "/en/desk/day/" not in as_(worker).get("/en/desk/", follow=True).content.decode()
    assert as_(None).get(DAY).status_code == 302


def test_a_strange_head_sees_their_own_and_no_foreign_station(
    busy: None, place: Place, other_place: Place, as_: As
) -> None:
    strange = make.worker("strange-head")
    make.post(strange, "head", other_place.committee)
    client = as_(strange)
    assert set(numbers(client.get(DAY)).values()) == {0}
    assert client.get(DAY).context["answering"] == []
    foreign = client.get(DAY, {"station": place.station.slug})
    assert foreign.status_code == client.get(DAY, {"station": "nowhere"}).status_code == 404
    listed = client.get(LIST, {"of": "came", "station": place.station.slug})
    assert listed.context["rows"] == []


def test_the_list_behind_a_figure_has_further_pages(
    place: Place, desk: Worker, head: Worker, as_: As
) -> None:
    for _number in range(31):
        make.ticket(desk, place.station, place.service)
    client = as_(head)
    one = next(one for one in client.get(DAY).context["figures"] if one.key == "came")
    page = client.get(one.url)
    assert one.count == 31
    assert len(page.context["rows"]) == 30
    further = client.get(f"{LIST}?{page.context['address']}&after={page.context['more']}")
    assert len(further.context["rows"]) == 1
    assert len(client.get(LIST, {"of": "nothing"}).context["rows"]) == 0  # the head's own, as ever


def test_the_same_statements_with_one_and_with_thirty(
    place: Place, desk: Worker, head: Worker, as_: As
) -> None:
    client = as_(head)
    make.ticket(desk, place.station, place.service, to_line=True)
    few = count_queries(client, DAY)
    for number in range(30):
        row = make.ticket(desk, place.station, make.service())
        if number % 2:
            tickets.start(ticket=row, worker=desk, at=make.NOW)
    assert count_queries(client, DAY) == few <= 8


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL")
def test_a_day_is_found_by_its_index(place: Place, desk: Worker) -> None:
    pattern = make.ticket(desk, place.station, place.service)
    columns = [field.column for field in Ticket._meta.concrete_fields]
    own = {
        "id": "id + n",
        "reference": "'R' || n",
        "token": "'t' || n",
        "number": "NULL",
        "day": "day - n / 20",
    }
    values = ", ".join(own.get(column, f'"{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO requests_desk_ticket ({', '.join(columns)}) SELECT {values} FROM requests_desk_ticket,"
            f" generate_series(1, 20000) n WHERE id = {pattern.pk}"
        )
        cursor.execute("ANALYZE requests_desk_ticket")
    plan = (
        Ticket.objects.filter(station__in=[place.station], day=make.TODAY)
        .order_by("arrived_at", "pk")
        .explain()
    )
    assert "requests_de_station" in plan, plan


class TestNoFigures:
    """Days of which nothing can be said, and why not."""

    def words(self, client: Client, day: str) -> str:
        return text_of(client.get(f"{DAY}?day={day}"))

    def test_before_the_first_ticket(self, place: Place, desk: Worker, head: Worker, as_: As) -> None:
        client = as_(head)
        assert "There are no figures yet." in self.words(client, "1900-01-01")
        make.ticket(desk, place.station, place.service, at=make.at(-3))
        for day in ("1900-01-01", "0001-01-01", f"{make.at(-4):%Y-%m-%d}"):
            assert "There are no figures of this day: the first are of 15 November 2026." in self.words(
                client, day
            )
        quiet = self.words(client, f"{make.at(-2):%Y-%m-%d}")
        assert "Nobody asked anything on this day." in quiet
        assert "no figures" not in quiet

    def test_a_day_that_is_none(self, head: Worker, place: Place, as_: As) -> None:
        for day in ("2026-02-30", "2026-13-01", "yesterday", "99999-01-01"):
            assert "There is no such day." in self.words(as_(head), day)
        assert "This day is still to come." in self.words(as_(head), "2099-01-01")

    def test_the_morning_before_anybody_came(self, place: Place, desk: Worker, head: Worker, as_: As) -> None:
        make.ticket(desk, place.station, place.service, at=make.at(-1))
        page = as_(head).get(DAY)
        words = text_of(page)
        assert "Nothing has happened yet today." in words
        assert "?day=2026-11-17" in page.content.decode()
        assert "nothing is known of waiting" not in words
        assert 'aria-labelledby="came-title"' not in page.content.decode()
        make.ticket(desk, place.station, place.service)
        page = as_(head).get(DAY)
        assert 'aria-labelledby="came-title"' in page.content.decode()  # the control
