"""Several tickets together: each is asked by itself, nothing is lost, and foreign ones do not exist."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from requests_desk.actions import tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.together import MOST
from requests_desk.models import HandOver, Ticket, TicketEvent, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of, words_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
TOGETHER, LIST = "/en/desk/tickets/together/", "/en/desk/tickets/"


def taken(by: Worker, place: Place) -> Ticket:
    return tickets.start(ticket=make.ticket(by, place.station, place.service), worker=by, at=make.NOW)


def send(client: Client, rows: list[Ticket], **said: Any) -> Any:
    return client.post(TOGETHER, {"ticket": [row.reference for row in rows], **said})


def outcomes(page: Any) -> dict[str, str]:
    """What the page says of each ticket; nothing where it was done."""
    with override("en"):
        return {
            one.ticket.reference: one.error and str(one.error.sentence) for one in page.context["outcomes"]
        }


def test_the_ticked_are_shown_and_nothing_is_done(place: Place, desk: Worker, as_: As) -> None:
    rows = [taken(desk, place), taken(desk, place)]
    client = as_(desk)
    assert text_of(client.get(LIST)).count('name="ticket" form="together"') == 2
    before = TicketEvent.objects.count()
    page = send(client, rows)
    assert [row.pk for row in page.context["rows"]] == [row.pk for row in rows]
    assert 'class="errors"' not in text_of(page)
    assert "李" not in words_of(page)
    assert TicketEvent.objects.count() == before


def test_all_are_offered_to_one_colleague(place: Place, desk: Worker, colleague: Worker, as_: As) -> None:
    rows = [taken(desk, place), taken(desk, place)]
    page = send(as_(desk), rows, do="offer", to=colleague.pk, text="我请假，请接手")
    assert outcomes(page) == dict.fromkeys(row.reference for row in rows)
    offers = HandOver.objects.offered().filter(to_worker=colleague)
    assert {one.ticket_id for one in offers} == {row.pk for row in rows}
    for row in rows:
        row.refresh_from_db()
        assert row.responsible_id == desk.pk  # until it is accepted
        assert row.notes.filter(kind="reason", text="我请假，请接手").count() == 1
        assert row.events.filter(kind="offered").count() == 1


def test_what_one_refuses_leaves_the_others(
    place: Place, desk: Worker, colleague: Worker, head: Worker, as_: As
) -> None:
    mine, offered, closed = taken(desk, place), taken(desk, place), taken(desk, place)
    theirs = taken(colleague, place)
    offer(ticket=offered, worker=desk, at=make.NOW, reason="请", to_worker=head)
    tickets.answer(ticket=closed, worker=desk, at=make.NOW, text="好了")
    page = send(as_(desk), [mine, offered, closed, theirs], do="offer", to=colleague.pk, text="请接手")
    moved_on = "This ticket has moved on since you opened it."
    assert outcomes(page) == {
        mine.reference: None, offered.reference: moved_on, closed.reference: moved_on,
        theirs.reference: "You may see this, but not change it.",
    }  # fmt: skip
    assert all(one.reference in text_of(page) for one in (mine, offered, closed, theirs))
    assert set(HandOver.objects.values_list("ticket", flat=True)) == {mine.pk, offered.pk}
    assert not theirs.events.filter(kind="offered").exists()


def test_the_head_hands_over_for_others(
    place: Place, desk: Worker, colleague: Worker, head: Worker, as_: As
) -> None:
    rows = [taken(desk, place), taken(colleague, place)]
    page = send(as_(head), rows, do="offer", to=colleague.pk, text="请接手")
    assert next(iter(outcomes(page).values())) is None
    assert outcomes(page)[rows[1].reference]  # the colleague answers for it already
    assert [one.ticket_id for one in HandOver.objects.all()] == [rows[0].pk]


def test_a_note_on_each(place: Place, desk: Worker, colleague: Worker, as_: As) -> None:
    rows = [taken(desk, place), taken(colleague, place)]
    page = send(as_(desk), rows, do="note", text="周四停水")
    assert set(outcomes(page).values()) == {None}
    notes = TicketNote.objects.filter(text="周四停水", kind="internal")
    assert {one.ticket_id for one in notes} == {row.pk for row in rows}
    again = send(as_(desk), rows, do="note", text="周四停水")  # the answer's page, loaded anew
    assert set(outcomes(again).values()) == {None}
    assert notes.all().count() == 2
    send(as_(colleague), rows, do="note", text="周四停水")
    assert notes.all().count() == 4


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"do": "offer", "text": "请"}, "Choose the colleague."),
        ({"do": "note", "text": " "}, "Please write a few words."),
        ({"text": "请"}, "Choose what is to be done."),
        ({"do": "close", "text": "请"}, "This choice is not there"),
        ({"do": "offer", "to": "999999", "text": "请"}, "This choice is not there"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    said: dict[str, str], sentence: str, place: Place, desk: Worker, as_: As
) -> None:
    row = taken(desk, place)
    page = send(as_(desk), [row], **said)
    assert sentence in text_of(page)
    assert row.reference in text_of(page)
    if said["text"].strip():
        assert "请</textarea>" in text_of(page)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("named", [[], ["nonsense"], ["2222-3333"]])
def test_nothing_ticked_is_said_on_the_list(named: list[str], place: Place, desk: Worker, as_: As) -> None:
    page = as_(desk).post(TOGETHER, {"ticket": named, "do": "note", "text": "x"})
    assert "Tick one ticket at least." in text_of(page)
    assert 'role="search"' in text_of(page)


def test_fifty_at_once_and_no_more(place: Place, desk: Worker, as_: As) -> None:
    references = [f"2222-{n:04}".translate(str.maketrans("01", "XY")) for n in range(MOST)]
    row = taken(desk, place)
    page = as_(desk).post(TOGETHER, {"ticket": [row.reference, *references], "do": "note", "text": "x"})
    assert "At most 50 tickets at once." in text_of(page)
    assert not row.notes.filter(kind="internal").exists()


def test_foreign_tickets_do_not_exist(
    place: Place, other_place: Place, desk: Worker, stranger: Worker, as_: As
) -> None:
    foreign, own = taken(desk, place), taken(stranger, other_place)
    client = as_(stranger)

    def told(reference: str) -> str:
        page = client.post(TOGETHER, {"ticket": [reference], "do": "note", "text": "x"})
        return words_of(page)

    assert told(foreign.reference) == told("2222-3333")
    page = send(client, [foreign, own], do="note", text="只写在自己的上面")
    assert outcomes(page) == {own.reference: None}
    assert foreign.reference not in text_of(page)
    assert "1 of those ticked is not there any more." in text_of(page)
    assert [one.ticket_id for one in TicketNote.objects.filter(text="只写在自己的上面")] == [own.pk]
    theirs = send(client, [own], do="offer", to=desk.pk, text="请接手")  # a foreign colleague is no choice
    assert "This choice is not there" in text_of(theirs)
    assert not HandOver.objects.exists()


def test_an_official_is_refused_by_each(place: Place, desk: Worker, street: Worker, as_: As) -> None:
    row = taken(desk, place)
    client = as_(street)
    assert 'name="ticket"' not in text_of(client.get(LIST, {"show": "open"}))
    page = send(client, [row], do="note", text="x")
    assert outcomes(page) == {row.reference: "You may see this, but not change it."}
    assert not row.notes.filter(kind="internal").exists()


def test_a_colleague_of_another_desk_of_mine_is_refused_by_the_ticket(
    place: Place, other_place: Place, stranger: Worker, as_: As
) -> None:
    both = make.worker("both")
    for where in (place, other_place):
        make.post(both, "desk", where.committee)
    here, there = taken(both, place), taken(both, other_place)
    page = send(as_(both), [here, there], do="offer", to=stranger.pk, text="请接手")
    assert outcomes(page) == {
        here.reference: "This colleague does not work at the desk of this ticket.", there.reference: None,
    }  # fmt: skip


def test_ticking_costs_the_list_no_statement(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    taken(desk, place)
    few = count_queries(client, LIST)
    for _number in range(29):
        taken(desk, place)
    assert count_queries(client, LIST) == few
