"""Came before? Former tickets of one's own desk, masked, by what is typed so far."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from requests_desk.models import Reveal, Ticket
from requests_desk.views import former as views
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
FORMER, NEW = "/desk/tickets/former/", "/desk/tickets/new/"
WHO = {"name": "赵德胜", "phone": "13987654321"}


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return make.ticket(desk, place.station, place.service, **WHO)


def looked(client: Client, **typed: str) -> str:
    answer = client.post(FORMER, typed)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("typed", [
    {"phone": "139 8765 4321"}, {"phone": "4321"}, {"phone": "54321"}, {"name": "赵德"}, {"name": "赵德胜"},
    {"name": "别人", "phone": "４３２１"},
])  # fmt: skip
def test_found_and_masked(ticket: Ticket, colleague: Worker, as_: As, typed: dict[str, str]) -> None:
    page = looked(as_(colleague), **typed)
    assert ticket.reference in page
    assert "赵**" in page
    assert "139****4321" in page
    assert "德胜" not in page
    assert "8765" not in page
    assert not Reveal.objects.exists()


def test_by_the_reference_on_the_slip(ticket: Ticket, desk: Worker, as_: As) -> None:
    assert ticket.get_absolute_url() in looked(as_(desk), slip=ticket.reference.lower().replace("-", " "))


@pytest.mark.parametrize("typed", [
    {"phone": "13987654322"}, {"phone": "4322"}, {"phone": "64321"}, {"phone": "321"}, {"name": "赵"},
    {"name": "德胜"}, {"slip": "K7M2-9QXD"}, {},
])  # fmt: skip
def test_not_found(ticket: Ticket, desk: Worker, as_: As, typed: dict[str, str]) -> None:
    assert ticket.reference not in looked(as_(desk), **typed)


def test_the_stranger_gets_nothing(ticket: Ticket, stranger: Worker, as_: As) -> None:
    for typed in (WHO, {"phone": "4321"}, {"slip": ticket.reference}):
        assert looked(as_(stranger), **typed) == looked(as_(stranger), phone="13911112222")


def test_what_was_handed_to_a_stranger_is_still_not_theirs_to_look_for(
    ticket: Ticket, desk: Worker, stranger: Worker, as_: As
) -> None:
    ticket.hand_overs.create(giver=desk, to_worker=stranger, offered_at=make.NOW)
    assert ticket.reference not in looked(as_(stranger), **WHO)


def test_an_official_without_a_desk_is_refused(ticket: Ticket, street: Worker, as_: As) -> None:
    assert as_(street).post(FORMER, WHO).status_code == 403


def test_whose_it_is(ticket: Ticket, place: Place, desk: Worker, colleague: Worker, as_: As) -> None:
    done = make.ticket(desk, place.station, place.service, answered=True, **WHO)
    rows = as_(colleague).post(FORMER, WHO).context["former"]
    assert {(row.ticket.pk, row.open, row.mine) for row in rows} == {
        (ticket.pk, True, False),
        (done.pk, False, False),
    }
    mine = as_(desk).post(FORMER, WHO).context["former"]
    assert [row.mine for row in mine if row.open] == [True]
    page = looked(as_(desk), **WHO)
    assert page.count('name="note_on"') == 1  # nothing is written on what has ended


@pytest.mark.parametrize("rows", [1, 30])
def test_eight_at_most_the_newest_and_three_statements(
    place: Place, desk: Worker, as_: As, rows: int, django_assert_num_queries: Any
) -> None:
    made = [make.ticket(desk, place.station, place.service, at=make.at(0, 9, n), **WHO) for n in range(rows)]
    client = as_(desk)
    client.post(FORMER, WHO)
    with django_assert_num_queries(6):  # session, worker, scope, the limit, by phone, by name
        found = client.post(FORMER, WHO).context["former"]
    assert [row.ticket.pk for row in found] == [ticket.pk for ticket in reversed(made)][:8]


def test_too_many_looks(ticket: Ticket, desk: Worker, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LOOKS", 2)
    client = as_(desk)
    assert [ticket.reference in looked(client, **WHO) for _time in range(3)] == [True, True, False]


def test_nothing_of_it_stands_in_a_log_or_an_address(
    ticket: Ticket, desk: Worker, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    looked(as_(desk), **WHO)
    written = " ".join(record.getMessage() + str(record.__dict__.get("route", "")) for record in caplog.records
                       if not record.name.startswith("django.db"))  # fmt: skip
    assert "赵德胜" not in written
    assert "13987654321" not in written


def test_without_script_the_button_shows_the_same_and_keeps_what_was_typed(
    ticket: Ticket, desk: Worker, as_: As
) -> None:
    typed = {"look": "1", "words": "又来了", "green": "on", "channel": "phone", "key": "k", **WHO}
    page = as_(desk).post(NEW, typed)
    html = page.content.decode()
    assert ticket.reference in html
    assert "又来了" in html
    assert 'value="13987654321"' in html
    assert page.context["form"].initial["green"] == "on"
    assert not page.context["form"].errors
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("typed", [{"name": "赵"}, {"phone": "139"}])
def test_too_little_to_mean_one_person_is_said(
    ticket: Ticket, desk: Worker, as_: As, typed: dict[str, str]
) -> None:
    said = "姓名至少输入两个字"
    assert said in as_(desk).post(NEW, {"look": "1", **typed}).content.decode()
    assert said not in as_(desk).post(NEW, {"look": "1", "name": "赵德"}).content.decode()
    assert said not in looked(as_(desk), **typed)  # nobody is told while they still type


class TestNewWordsOnAFormerTicket:
    def test_one_press(self, ticket: Ticket, colleague: Worker, as_: As) -> None:
        answer = as_(colleague).post(NEW, {"note_on": ticket.reference, "words": "还没修好", "key": "k"})
        assert answer["Location"] == ticket.get_absolute_url()
        assert ticket.notes.get(kind="resident").text == "还没修好"
        assert Ticket.objects.count() == 1
        assert answer.cookies["sent"].value == "k"

    def test_without_words_it_says_so_and_keeps_the_rest(self, ticket: Ticket, desk: Worker, as_: As) -> None:
        for odd in ("", "  ", "还没\0修好", "长" * 5000):
            page = as_(desk).post(NEW, {"note_on": ticket.reference, "words": odd, **WHO})
            assert page.context["trouble"]
        assert 'value="13987654321"' in page.content.decode()
        assert "sent" not in page.cookies

    def test_the_strangers_and_what_is_not_there_are_the_same(
        self, ticket: Ticket, stranger: Worker, desk: Worker, as_: As
    ) -> None:
        words = {"words": "你好"}
        assert as_(stranger).post(NEW, {"note_on": ticket.reference, **words}).status_code == 404
        for odd in ("K7M2-9QXD", "x", "\0"):
            assert as_(desk).post(NEW, {"note_on": odd, **words}).status_code == 404
        assert not ticket.notes.filter(kind="resident").exists()
