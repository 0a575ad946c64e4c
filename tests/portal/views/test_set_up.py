"""The first start: an administrator is led from an empty database to the first desk."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from requests_desk.models import Slot
from stations.models import Committee, Division, OpeningDay, Post, Station, Worker
from tests import factories as make
from tests.cast import Place

SignIn = Callable[[Worker | None], Client]
PAGE = "/admin/set-up/"
PASSWORD = "gate-lamp-9-rivers"

pytestmark = pytest.mark.django_db

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("city", {"code": "3101", "name": "上海市"}),
    ("district", {"code": "310107", "name": "普陀区"}),
    ("subdistrict", {"code": "310107005", "name": "曹杨新村街道"}),
    ("committee", {"code": "310107005013", "name": "枫杨园居委会"}),
    (
        "station",
        {
            "committee": "310107005013", "name": "枫杨园百姓会客厅", "phone": "021-00001072", "address": "曹杨路891号",
            "floor": "1", "street_front": "yes", "step_free": "unknown",
            "weekdays": [0, 1, 2, 3, 4], "opens": "08:30", "closes": "17:30",
        },
    ),
    ("matters", {"matters": ["repair", "rest"]}),
    ("head", {"name": "王主任", "username": "wang", "password": PASSWORD, "again": PASSWORD}),
    ("desk", {"name": "周接待", "username": "zhou", "password": PASSWORD, "again": PASSWORD}),
)  # fmt: skip


@pytest.fixture
def client(db: None, clock: time_machine.Traveller, as_: SignIn) -> Client:
    return as_(Worker.objects.create_superuser("root", make.PASSWORD))


def take(client: Client, until: str = "") -> None:
    """Take the steps before ``until`` (all of them)."""
    for key, answers in STEPS:
        if key == until:
            return
        assert client.post(PAGE, {"step": key, **answers}).status_code == 302, key


def current(client: Client) -> str | None:
    step = client.get(PAGE).context["step"]
    return step.key if step else None


def test_the_whole_way(client: Client) -> None:
    for key, answers in STEPS:
        assert current(client) == key
        client.post(PAGE, {"step": key, **answers})
    assert current(client) is None
    station = Station.objects.get()
    assert (station.slug, station.committee.code) == ("feng-yang-yuan-bai-xing-hui-ke-ting", "310107005013")
    assert station.sites.current().get().address == "曹杨路891号"
    assert Station.objects.matching("曹杨路891").get() == station
    assert station.week.count() == 5
    assert OpeningDay.objects.filter(station=station, opens__isnull=False).exists()
    assert {post.role: post.worker.username for post in Post.objects.all()} == {
        "head": "wang",
        "desk": "zhou",
    }
    assert Client().login(username="zhou", password=PASSWORD)
    assert f"/stations/{station.slug}/" in client.get(PAGE).content.decode()


def test_the_index_shows_the_way_while_nothing_stands(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()
    take(client, until="head")
    assert f'href="{PAGE}"' not in client.get("/admin/").content.decode()


def test_steps_are_ticked_as_they_are_done(client: Client) -> None:
    take(client, until="subdistrict")
    assert [done for _step, done, _current in client.get(PAGE).context["steps"]] == [True] * 2 + [False] * 6


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("city", {"code": "310"}),
        ("city", {"code": "３１０１"}),
        ("city", {"name": ""}),
        ("district", {"code": "320107"}),
        ("subdistrict", {"code": "310107"}),
        ("committee", {"code": "310107005498"}),
        ("committee", {"code": "310107005999"}),
        ("committee", {"code": "310108005013"}),
        ("station", {"committee": "310107005014"}),
        ("station", {"phone": "x"}),
        ("station", {"opens": "17:30", "closes": "08:30"}),
        ("station", {"weekdays": []}),
        ("head", {"again": "another-9-rivers"}),
        ("head", {"password": "1", "again": "1"}),
        ("head", {"username": "ROOT"}),
        ("head", {"username": "no spaces"}),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_loses_nothing(
    client: Client, key: str, wrong: dict[str, Any]
) -> None:
    take(client, until=key)
    answers = {**dict(STEPS)[key], **wrong}
    response = client.post(PAGE, {"step": key, **answers})
    assert response.status_code == 200
    page = response.content.decode()
    assert response.context["form"].errors
    assert "errornote" in page
    assert current(client) == key
    for name in ("name", "address", "username"):
        if answers.get(name):
            assert str(answers[name]) in page
    assert PASSWORD not in page


def test_a_step_sent_twice_counts_once(client: Client) -> None:
    for _ in range(2):
        assert client.post(PAGE, {"step": "city", **STEPS[0][1]}).status_code == 302
    assert Division.objects.count() == 1
    assert client.post(PAGE, {"step": "desk", **STEPS[-1][1]}).status_code == 302
    assert not Post.objects.exists()


def test_after_the_register_only_the_station_is_left(client: Client) -> None:
    for number in (11, 13):
        make.committee(number)
    assert current(client) == "station"
    station = {**dict(STEPS)["station"], "committee": Committee.objects.order_by("code")[1].code}
    assert client.post(PAGE, {"step": "station", **station}).status_code == 302
    assert Station.objects.get().committee.code.endswith("013")
    assert current(client) == "matters"


def test_only_administrators(place: Place, street: Worker, as_: SignIn) -> None:
    assert as_(street).get(PAGE).status_code == 403
    assert as_(street).post(PAGE, {"step": "city", **STEPS[0][1]}).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_the_first_station_can_be_booked_once_it_offers_something(client: Client) -> None:
    take(client)
    station = Station.objects.get()
    make.item(station)
    make.opened(station)
    assert Slot.objects.filter(station=station).exists()
