"""Who uses which room: a station's weeks, the past month, and the station's own page."""

import pytest
from django.test import Client

from requests_desk.models import RoomUse
from stations.models import Room, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def room(place: Place) -> Room:
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


def path(place: Place, query: str = "") -> str:
    return f"/stations/{place.station.slug}/rooms/{query}"


def read(client: Client, url: str) -> str:
    return words_of(client.get(url))


def test_the_week_says_who_is_in_and_what_is_free(client: Client, room: Room, place: Place) -> None:
    make.room_use(room, make.at(1, 9), make.at(1, 11), what_for="合唱队", name="王阿姨")
    text = read(client, f"/en{path(place)}")
    assert "Thu 19 Nov 09:00–11:00 合唱队 Residents' group Free: 08:30–09:00, 11:00–17:30" in text
    assert "Wed 18 Nov Free: 10:00–17:30" in text  # it is ten o'clock
    assert "Tue 17 Nov" not in text  # over, and nothing was on
    assert "王阿姨" not in text
    assert "王**" not in text


def test_only_what_stands_is_shown(client: Client, room: Room, place: Place) -> None:
    for state in ("asked", "declined", "given_up"):
        make.room_use(room, make.at(1, 9), make.at(1, 11), what_for="麻将", state=state, reason="不")
    text = read(client, f"/en{path(place)}")
    assert "麻将" not in text
    assert "Thu 19 Nov Free: 08:30–17:30" in text


def test_other_weeks_by_their_days_and_nonsense_is_this_week(
    client: Client, room: Room, place: Place
) -> None:
    make.room_use(room, make.at(7, 9), make.at(7, 11), what_for="下周的事")
    for query in ("?week=2026-11-23", "?week=2026-11-29"):
        assert "下周的事" in read(client, path(place, query))
    for query in (
        "",
        "?week=2026-11-22",
        "?week=2026-02-30",
        "?week=x",
        "?week=9999-12-31",
        "?week=0001-01-01",
    ):
        assert "下周的事" not in read(client, path(place, query))
        assert "11月16日" in read(client, path(place, query))


def test_the_past_month_by_kind(client: Client, room: Room, place: Place) -> None:
    make.room_use(room, make.at(-10, 9), make.at(-10, 12), kind="activity")
    make.room_use(room, make.at(-3, 9), make.at(-3, 10), kind="meeting")
    make.room_use(room, make.at(-31, 9), make.at(-31, 17), kind="service")  # longer ago
    make.room_use(room, make.at(3, 9), make.at(3, 17), kind="residents")  # to come
    text = read(client, f"/en{path(place)}")
    assert "What the past 30 days went to Activity 75 % 3 hours Meeting 25 % 1 hours" in text.replace(
        "\xa0", " "
    )


def test_where_work_is_done_nobody_is_sent_to_ask(client: Client, place: Place) -> None:
    make.opened(place.station)
    bar = Room.objects.create(station=place.station, name="接待台", kind=Room.Kind.RECEPTION)
    assert "接待台" not in read(client, path(place))
    make.room_use(bar, make.at(1, 9), make.at(1, 11))
    page = client.get(path(place)).content.decode()
    assert "接待台" in page
    assert f"/rooms/{bar.pk}/ask/" not in page


def test_a_station_without_rooms_says_so_and_a_closed_one_has_none(client: Client, place: Place) -> None:
    assert "No rooms are listed here yet." in read(client, f"/en{path(place)}")
    Station.objects.update(status=Station.Status.CLOSED)
    assert client.get(path(place)).status_code == 404
    assert client.get("/stations/nowhere/rooms/").status_code == 404


def test_it_is_a_cached_page_of_few_statements(client: Client, room: Room, place: Place) -> None:
    assert_cached_page(client, path(place))
    make.room_use(room, make.at(1, 9), make.at(1, 10))
    few = count_queries(client, path(place))
    for number in range(30):
        other = Room.objects.create(station=place.station, name=f"第{number}室")
        make.room_use(other, make.at(1, 9), make.at(1, 10))
    assert count_queries(client, path(place)) == few <= 5


def test_the_stations_page_names_the_next_use(client: Client, room: Room, place: Place) -> None:
    make.room_use(room, make.at(3, 9), make.at(3, 11), what_for="后天的事")
    make.room_use(room, make.at(0, 9), make.at(0, 11), what_for="正在排练")
    make.room_use(room, make.at(-1, 9), make.at(-1, 11), what_for="昨天的事")
    response = client.get(f"/en/stations/{place.station.slug}/")
    text = words_of(response)
    assert "Next: Wednesday 18 November 09:00–11:00 正在排练" in text
    assert "后天的事" not in text
    assert "昨天的事" not in text
    assert f'href="/en{path(place)}"' in response.content.decode()
    RoomUse.objects.all().delete()
    assert "Next:" not in read(client, f"/en/stations/{place.station.slug}/")
