"""The list of follow-up calls: masked, of one's own desk alone, under one count of statements."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.models import FollowUp, Reveal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
LIST = f"/en{reverse('desk:follow_up_list')}"


@pytest.fixture
def call(place: Place, desk: Worker) -> FollowUp:
    return make.follow_up(desk, place.station, place.service)


def press(client: Client, call: FollowUp, what: str, **typed: str):  # type: ignore[no-untyped-def]
    return client.post(f"/en{reverse(f'desk:follow_up_{what}', args=[call.pk])}", typed, follow=True)


def test_masked_until_asked_for_and_then_written_down(call: FollowUp, desk: Worker, as_: As) -> None:
    client = as_(desk)
    page = client.get(LIST).content.decode()
    assert "139****5678" in page
    assert "13912345678" not in page
    shown = press(client, call, "reveal").content.decode()
    assert "13912345678" in shown
    assert Reveal.objects.get().reason == "call_back"


def test_the_stranger_finds_nothing_and_the_board_counts_ones_own(
    call: FollowUp, desk: Worker, stranger: Worker, as_: As
) -> None:
    board = f"/en{reverse('desk:board')}"
    assert "1 answer is to be asked about by phone." in as_(desk).get(board).content.decode()
    theirs = as_(stranger)
    assert "asked about by phone" not in theirs.get(board).content.decode()
    assert call.ticket.reference not in theirs.get(LIST).content.decode()
    for what in ("reveal", "solved", "unsolved", "unreached"):
        assert press(theirs, call, what).status_code == 404
    assert not Reveal.objects.exists()


@pytest.mark.parametrize(
    ("what", "typed", "state"),
    [
        ("solved", {}, "closed"),
        ("unsolved", {"text": "还在漏"}, "in_progress"),
        ("unreached", {}, "answered"),
    ],
)
def test_what_they_said(
    call: FollowUp, desk: Worker, as_: As, what: str, typed: dict[str, str], state: str
) -> None:
    client = as_(desk)
    page = press(client, call, what, **typed)
    assert call.ticket.reference in page.content.decode()  # in what is said about it
    call.ticket.refresh_from_db()
    assert call.ticket.state == state
    if what != "unreached":
        again = press(client, call, what, **typed).content.decode()
        assert "Somebody has rung already" in again


def test_without_words_what_is_not_solved_is_asked_again(call: FollowUp, desk: Worker, as_: As) -> None:
    page = press(as_(desk), call, "unsolved", text=" ")
    assert page.context["form"].errors
    assert '<details class="item" open>' in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_statements_do_not_grow(place: Place, desk: Worker, as_: As, many: int) -> None:
    for _one in range(many):
        make.follow_up(desk, place.station, place.service)
    client = as_(desk)
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert len(queries) <= 9
