"""Asking for a room: the form, the page behind the link, giving it up in two taps."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from requests_desk.models import RoomUse
from stations.models import Room, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

SAID = {
    "day": f"{make.at(1).date()}", "begins": "10:00", "ends": "11:30", "what_for": "合唱队排练", "name": "王阿姨",
    "phone": "13812341234",
}  # fmt: skip


@staged
def room(place: Place) -> Room:
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


def url(room: Room) -> str:
    return f"/rooms/{room.pk}/ask/"


def key_of(client: Client, room: Room) -> str:
    """The key of a form that was opened long enough ago to have been filled in by a person."""
    with time_machine.travel(make.NOW - timedelta(minutes=1), tick=False):
        page = client.get(url(room)).content.decode()
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def send(client: Client, room: Room, **changed: Any) -> HttpResponse:
    changed.setdefault("key", key_of(client, room))
    return client.post(url(room), SAID | changed)


def test_a_group_asks_and_reads_where_it_stands(client: Client, room: Room) -> None:
    response = send(client, room)
    use = RoomUse.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/room-uses/{use.token}/?new"
    assert (use.room, use.state, use.starts_at, use.ends_at) == (
        room, "asked", make.at(1, 10), make.at(1, 11, 30)
    )  # fmt: skip
    page = client.get(f"/en{response['Location']}")
    text = words_of(page)
    assert "Your request is with the desk" in text
    assert "Thursday 19 November 10:00–11:30" in text
    assert "王** · 138****1234" in text
    assert "王阿姨" not in text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"].startswith("noindex")


def test_who_leaves_an_address_is_told_there(client: Client, room: Room) -> None:
    key = key_of(client, room)
    assert send(client, room, key=key, email="wang@").status_code == 200
    page = send(client, room, key=key, email="w@example.cn")
    use = RoomUse.objects.get()
    assert (use.email, use.language) == ("w@example.cn", "zh-hans")
    assert use.messages.get().kind == "room_asked"
    assert "The answer comes by e-mail" in words_of(client.get(f"/en{page['Location']}"))


def test_the_days_name_their_free_times(client: Client, room: Room) -> None:
    make.room_use(room, make.at(1, 9), make.at(1, 12))
    text = words_of(client.get(f"/en{url(room)}"))
    assert "Thu 19 Nov: 08:30–09:00, 12:00–17:30" in text
    assert "Sat 12 Dec" in text
    assert "Thu 17 Dec" not in text  # further than four weeks


def test_a_day_of_the_timetable_is_chosen_already(client: Client, room: Room) -> None:
    page = client.get(f"{url(room)}?day={make.at(1).date()}").content.decode()
    assert f'value="{make.at(1).date()}" selected' in page


def test_the_same_form_twice_is_one_request_and_another_with_its_key_none(client: Client, room: Room) -> None:
    key = key_of(client, room)
    assert send(client, room, key=key)["Location"] == send(client, room, key=key)["Location"]
    assert RoomUse.objects.count() == 1
    answer = send(client, room, key=key, what_for="麻将")
    assert answer.status_code == 409
    assert RoomUse.objects.get().what_for == "合唱队排练"


def test_what_is_taken_comes_back_filled_in_with_what_is_free(client: Client, room: Room) -> None:
    make.room_use(room, make.at(1, 10), make.at(1, 12))
    answer = client.post(f"/en{url(room)}", SAID | {"key": key_of(client, room)})
    text = words_of(answer)
    assert answer.status_code == 409
    assert "The room is taken then. Free that day: 08:30–10:00, 12:00–17:30." in text
    assert 'value="合唱队排练"' in answer.content.decode()
    assert RoomUse.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": ""}, "Choose a day."),
        ({"day": "2027-05-05"}, "Choose one of the days shown."),
        ({"begins": ""}, "Choose when it begins."),
        ({"ends": "25:00"}, "Choose when it ends."),
        ({"begins": "11:30", "ends": "11:30"}, "The end must be later than the beginning."),
        ({"what_for": " "}, "Say in a few words what the room is used for."),
        ({"what_for": "电话１３９ 1234-5678找王五"}, "please leave the phone number out"),
        ({"name": ""}, "Enter a name"),
        ({"phone": "12"}, "phone number"),
        ({"begins": "17:00", "ends": "18:30"}, "The station is not open for the whole of that time."),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    client: Client, room: Room, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/en{url(room)}", SAID | {"key": key_of(client, room)} | changed)
    assert sentence in words_of(answer)
    assert not RoomUse.objects.exists()


def test_a_machine_is_asked_once_more(client: Client, room: Room) -> None:
    assert "press the button once more" in words_of(
        client.post(f"/en{url(room)}", SAID | {"key": key_of(client, room), "website": "x"})
    )
    assert not RoomUse.objects.exists()


def test_who_is_quick_is_asked_once_alone(client: Client, room: Room, settings: LazySettings) -> None:
    settings.PORTAL_FORM_SECONDS = 100  # the minute that the form was open is too short then
    page = client.post(url(room), SAID | {"key": key_of(client, room)})
    assert not RoomUse.objects.exists()
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found
    assert client.post(url(room), SAID | {"key": found[1]}).status_code == 302


def test_the_second_is_told_of_the_first_and_not_who_it_is(client: Client, room: Room) -> None:
    first = send(client, room)
    second = send(
        client, room, begins="11:00", ends="12:00", what_for="朗诵会", name="李四", phone="13912341234"
    )
    third = send(
        client, room, begins="12:00", ends="13:00", what_for="书法", name="赵六", phone="13712341234"
    )
    told = "Somebody has asked for a time that overlaps with yours."
    assert told not in words_of(client.get(f"/en{first['Location']}"))
    text = words_of(client.get(f"/en{second['Location']}"))
    assert told in text
    assert "王" not in text
    assert told not in words_of(client.get(f"/en{third['Location']}"))  # back to back is no overlap
    RoomUse.objects.filter(name="王阿姨").update(state="given_up")
    assert told not in words_of(client.get(f"/en{second['Location']}"))


def test_another_browsers_form_asks_for_nothing_and_comes_back_filled_in(client: Client, room: Room) -> None:
    answer = Client().post(url(room), SAID | {"key": key_of(client, room)})
    assert answer.status_code == 409
    assert "王阿姨" in answer.content.decode()
    assert not RoomUse.objects.exists()


def test_a_form_whose_token_has_expired_comes_back_filled_in(room: Room) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(url(room), SAID | {"key": "x"})
    assert answer.status_code == 403
    assert "王阿姨" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not RoomUse.objects.exists()


@pytest.mark.parametrize("kind", ["reception", "office", "joint"])
def test_where_work_is_done_there_is_no_form(client: Client, room: Room, kind: str) -> None:
    Room.objects.update(kind=kind)
    assert client.get(url(room)).status_code == 404


def test_stations_that_do_not_operate_lend_nothing(client: Client, room: Room) -> None:
    for status in (Station.Status.PLANNED, Station.Status.CLOSED):
        Station.objects.update(status=status)
        assert client.get(url(room)).status_code == 404
    assert client.get("/rooms/999999/ask/").status_code == 404


# Behind the link -------------------------------------------------------------------------------


def test_two_taps_give_it_up(client: Client, room: Room) -> None:
    use = make.room_use(room, make.at(1, 10), make.at(1, 11), what_for="合唱")
    page = client.get(use.get_absolute_url()).content.decode()
    assert f"{use.get_absolute_url()}give-up/" in page
    assert "合唱" in words_of(client.get(f"{use.get_absolute_url()}give-up/"))
    use.refresh_from_db()
    assert use.state == "approved"  # looking changes nothing
    answer = client.post(f"{use.get_absolute_url()}give-up/")
    assert answer["Location"] == use.get_absolute_url()
    use.refresh_from_db()
    assert use.state == "given_up"
    text = words_of(client.get(f"/en{use.get_absolute_url()}"))
    assert "This is given up" in text
    assert "We do not need it any more" not in text
    assert client.post(f"{use.get_absolute_url()}give-up/").status_code == 302  # twice is once


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("approved", "The room is yours"),
        ("declined", "The desk writes: 电路检修"),
        ("given_up", "The desk writes: 电路检修"),
        ("asked", "Your request is waiting"),
    ],
)
def test_the_answer_stands_there(client: Client, room: Room, state: str, said: str) -> None:
    use = make.room_use(room, make.at(1, 10), make.at(1, 11), state=state, reason="电路检修")
    assert said in words_of(client.get(f"/en{use.get_absolute_url()}"))


def test_what_is_over_or_declined_cannot_be_given_up(client: Client, room: Room) -> None:
    over = make.room_use(room, make.at(-1, 10), make.at(-1, 11))
    declined = make.room_use(room, make.at(1, 10), make.at(1, 11), state="declined", reason="满了")
    for use in (over, declined):
        assert client.get(f"{use.get_absolute_url()}give-up/").status_code == 302
        answer = client.post(f"{use.get_absolute_url()}give-up/")
        assert answer.status_code == 409
        before = use.state
        use.refresh_from_db()
        assert use.state == before


def test_an_unanswered_request_whose_time_is_over_says_sorry(client: Client, room: Room) -> None:
    use = make.room_use(room, make.at(-1, 10), make.at(-1, 11), state="asked")
    assert "Its time has passed without an answer" in words_of(client.get(f"/en{use.get_absolute_url()}"))


def test_wrong_links_open_nothing(client: Client, room: Room) -> None:
    use = make.room_use(room, make.at(1, 10), make.at(1, 11))
    for token in ("A" * 32, use.token.swapcase()):
        assert client.get(f"/room-uses/{token}/").status_code == 404
        assert client.post(f"/room-uses/{token}/give-up/").status_code == 404
