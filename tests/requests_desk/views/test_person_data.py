"""A person's data at the desk: the head's alone, of their own committee, each row with a line in the log."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from requests_desk.actions import tickets
from requests_desk.actions.visits import cancel
from requests_desk.models import Reveal, Ticket, TicketEvent, Visit, Volunteer
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of, words_of
from tests.requests_desk.actions.test_erasure import CANARY, PHONE, holding

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
PATH = "/en/desk/person-data/"


def ask(client: Client, do: str, phone: str = PHONE, **more: str) -> Any:
    return client.post(PATH, {"phone": phone, "sure": "on", "do": do, **more})


@pytest.fixture
def held(place: Place, other_place: Place, desk: Worker, stranger: Worker) -> dict[str, Any]:
    """Here a ticket that is closed and one that is open, a visit that was cancelled and a volunteer who left; another
    committee's closed ticket of the same number; somebody else's here."""
    said = {"name": CANARY, "phone": PHONE, "words": f"{CANARY}问"}

    def closed(by: Worker, where: Place, **fields: Any) -> Ticket:
        row = make.ticket(by, where.station, where.service, **fields)
        return tickets.answer_on_the_spot(ticket=row, worker=by, at=make.NOW, text="好了")

    rows = {
        "closed": closed(desk, place, **said),
        "open": make.ticket(desk, place.station, place.service, **said),
        "visit": make.visit(place.item, name=CANARY, phone=PHONE),
        "volunteer": Volunteer.objects.create(
            committee=place.committee, name=CANARY, phone=PHONE, since=make.TODAY, left_on=make.TODAY
        ),
        "foreign": closed(stranger, other_place, **said),
        "other": closed(desk, place),
    }
    cancel(visit=rows["visit"], at=make.NOW)
    return rows


def test_what_is_held_is_told_by_kind_without_a_name(held: dict[str, Any], head: Worker, as_: As) -> None:
    page = ask(as_(head), "find", phone="+86 １３７ 5555-0000")
    assert sorted(one.number for one in page.context["held"]) == [1, 1, 2]
    words = words_of(page)
    assert held["open"].reference in words
    assert "137****0000" in words
    assert CANARY not in text_of(page)
    assert not Reveal.objects.exists()  # to count is no look


def test_the_copy_holds_this_committees_rows_and_each_is_a_look(
    held: dict[str, Any], head: Worker, as_: As
) -> None:
    answer = ask(as_(head), "copy")
    text = text_of(answer)
    assert PHONE not in answer["Content-Disposition"]
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert json.loads(text)["Phone number"] == PHONE
    for name in ("closed", "open", "visit"):
        assert held[name].reference in text
    assert f"{CANARY}问" in text
    assert held["foreign"].reference not in text
    assert held["other"].reference not in text
    assert held["closed"].token not in text
    looks = set(Reveal.objects.values_list("kind", "row", "reason", "actor"))
    assert looks == {
        (kind, held[name].pk, "wish", head.pk)
        for kind, name in (
            ("ticket", "closed"),
            ("ticket", "open"),
            ("visit", "visit"),
            ("helper", "volunteer"),
        )
    }


def test_what_is_over_is_erased_here_and_nowhere_else(held: dict[str, Any], head: Worker, as_: As) -> None:
    client = as_(head)
    page = ask(client, "erase")
    assert page.context["erased"] == 3
    assert "3 rows were erased." in text_of(page)
    left = {row.reference for row in Ticket.objects.filter(phone=PHONE)}
    assert left == {held["open"].reference, held["foreign"].reference}
    assert not Visit.objects.filter(phone=PHONE).exists()
    assert not Volunteer.objects.exclude(name="").exists()
    event = TicketEvent.objects.get(kind="erased")
    assert (event.ticket_id, event.actor) == (held["closed"].pk, head)
    assert Reveal.objects.filter(reason="wish", actor=head).count() == 3
    before = holding(CANARY)
    assert ask(client, "erase").context["erased"] == 0  # twice is once
    assert holding(CANARY) == before
    assert Reveal.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"phone": "12"}, "This does not look like a phone number"),
        ({"phone": ""}, "Enter a phone number."),
        ({"phone": PHONE, "sure": ""}, "nobody else may ask for it"),
    ],
)
@pytest.mark.parametrize("do", ["find", "copy", "erase"])
def test_nothing_is_done_before_it_is_certain_whose_it_is(
    said: dict[str, str], sentence: str, do: str, held: dict[str, Any], head: Worker, as_: As
) -> None:
    before = holding(CANARY)
    page = ask(as_(head), do, **said)
    assert sentence in text_of(page)
    assert holding(CANARY) == before
    assert not Reveal.objects.exists()


def test_only_the_head(
    held: dict[str, Any], desk: Worker, colleague: Worker, street: Worker, admin: Worker, as_: As
) -> None:
    before = holding(CANARY)
    for worker in (desk, colleague, street, admin):
        client = as_(worker)
        assert client.get(PATH).status_code == 403
        for do in ("find", "copy", "erase"):
            assert ask(client, do).status_code == 403
    assert as_(None).get(PATH).status_code == 302
    assert holding(CANARY) == before
    assert not Reveal.objects.exists()


def test_a_strange_head_finds_and_erases_their_own_alone(
    held: dict[str, Any], place: Place, other_place: Place, as_: As
) -> None:
    strange = make.worker("strange-head")
    make.post(strange, "head", other_place.committee)
    make.post(strange, "desk", place.committee)  # at that desk they are no head
    client = as_(strange)
    assert [one.number for one in ask(client, "find").context["held"]] == [1]
    assert held["closed"].reference not in text_of(ask(client, "copy"))
    assert ask(client, "erase").context["erased"] == 1
    assert Ticket.objects.filter(phone=PHONE).count() == 2
    assert words_of(ask(client, "find")) == words_of(ask(client, "find", phone="13755550001")).replace(
        "0001", "0000"
    )


def test_no_other_form_offers_the_persons_wish_as_a_reason(
    held: dict[str, Any], desk: Worker, as_: As
) -> None:
    client, path = as_(desk), f"/en/desk/tickets/{held['closed'].reference}/reveal/"
    assert 'value="wish"' not in text_of(client.get(f"/en/desk/tickets/{held['closed'].reference}/"))
    client.post(path, {"reason": "wish"})
    assert not Reveal.objects.exists()
    client.post(path, {"reason": "serve"})  # the control
    assert Reveal.objects.exists()


@pytest.mark.parametrize("typed", [PHONE, "137 5555 0000", "137-5555-0000", "１３７５５５５００００"])
def test_a_number_among_the_words_of_a_note_is_named_to_look_at(
    place: Place, other_place: Place, desk: Worker, stranger: Worker, head: Worker, as_: As, typed: str
) -> None:
    row = make.ticket(desk, place.station, place.service, phone="13912345678", words=f"请回电 {typed}，急")
    own = make.ticket(desk, place.station, place.service, phone=PHONE, words=f"电话{PHONE}")
    make.ticket(stranger, other_place.station, other_place.service, phone="", words=f"电话{PHONE}")
    make.ticket(desk, place.station, place.service, words="电话13755550001")
    page = ask(as_(head), "find")
    assert page.context["in_notes"] == [row]
    assert row.reference in words_of(page)
    ask(as_(head), "erase")
    row.refresh_from_db()
    own.refresh_from_db()
    assert row.erased_at is None
    assert not Reveal.objects.filter(row=row.pk).exists()
