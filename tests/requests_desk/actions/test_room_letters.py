"""Letters about rooms: asked, agreed, declined, taken back; who cannot be written to is rung."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError

from requests_desk.actions import room_uses
from requests_desk.actions.erasure import erase_room_uses
from requests_desk.actions.messages import MOST_TRIES, send_next
from requests_desk.models import Message, RoomUse
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place


@pytest.fixture
def room(place: Place, settings: LazySettings) -> Room:
    settings.PORTAL_PUBLIC_URL = "https://portal.example/"
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


def ask(room: Room, **changed: Any) -> RoomUse:
    said = {
        "starts_at": make.at(1, 10), "ends_at": make.at(1, 11), "what_for": "合唱队排练", "name": "王阿姨",
        "phone": "13812341234", "email": "w@example.cn", "key": "a-key", "at": make.NOW,
    }  # fmt: skip
    return room_uses.ask(room=room, **(said | changed))


def later(hours: int = 1) -> Any:
    return make.NOW + timedelta(hours=hours)


def sent(at: Any = None) -> list[EmailMessage]:
    while send_next(at=at or later(2)):
        pass
    return mail.outbox


def kinds(use: RoomUse) -> list[str]:
    return list(use.messages.order_by("pk").values_list("kind", flat=True))


def test_asked_with_the_link_then_agreed(room: Room, desk: Worker) -> None:
    use = ask(room)
    ask(room)  # the same form again
    (letter,) = sent(make.NOW)
    link = f"https://portal.example/room-uses/{use.token}/"
    for said in (
        link,
        "11月19日 星期四 10:00–11:00",
        "活动室",
        "枫香里会客厅",
        "合唱队排练",
        "021-0000-2000",
    ):
        assert said in letter.body, said
    assert letter.to == ["w@example.cn"]
    assert use.name not in letter.body
    assert use.phone not in letter.body
    room_uses.approve(use=use, worker=desk, at=later())
    room_uses.approve(use=use, worker=desk, at=later())
    letter = sent()[-1]
    assert len(mail.outbox) == 2
    assert letter.subject == "枫香里会客厅：房间给您留好了"
    assert link in letter.body


def test_declined_in_english_with_the_reason(room: Room, desk: Worker) -> None:
    use = ask(room, language="en")
    room_uses.decline(use=use, worker=desk, reason="有消防演练", at=later())
    (letter,) = sent()  # not also that it was asked for
    assert "the room cannot be had then" in letter.subject
    assert "The desk writes: 有消防演练" in letter.body
    assert letter.extra_headers["Content-Language"] == "en"


def test_taken_back_by_staff_alone(room: Room, desk: Worker) -> None:
    use = room_uses.approve(use=ask(room), worker=desk, at=later())
    room_uses.give_up(use=use, worker=desk, reason="空调坏了", at=later())
    assert kinds(use) == ["room_asked", "room_agreed", "room_back"]
    (letter,) = sent()
    assert "空调坏了" in letter.body
    own = room_uses.give_up(use=ask(room, key="two"), at=later())
    assert kinds(own) == ["room_asked"]


def test_who_is_written_to_need_not_be_rung(room: Room, desk: Worker) -> None:
    written, rung = ask(room), ask(room, key="two", email="", phone="021-55550000")
    for use in (written, rung):
        room_uses.decline(use=use, worker=desk, reason="满了", at=later())
    assert kinds(rung) == []
    assert list(RoomUse.objects.to_tell(later())) == [rung]


def test_who_was_rung_with_a_yes_is_rung_again_when_it_is_taken_back(room: Room, desk: Worker) -> None:
    use = room_uses.approve(use=ask(room, email=""), worker=desk, at=later())
    room_uses.told(use=use, worker=desk, at=later())
    room_uses.give_up(use=use, worker=desk, reason="空调坏了", at=later(2))
    assert list(RoomUse.objects.to_tell(later(2))) == [use]


def test_whom_no_letter_reaches_is_rung(room: Room, desk: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(self: EmailMessage, **kwargs: object) -> int:
        raise ConnectionRefusedError

    use = ask(room, starts_at=make.at(9, 10), ends_at=make.at(9, 11))
    sent(make.NOW)
    monkeypatch.setattr(EmailMessage, "send", send)
    room_uses.decline(use=use, worker=desk, reason="满了", at=later())
    for hour in range(1, MOST_TRIES + 3):
        send_next(at=later(hour * 5))
    assert list(RoomUse.objects.to_tell(later(50))) == [use]
    assert not Message.objects.to_call().exists()  # the rooms' own list says it


def test_a_text_message_says_why_in_two_parts(
    room: Room, desk: Worker, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SMS_URL = tmp_path.as_uri()
    use = ask(room, email="")
    room_uses.decline(use=use, worker=desk, reason="有消防演练" * 20, at=later())
    sent()
    (file,) = tmp_path.iterdir()
    text = file.read_text(encoding="utf-8").split("\n", 1)[1].strip()
    assert use.token in text
    assert "有消防演练" in text
    assert len(text) <= 134
    assert "合唱" not in text
    assert use.name not in text


def test_nothing_is_sent_to_who_is_erased(room: Room) -> None:
    use = ask(room)
    erase_room_uses(at=later(24 * 400))
    assert sent(later(24 * 401)) == []
    use.refresh_from_db()
    assert use.email == ""


def test_a_message_is_about_one_thing(room: Room, place: Place) -> None:
    visit = make.visit(place.item)
    with pytest.raises(IntegrityError):
        Message.objects.create(
            visit=visit, room_use=ask(room), kind="booked", channel="email", queued_at=make.NOW, next_try_at=make.NOW
        )  # fmt: skip
