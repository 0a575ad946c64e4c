"""The log of looks: the head's alone, of their own committee, by reference and without a resident's name."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from requests_desk.actions.reveals import KINDS, reveal
from requests_desk.models import Reveal, Volunteer
from requests_desk.models.access_log import PLACES
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of, words_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
LOOKS, CSV = "/en/desk/looks/", "/en/desk/looks/looks.csv"


@pytest.fixture
def looked(place: Place, desk: Worker, colleague: Worker) -> list[Any]:
    """One look at a row of every kind: the first by the colleague yesterday, all others by the desk worker today."""
    room = Room.objects.create(station=place.station, name="活动室")
    rows = [
        make.ticket(desk, place.station, place.service),
        make.visit(place.item),
        make.proposal(place.committee, desk, name="李阿姨", phone="13912345678"),
        make.sign_up(make.group(make.activity(place.station)), name="李阿姨"),
        make.room_use(room, make.at(1, 10), make.at(1, 11)),
        Volunteer.objects.create(committee=place.committee, name="李阿姨", since=make.TODAY),
        make.care(make.court(place.estate), desk),
    ]
    for number, row in enumerate(rows):
        by, at = (desk, make.NOW) if number else (colleague, make.at(-1))
        reveal(row=row, worker=by, reason="call_back", at=at)
    return rows


def sheet(client: Client, **asked: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text_of(client.get(CSV, asked)).removeprefix("\ufeff"))))


def test_every_kind_has_its_place() -> None:
    assert set(PLACES) == set(Reveal.Kind.values)
    assert {model for model, _way in PLACES.values()} == set(KINDS)


def test_every_look_stands_there_and_no_resident(looked: list[Any], head: Worker, as_: As) -> None:
    page = as_(head).get(LOOKS)
    assert [(row.kind, row.row) for row in page.context["rows"]] == [
        (KINDS[type(row)], row.pk) for row in reversed(looked)
    ]
    words = words_of(page)
    for row in looked[:4]:
        assert row.reference in words
    assert "To ring back" in words
    for canary in ("李阿姨", "王小明", "孙婆婆", "13912345678", "13812341234"):
        assert canary not in words
    for row in page.context["rows"]:
        if row.url:
            assert as_(head).get(row.url).status_code == 200, row.url
    assert sum(bool(row.url) for row in page.context["rows"]) == 5


def test_by_worker_and_by_day(
    looked: list[Any], head: Worker, desk: Worker, colleague: Worker, as_: As
) -> None:
    client = as_(head)
    assert len(client.get(LOOKS, {"who": desk.pk}).context["rows"]) == 6
    (row,) = client.get(LOOKS, {"who": colleague.pk}).context["rows"]
    assert row.actor == colleague
    assert len(client.get(LOOKS, {"day": "2026-11-18"}).context["rows"]) == 6
    assert client.get(LOOKS, {"day": "2026-11-17"}).context["rows"] == [row]
    assert len(client.get(LOOKS, {"who": desk.pk, "day": "2026-11-17"}).context["rows"]) == 0


@pytest.mark.parametrize("asked", [{"day": "x"}, {"who": "x"}, {"who": "999999"}, {"day": "2026-02-30\0"}])
def test_what_cannot_be_read_is_said(asked: dict[str, str], looked: list[Any], head: Worker, as_: As) -> None:
    page = as_(head).get(LOOKS, asked)
    assert 'class="errors"' in text_of(page)
    assert page.context["rows"] == []
    assert len(sheet(as_(head), **asked)) == 1


def test_the_sheet_says_the_same_and_runs_no_formula(
    looked: list[Any], head: Worker, desk: Worker, colleague: Worker, as_: As
) -> None:
    Worker.objects.filter(pk=desk.pk).update(name="=cmd|calc")
    lines = sheet(as_(head))
    assert lines[0] == ["When", "Who looked", "Of what", "Reference", "Why"]
    assert lines[-1] == ["2026-11-17 10:00", colleague.name, "ticket", looked[0].reference, "To ring back"]
    assert {line[1] for line in lines[1:-1]} == {"'=cmd|calc"}
    assert len(lines) == 8
    assert len(sheet(as_(head), day="2026-11-17")) == 2
    assert not any("李" in cell or "139" in cell for line in lines for cell in line)
    assert Reveal.objects.count() == 7  # to read it is no look at a resident


def test_pages_go_on_behind_the_last_one_seen(place: Place, head: Worker, desk: Worker, as_: As) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    for _number in range(31):
        reveal(row=ticket, worker=desk, reason="serve", at=make.NOW)
    client = as_(head)
    first = client.get(LOOKS, {"who": desk.pk})
    assert len(first.context["rows"]) == 30
    (last,) = client.get(f"{LOOKS}?{first.context['further']}").context["rows"]
    assert last.pk == min(Reveal.objects.values_list("pk", flat=True))
    assert len(client.get(LOOKS, {"before": "-1"}).context["rows"]) == 30
    assert len(client.get(LOOKS, {"before": "9" * 18}).context["rows"]) == 30


def test_only_the_head_reads_it(
    looked: list[Any], desk: Worker, colleague: Worker, street: Worker, admin: Worker, as_: As
) -> None:
    for worker in (desk, colleague, street, admin):
        for path in (LOOKS, CSV):
            assert as_(worker).get(path).status_code == 403, worker
        assert LOOKS not in text_of(as_(worker).get("/en/desk/people/"))
    assert as_(None).get(LOOKS).status_code == as_(None).get(CSV).status_code == 302


def test_a_strange_head_reads_their_own(
    looked: list[Any], other_place: Place, place: Place, stranger: Worker, desk: Worker, as_: As
) -> None:
    strange = make.worker("strange-head")
    make.post(strange, "head", other_place.committee)
    make.post(strange, "desk", place.committee)  # at that desk they are no head
    reveal(
        row=make.ticket(stranger, other_place.station, other_place.service), worker=stranger, reason="serve",
        at=make.NOW,
    )  # fmt: skip
    client = as_(strange)
    (row,) = client.get(LOOKS).context["rows"]
    assert row.actor == stranger
    assert len(sheet(client)) == 2
    foreign, nobody = (client.get(LOOKS, {"who": key}) for key in (desk.pk, 999_999))
    assert foreign.context["rows"] == nobody.context["rows"] == []
    assert words_of(foreign) == words_of(nobody)


def test_the_head_finds_it_among_the_people(head: Worker, as_: As) -> None:
    assert LOOKS in text_of(as_(head).get("/en/desk/people/"))


def test_the_same_statements_with_one_and_with_thirty(
    place: Place, head: Worker, desk: Worker, as_: As
) -> None:
    client = as_(head)

    def look(number: int) -> None:
        for _one in range(number):
            ticket = make.ticket(desk, place.station, place.service)
            reveal(row=ticket, worker=desk, reason="serve", at=make.NOW)

    look(1)
    few, of_sheet = count_queries(client, LOOKS), count_queries(client, CSV)
    look(29)
    assert count_queries(client, LOOKS) == few <= 6
    assert count_queries(client, CSV) == of_sheet
