"""The ten matters asked most often at a station, as buttons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from requests_desk.models import Ticket
from requests_desk.views.quick import asked_most
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
NEW = "/desk/tickets/new/"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def ask(times: int, of: Service, by: Worker, place: Place, **more: Any) -> None:
    for _time in range(times):
        make.ticket(by, place.station, of, **more)


def test_the_commonest_first_and_nothing_from_long_ago(place: Place, desk: Worker) -> None:
    often, seldom, once, old = (make.service(f"事{n}", number=200 + n) for n in range(4))
    ask(3, often, desk, place)
    ask(2, seldom, desk, place)
    ask(1, once, desk, place)
    ask(9, old, desk, place, at=make.NOW - timedelta(days=90))
    assert asked_most(place.station, make.TODAY) == [often.pk, seldom.pk]


def test_ten_at_most_none_when_young_and_one_statement(
    place: Place, desk: Worker, django_assert_num_queries: Any
) -> None:
    assert asked_most(place.station, make.TODAY) == []
    for n in range(12):
        ask(2, make.service(f"事{n}", number=200 + n), desk, place)
    cache.clear()
    with django_assert_num_queries(1):
        assert len(asked_most(place.station, make.TODAY)) == 10
        asked_most(place.station, make.TODAY)


def test_a_button_is_enough(place: Place, desk: Worker, as_: As) -> None:
    first, second = (make.service(f"事{n}", number=200 + n) for n in range(2))
    ask(2, first, desk, place)
    ask(3, second, desk, place)
    client = as_(desk)
    page = client.get(NEW).content.decode()
    assert page.index("<span>事1</span>") < page.index("<span>事0</span>")
    assert 'data-key="1"' in page
    client.post(NEW, {"channel": "phone", "quick": second.pk})
    assert Ticket.objects.latest("pk").channel == "phone"
    assert Ticket.objects.latest("pk").matter == second


def test_pressed_and_typed_otherwise_asks_which(place: Place, desk: Worker, as_: As) -> None:
    first, second = (make.service(f"事{n}", number=200 + n) for n in range(2))
    ask(2, first, desk, place)
    page = as_(desk).post(NEW, {"channel": "phone", "quick": first.pk, "matter": "201"})
    labels = [label for _key, label in page.context["form"].fields["matter_pick"].choices]
    assert labels == ["200 事0", "201 事1"]
    as_(desk).post(NEW, {"channel": "phone", "quick": first.pk, "matter": "201", "matter_pick": second.pk})
    assert Ticket.objects.latest("pk").matter == second


def test_a_matter_that_is_no_button_cannot_be_pressed(place: Place, desk: Worker, as_: As) -> None:
    page = as_(desk).post(NEW, {"channel": "phone", "quick": make.service("偏事", number=300).pk})
    assert "quick" in page.context["form"].errors
    assert not Ticket.objects.exists()
