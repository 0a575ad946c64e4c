"""A poll in public: one vote a browser, the result for who has voted, and for all after its end."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_desk.models import Ballot, Poll
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


@staged
def poll(place: Place, desk: Worker) -> Poll:
    return make.poll(place.committee, desk)


def vote(client: Client, poll: Poll, *places: int, **headers: str) -> Any:
    keys = list(poll.options.order_by("pk").values_list("pk", flat=True))
    chosen = {"chosen": [keys[one] for one in places]}
    return client.post(reverse("poll_vote", args=[poll.pk]), chosen, headers=headers or OURS)


def votes(poll: Poll) -> list[int]:
    return list(poll.options.order_by("pk").values_list("votes", flat=True))


def test_the_result_comes_after_the_vote(poll: Poll) -> None:
    client, page = Client(), Client().get(reverse("poll", args=[poll.pk]))
    assert page["Cache-Control"] == "no-cache"
    assert page.context["result"] == []
    assert not page.cookies
    answer = vote(client, poll, 0, 2)
    assert answer["Location"] == reverse("poll_vote", args=[poll.pk])
    shown = client.get(answer["Location"])
    assert "no-store" in shown["Cache-Control"]
    assert [(option.name, share) for option, share in shown.context["result"]] == [
        ("看书", 100), ("议事", 100), ("下棋", 0)
    ]  # fmt: skip
    assert Client().get(answer["Location"])["Location"] == reverse("poll", args=[poll.pk])


def test_once_a_browser(poll: Poll) -> None:
    client = Client()
    for place in (0, 1):
        assert vote(client, poll, place).status_code == 302
    assert vote(Client(), poll, 1).status_code == 302
    assert (votes(poll), Ballot.objects.count()) == ([1, 1, 0], 2)


@pytest.mark.parametrize("places", [(), (0, 1, 2)])
def test_too_few_and_too_many_are_asked_again(poll: Poll, places: tuple[int, ...]) -> None:
    answer = vote(Client(), poll, *places)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not answer.cookies
    assert votes(poll) == [0, 0, 0]


def test_one_of_several_where_one_is_all(place: Place, desk: Worker) -> None:
    poll = make.poll(place.committee, desk, most=1)
    assert 'type="radio"' in Client().get(reverse("poll", args=[poll.pk])).content.decode()
    vote(Client(), poll, 2)
    assert votes(poll) == [0, 0, 1]


def test_another_site_cannot_vote(poll: Poll) -> None:
    assert vote(Client(), poll, 0, Origin="https://evil.example").status_code == 403
    assert votes(poll) == [0, 0, 0]


def test_closed_it_shows_the_result_to_all_and_takes_no_vote(
    poll: Poll, clock: time_machine.Traveller
) -> None:
    vote(Client(), poll, 1)
    clock.move_to(make.at(8))
    page = Client().get(reverse("poll", args=[poll.pk]))
    assert next(option.name for option, _share in page.context["result"]) == "下棋"
    assert vote(Client(), poll, 0).status_code == 409


@pytest.mark.parametrize("key", [0, 999_999, 2**70])
def test_one_that_is_not_there(key: int, place: Place) -> None:
    for name in ("poll", "poll_vote", "project"):
        assert Client().get(reverse(name, args=[key])).status_code == 404
