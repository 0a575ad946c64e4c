"""An invitation's link: in with a name and a password of one's own; whatever opens nothing looks the same."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from stations.actions import invitations
from stations.models import Invitation, Worker
from tests import factories as make
from tests.cast import Place

NEW = {"username": "lixinlai", "new_password1": "ganz-neu-4711", "new_password2": "ganz-neu-4711"}


@pytest.fixture
def link(head: Worker, place: Place) -> str:
    head.load_scope(on=make.TODAY)
    _row, token = invitations.invite(
        giver=head, at=make.NOW, name="李新来", role="desk", place=place.committee, since=make.TODAY
    )
    return f"/desk/invited/{token}/"


def test_in_at_once(link: str, client: Client) -> None:
    page = client.get(link)
    assert "李新来" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post(link, NEW)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert Worker.objects.get(username="lixinlai").devices.count() == 1


def test_what_opens_nothing_looks_the_same(link: str, client: Client, clock: time_machine.Traveller) -> None:
    def plain(path: str) -> tuple[int, str]:
        answer = client.get(path)
        body = answer.content.decode().replace(path, "")
        return answer.status_code, re.sub(r"[0-9a-f]{16}|value=\"\w{64}\"", "", body)

    wrong = plain(link[:-5] + "AAAA/")
    assert wrong[0] == 404
    Client().post(link, NEW)
    assert plain(link) == wrong
    Invitation.objects.update(used_at=None, worker=None, withdrawn_at=make.NOW)
    assert plain(link) == wrong
    Invitation.objects.update(withdrawn_at=None)
    assert plain(link)[0] == 200  # the control
    clock.shift(timedelta(days=7))
    assert plain(link) == wrong


def test_mistakes_stay_on_the_page(link: str, client: Client, desk: Worker) -> None:
    for wrong in (
        {"username": ""},
        {"username": "a b"},
        {"username": "a\0b"},
        {"new_password2": "other"},
        {"username": "desk"},
    ):
        answer = client.post(link, NEW | wrong)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Worker.objects.filter(name="李新来").exists()
    assert client.post(link, NEW).status_code == 302


def test_nobody_asks_for_names_for_ever(link: str, client: Client, desk: Worker) -> None:
    for _n in range(10):
        client.post(link, NEW | {"username": "desk"})
    assert client.post(link, NEW).status_code == 200  # not looked at any more
    assert not Worker.objects.filter(username="lixinlai").exists()


def test_nor_tries_links_for_ever(client: Client, db: None) -> None:
    assert [client.get(f"/desk/invited/{n}/").status_code for n in range(62)][-2:] == [429, 429]


def test_a_post_that_begins_later_says_when(link: str, client: Client) -> None:
    Invitation.objects.update(since=make.TODAY + timedelta(days=3))
    answer = client.post(link, NEW, follow=True)
    assert "2026-11-21" in answer.content.decode()
    assert client.get("/desk/").status_code == 302
