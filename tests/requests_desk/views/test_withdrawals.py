"""“Have my data erased”, behind every secret link."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.actions.sign_ups import withdraw
from requests_desk.actions.tickets import answer_on_the_spot
from requests_desk.actions.visits import cancel
from requests_desk.models import Proposal, RoomUse, SignUp, Ticket, Visit
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
Given = Visit | SignUp | RoomUse | Proposal | Ticket


def closed(place: Place, desk: Worker) -> dict[str, Given]:
    """One row of each kind whose matter is over, by the name of its address."""
    visit = make.visit(place.item)
    cancel(visit=visit, at=make.NOW)
    sign_up = make.sign_up(make.group(make.activity(place.station)))
    withdraw(sign_up=sign_up, at=make.NOW)
    room = Room.objects.create(station=place.station, name="活动室")
    use = make.room_use(
        room, make.at(2, 10), make.at(2, 11), state="given_up", name="周阿姨", phone="13912340000"
    )
    ticket = make.ticket(desk, place.station, place.service)
    answer_on_the_spot(ticket=ticket, worker=desk, at=make.NOW)
    proposal = make.proposal(place.committee, desk, name="钱阿姨", phone="13912340001")
    return {"visit_erase": visit, "sign_up_erase": sign_up, "room_use_erase": use, "ticket_erase": ticket,
            "proposal_erase": proposal}  # fmt: skip


def home_of(name: str, row: Given) -> str:
    page = {"ticket_erase": "ticket_track", "proposal_erase": "proposal_mine"}
    return reverse(page.get(name, name.removesuffix("_erase")), args=[row.token])


def test_one_question_and_it_is_gone_from_each_kind(client: Client, place: Place, desk: Worker) -> None:
    for name, row in closed(place, desk).items():
        url, home = reverse(name, args=[row.token]), home_of(name, row)
        assert url in client.get(home).content.decode(), name
        assert "现在清空" in text_of(client.get(url)), name
        assert type(row).objects.get(pk=row.pk).name == row.name
        answered = client.post(url)
        assert (answered.status_code, answered["Location"]) == (302, home), name
        fresh = type(row).objects.get(pk=row.pk)
        assert (fresh.name, fresh.phone, fresh.erased_at) == ("", "", make.NOW), name
        page = client.get(home).content.decode()
        assert url not in page
        assert "已清空" in page
        assert client.get(url)["Location"] == client.post(url)["Location"] == home
        assert answered["Referrer-Policy"] == "strict-origin"


def test_of_an_erased_matter_nothing_false_is_said(
    client: Client, place: Place, desk: Worker, as_: As
) -> None:
    ticket = closed(place, desk)["ticket_erase"]
    home = reverse("ticket_track", args=[ticket.token])
    over = ("之前可以修改", "请在这里告诉我们", "谢谢您")
    before = text_of(client.get(home))
    assert all(words in before for words in over)
    client.post(reverse("ticket_erase", args=[ticket.token]))
    after = text_of(client.get(home))
    assert not [words for words in over if words in after]
    assert "请再来，或拨打" in after
    assert [
        choice.name for choice in as_(desk).get(f"/desk/tickets/{ticket.reference}/").context["others"]
    ] == []


def test_nobody_waits_to_reach_somebody_anonymous(client: Client, place: Place, desk: Worker) -> None:
    known = make.ticket(desk, place.station, place.service)
    unknown = make.ticket(desk, place.station, place.service, name="", phone="")
    assert "需要联系您" in text_of(client.get(reverse("ticket_erase", args=[known.token])))
    page = text_of(client.get(reverse("ticket_erase", args=[unknown.token])))
    assert "需要联系您" not in page
    assert "还需要您留下的说明" in page


def test_what_is_open_is_named_with_the_way_to_end_it(client: Client, place: Place, desk: Worker) -> None:
    visit = make.visit(place.item)
    sign_up = make.sign_up(make.group(make.activity(place.station)))
    room = Room.objects.create(station=place.station, name="活动室")
    use = make.room_use(
        room, make.at(2, 10), make.at(2, 11), state="asked", name="周阿姨", phone="13912340000"
    )
    ticket = make.ticket(desk, place.station, place.service)
    for name, row, way in (
        ("visit_erase", visit, "visit_cancel"), ("sign_up_erase", sign_up, "sign_up_withdraw"),
        ("room_use_erase", use, "room_use_give_up"), ("ticket_erase", ticket, "ticket_track"),
    ):  # fmt: skip
        url = reverse(name, args=[row.token])
        for answered, status in ((client.get(url), 200), (client.post(url), 409)):
            assert answered.status_code == status, name
            assert reverse(way, args=[row.token]) in answered.content.decode(), name
        assert type(row).objects.get(pk=row.pk).name == row.name  # type: ignore[attr-defined]


def test_a_strangers_guess_and_another_kinds_link_open_nothing(
    client: Client, place: Place, visit: Visit, as_: Callable[..., Client], stranger: Worker
) -> None:
    for browser in (client, as_(stranger)):
        for url in (reverse("visit_erase", args=["A" * 43]), reverse("sign_up_erase", args=[visit.token])):
            assert browser.get(url).status_code == browser.post(url).status_code == 404
