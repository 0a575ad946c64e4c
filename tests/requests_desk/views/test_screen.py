"""The call screen: numbers alone, at three statements, for the station's own device and nobody else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions.line import call_next
from requests_desk.actions.terminals import end_terminal
from requests_desk.actions.tickets import leave, receive
from requests_desk.models import Line
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
WHO = {"name": "张金丝雀", "phone": "13755550000", "words": "煤矿里的那只鸟"}


@pytest.fixture
def device(place: Place, desk: Worker) -> Client:
    """The station's television."""
    client = Client()
    client.cookies["screen"] = make.terminal(desk, place.station)[1]
    return client


def page_of(place: Place) -> str:
    return reverse("screen", args=[place.station.slug])


def feed(device: Client, place: Place) -> dict[str, Any]:
    answer = device.get(reverse("screen_now", args=[place.station.slug]))
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def wait(place: Place, desk: Worker, number: int, **fields: Any) -> None:
    for _person in range(number):
        make.ticket(desk, place.station, place.service, to_line=True, **WHO, **fields)


def test_who_is_called_and_who_is_next(place: Place, desk: Worker, colleague: Worker, device: Client) -> None:
    wait(place, desk, 3)
    wait(place, desk, 1, green=True)
    assert [one["number"] for one in feed(device, place)["next"]] == [4, 1, 2, 3]
    assert feed(device, place)["next"][0]["green"]
    call_next(station=place.station, worker=desk, at=make.NOW)
    call_next(station=place.station, worker=colleague, at=make.at(0, 10, 1))
    told = feed(device, place)
    assert [(one["number"], one["awaited"]) for one in told["called"]] == [(1, True), (4, True)]
    assert [one["number"] for one in told["next"]] == [2, 3]
    assert told["waiting"] == 2


def test_received_stays_a_while_and_left_goes(
    place: Place, desk: Worker, colleague: Worker, device: Client
) -> None:
    wait(place, desk, 2)
    first = call_next(station=place.station, worker=desk, at=make.NOW)
    second = call_next(station=place.station, worker=colleague, at=make.NOW)
    receive(ticket=first, worker=desk, at=make.NOW)
    leave(ticket=second, worker=colleague, at=make.NOW)
    assert [(one["number"], one["awaited"]) for one in feed(device, place)["called"]] == [(1, False)]


def test_neither_page_nor_feed_knows_a_person(place: Place, desk: Worker, device: Client) -> None:
    wait(place, desk, 2)
    call_next(station=place.station, worker=desk, at=make.NOW)
    seen = device.get(page_of(place)).content.decode() + json.dumps(feed(device, place), ensure_ascii=False)
    for said in (*WHO.values(), place.service.name, desk.name, "张", "0000"):
        assert said not in seen.replace(place.station.name, ""), said
    assert ">1<" in seen  # the control: the number is there


def test_both_languages_stand_on_it(place: Place, desk: Worker, device: Client) -> None:
    wait(place, desk, 2)
    call_next(station=place.station, worker=desk, at=make.NOW)
    for path in (page_of(place), "/en" + page_of(place)):
        page = device.get(path).content.decode()
        assert '<span lang="zh-Hans">请到' in page
        assert '<span lang="en">Please come to' in page
        assert "请{number}号到{desk}号接待台" in page


def test_it_costs_three_statements_and_nothing_while_nothing_changes(
    place: Place, desk: Worker, device: Client
) -> None:
    url = reverse("screen_now", args=[place.station.slug])
    for number in (1, 30):
        wait(place, desk, number)
        with CaptureQueriesContext(connection) as asked:
            answer = device.get(url)
        assert len(asked) <= 3
    same = device.get(url, headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert "no-store" in same["Cache-Control"]
    wait(place, desk, 1)
    assert device.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize("name", ["screen", "screen_now"])
def test_nobody_else_sees_it(
    name: str, place: Place, other_place: Place, desk: Worker, stranger: Worker, device: Client, as_: As
) -> None:
    url = reverse(name, args=[place.station.slug])
    foreign, kiosk = Client(), Client()
    foreign.cookies["screen"] = make.terminal(stranger, other_place.station)[1]
    kiosk.cookies["kiosk"] = kiosk.cookies["screen"] = make.terminal(desk, place.station, "kiosk")[1]
    wait(place, desk, 1)
    assert device.get(url).status_code == 200
    for nobody in (Client(), foreign, kiosk, as_(desk), as_(stranger)):
        answer = nobody.get(url)
        assert answer.status_code == 403
        assert 'class="num"' not in answer.content.decode()
    for client in (device, Client()):
        assert client.get(reverse(name, args=["nowhere"])).status_code == 404
        assert client.post(url).status_code == 405


def test_an_ended_device_is_out_at_its_next_question(place: Place, desk: Worker) -> None:
    row, secret = make.terminal(desk, place.station)
    device = Client()
    device.cookies["screen"] = secret
    feed(device, place)
    end_terminal(terminal=row, worker=desk, at=make.NOW)
    assert device.get(reverse("screen_now", args=[place.station.slug])).status_code == 403


def test_the_door_and_the_end_of_the_line(
    place: Place, desk: Worker, device: Client, clock: time_machine.Traveller
) -> None:
    told = feed(device, place)
    assert (told["hours"], told["until"], told["line_closed"]) == ("open", "17:30", False)
    Line.objects.create(station=place.station, day=make.TODAY, closed_at=make.NOW)
    assert feed(device, place)["line_closed"]
    assert "今天不再取号" in device.get(page_of(place)).content.decode()
    clock.move_to(make.at(0, 18))
    assert feed(device, place)["hours"] == "closed"


def test_the_end_of_the_line_is_told_where_no_hours_are_known(place: Place, device: Client) -> None:
    place.station.opening_days.all().delete()
    assert (feed(device, place)["hours"], feed(device, place)["line_closed"]) == ("unknown", False)
    Line.objects.create(station=place.station, day=make.TODAY, closed_at=make.NOW)
    assert (feed(device, place)["hours"], feed(device, place)["line_closed"]) == ("unknown", True)
    page = device.get(page_of(place))
    assert page.context["door"] == "line_closed"


def test_a_new_day_begins_empty(
    place: Place, desk: Worker, device: Client, clock: time_machine.Traveller
) -> None:
    wait(place, desk, 2)
    call_next(station=place.station, worker=desk, at=make.NOW)
    clock.move_to(make.at(1, 0, 5))
    told = feed(device, place)
    assert (told["called"], told["next"], told["waiting"]) == ([], [], 0)
    assert told["day"] == "2026-11-19"


def test_each_start_renews_the_cookie(place: Place, device: Client) -> None:
    assert device.get(page_of(place)).cookies["screen"]["max-age"]
    assert not device.get(reverse("screen_now", args=[place.station.slug])).cookies.get("screen")


def test_a_database_that_is_gone_is_asked_again(
    place: Place, device: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the device's own frame, which nothing leads out of, and which asks again without script."""

    def gone(**_asked: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("requests_desk.views.devices.find_terminal", gone)
    for name in ("screen", "screen_now", "kiosk", "kiosk_number"):
        answer = device.get(reverse(name, args=[place.station.slug]))
        assert (answer.status_code, answer["Refresh"]) == (503, "10")
        assert "<a " not in answer.content.decode()
