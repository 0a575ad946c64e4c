"""Rooms at the desk: decide, ring, book for a caller, look at a number for a reason."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from requests_desk.models import Reveal, RoomUse
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
WHOLE = ("王阿姨", "13812341234")


@staged
def room(place: Place) -> Room:
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


@pytest.fixture
def at_desk(desk: Worker, as_: As) -> Client:
    return as_(desk)


def asked(room: Room, **fields: Any) -> RoomUse:
    fields = {"state": "asked", "what_for": "合唱队排练", "asked_at": make.at(-1)} | fields
    return make.room_use(room, make.at(1, 10), make.at(1, 11), **fields)


def post(client: Client, use: RoomUse, what: str, **said: Any) -> Any:
    return client.post(f"/en/desk/rooms/{use.pk}/{what}/", said)


def test_the_list_says_what_waits_and_what_is_on(at_desk: Client, room: Room) -> None:
    asked(room)
    make.room_use(room, make.at(0, 14), make.at(0, 15), what_for="今天的")
    make.room_use(room, make.at(3, 14), make.at(3, 15), what_for="这周的")
    make.room_use(room, make.at(9, 14), make.at(9, 15), what_for="下周的")
    response = at_desk.get("/en/desk/rooms/")
    text = words_of(response)
    assert "To decide 1 Thursday 19 November 10:00–11:00 · 合唱队排练 · 活动室 · 王** 138****1234" in text
    assert text.index("今天的") < text.index("The next six days") < text.index("这周的")
    assert "下周的" not in text
    assert not [word for word in WHOLE if word in response.content.decode()]
    assert 'data-key="a"' in response.content.decode()


def test_agreed_by_one_key_then_rung_then_off_the_list(at_desk: Client, room: Room, desk: Worker) -> None:
    use = asked(room)
    assert post(at_desk, use, "approve")["Location"] == "/en/desk/rooms/"
    use.refresh_from_db()
    assert (use.state, use.decided_by) == ("approved", desk)
    assert "To ring with the answer 1" in words_of(at_desk.get("/en/desk/rooms/"))
    post(at_desk, use, "told")
    use.refresh_from_db()
    assert use.told_at == make.NOW
    assert "To ring with the answer 0" in words_of(at_desk.get("/en/desk/rooms/"))


def test_declined_with_a_reason_alone(at_desk: Client, room: Room) -> None:
    use = asked(room)
    assert "Say why: they will read it." in words_of(post(at_desk, use, "decline"))
    use.refresh_from_db()
    assert use.state == "asked"
    assert post(at_desk, use, "decline", reason="电路检修").status_code == 302
    use.refresh_from_db()
    assert (use.state, use.reason) == ("declined", "电路检修")
    assert "To ring with the answer 1" in words_of(at_desk.get("/en/desk/rooms/"))


def test_what_overlaps_is_refused_and_the_free_times_named(at_desk: Client, room: Room) -> None:
    use = asked(room)
    make.room_use(room, make.at(1, 10), make.at(1, 12), what_for="消防演练")
    answer = post(at_desk, use, "approve")
    assert answer.status_code == 409
    assert "The room is taken then. Free that day: 08:30–10:00, 12:00–17:30." in words_of(answer)
    assert "10:00–12:00 消防演练 Approved" in words_of(answer)
    use.refresh_from_db()
    assert use.state == "asked"


def test_outside_the_hours_only_with_the_desks_word(at_desk: Client, room: Room) -> None:
    use = make.room_use(room, make.at(1, 18), make.at(1, 19), state="asked")
    assert post(at_desk, use, "approve").status_code == 409
    assert post(at_desk, use, "approve", outside_hours="on").status_code == 302


def test_what_was_agreed_can_be_taken_back(at_desk: Client, room: Room) -> None:
    use = asked(room, state="approved")
    assert post(at_desk, use, "give-up", reason="空调坏了").status_code == 302
    use.refresh_from_db()
    assert (use.state, use.reason) == ("given_up", "空调坏了")
    assert "To ring with the answer 1" in words_of(at_desk.get("/en/desk/rooms/"))


def test_who_can_be_written_to_is_not_to_be_rung(at_desk: Client, room: Room) -> None:
    use = asked(room, email="w@example.cn", name="王阿姨", phone="13812341234")
    post(at_desk, use, "approve")
    text = words_of(at_desk.get("/en/desk/rooms/"))
    assert "agreed. They are told by e-mail." in text
    assert "To ring with the answer 0" in text
    sheet = words_of(at_desk.get(f"/en/desk/rooms/{use.pk}/"))
    assert "E-mail Room agreed to · To be done" in sheet
    assert "w@example.cn" not in sheet
    assert "w@example.cn" in words_of(post(at_desk, use, "reveal", reason="call_back"))


def test_a_look_at_the_number_needs_a_reason_and_leaves_a_line(
    at_desk: Client, room: Room, desk: Worker
) -> None:
    use = asked(room)
    assert "Choose a reason." in words_of(post(at_desk, use, "reveal"))
    page = post(at_desk, use, "reveal", reason="call_back")
    assert all(word in page.content.decode() for word in WHOLE)
    line = Reveal.objects.get()
    assert (line.kind, line.row, line.actor, line.reason) == ("room_use", use.pk, desk, "call_back")
    assert Reveal.objects.in_scope_of(desk).get() == line
    assert not [word for word in WHOLE if word in at_desk.get(f"/desk/rooms/{use.pk}/").content.decode()]


def book(client: Client, room: Room, **changed: Any) -> Any:
    page = client.get("/desk/rooms/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    said = {
        "key": key[1], "room": room.pk, "day": f"{make.at(1).date()}", "begins": "10:00", "ends": "11:00",
        "kind": "residents", "what_for": "合唱队",
    }  # fmt: skip
    return client.post("/en/desk/rooms/new/", said | changed)


def test_booked_for_a_caller_at_once(at_desk: Client, room: Room, desk: Worker) -> None:
    assert book(at_desk, room, name="王阿姨", phone="13812341234").status_code == 302
    use = RoomUse.objects.get()
    assert (use.state, use.decided_by, use.name) == ("approved", desk, "王阿姨")
    assert "To ring with the answer 0" in words_of(at_desk.get("/en/desk/rooms/"))  # they heard it
    answer = book(at_desk, room)
    assert answer.status_code == 409
    assert "The room is taken then." in words_of(answer)
    assert book(at_desk, room, day="2020-01-01").status_code == 200
    assert book(at_desk, room, begins="20:00", ends="21:00").status_code == 409
    assert book(at_desk, room, begins="20:00", ends="21:00", outside_hours="on").status_code == 302


def test_nobodys_number_gets_on_the_timetable(at_desk: Client, room: Room) -> None:
    page = at_desk.post("/en/desk/rooms/new/", {"what_for": "王五 139-1234-5678", "room": room.pk})
    assert "please leave the phone number out" in words_of(page)
    assert not RoomUse.objects.exists()


def test_another_committees_room_is_no_choice(at_desk: Client, room: Room, other_place: Place) -> None:
    foreign = Room.objects.create(station=other_place.station, name="别家活动室")
    assert "别家活动室" not in at_desk.get("/desk/rooms/new/").content.decode()
    assert book(at_desk, foreign).status_code == 200
    assert not RoomUse.objects.exists()


def test_strangers_see_nothing_of_it(room: Room, stranger: Worker, as_: As) -> None:
    use = asked(room)
    client = as_(stranger)
    assert "合唱队排练" not in words_of(client.get("/en/desk/rooms/"))
    for what in ("approve", "decline", "give-up", "reveal", "told"):
        assert post(client, use, what, reason="serve").status_code == 404
    use.refresh_from_db()
    assert (use.state, use.told_at) == ("asked", None)


def test_one_row_and_thirty_take_as_many_statements(at_desk: Client, room: Room) -> None:
    def more(count: int) -> None:
        for n in range(count):
            place = Room.objects.create(station=room.station, name=f"第{n}室")
            asked(place)
            make.room_use(place, make.at(0, 14), make.at(0, 15))
            asked(place, state="declined", reason="满", decided_at=make.NOW, asked_at=make.at(-1))

    more(1)
    few = count_queries(at_desk, "/desk/rooms/")
    more(29)
    assert count_queries(at_desk, "/desk/rooms/") == few
