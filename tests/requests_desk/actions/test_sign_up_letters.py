"""Letters about sign-ups: what each says, in the language of the sign-up, and which are not sent any more."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from icalendar import Calendar

from requests_desk.actions.activities import call_off
from requests_desk.actions.messages import MOST_TRIES, resend_sign_up, send_next
from requests_desk.actions.sign_ups import take_out, withdraw
from requests_desk.models import ActivityGroup, Message
from stations.models import Site, Worker
from tests import factories as make
from tests.cast import Place

TO = {"email": "w@example.cn"}


@pytest.fixture
def group(place: Place, settings: LazySettings) -> ActivityGroup:
    settings.PORTAL_PUBLIC_URL = "https://portal.example/"
    activity = make.activity(place.station, "书法班", name_en="Calligraphy", bring="毛笔", bring_en="A brush")
    return make.group(activity, make.at(2, 19), make.at(9, 19), capacity=1)


def sent(minutes: int = 1) -> list[EmailMessage]:
    while send_next(at=make.NOW + timedelta(minutes=minutes)):
        pass
    return mail.outbox


def test_signed_up(group: ActivityGroup) -> None:
    row = make.sign_up(group, **TO)
    (letter,) = sent()
    assert letter.to == ["w@example.cn"]
    assert letter.subject.startswith("枫香里会客厅")
    for said in (row.reference, "书法班", "11月20日 星期五 19:00–20:30", "11月27日", "毛笔", "021-0000-2000"):
        assert said in letter.body, said
    assert f"https://portal.example/sign-ups/{row.token}/" in letter.body
    assert row.name not in letter.body
    ((name, file, kind),) = letter.attachments
    assert (name, kind) == ("sessions.ics", "text/calendar; method=PUBLISH")
    assert len(Calendar.from_ical(file).walk("VEVENT")) == 2


def test_waiting_then_moved_up_in_english(group: ActivityGroup, place: Place) -> None:
    first = make.sign_up(group)
    make.sign_up(group, language="en", **TO)
    (letter,) = sent()
    assert "at place 1" in letter.body
    assert letter.attachments == []
    withdraw(sign_up=first, at=make.NOW)
    letter = sent(2)[-1]
    assert "you have moved up" in letter.subject
    assert "A brush" in letter.body
    assert (
        f"You are expected at: Friday 20 November 19:00–20:30, {Site.objects.current().get(station=place.station)}"
        in letter.body
    )


def test_taken_out_strikes_the_sessions_out(group: ActivityGroup, desk: Worker) -> None:
    row = make.sign_up(group, **TO)
    sent()
    take_out(sign_up=row, at=make.NOW, actor=desk)
    letter = sent(2)[-1]
    assert f"https://portal.example/activities/{group.activity_id}/" in letter.body
    assert row.token not in letter.body
    assert letter.attachments[0][2] == "text/calendar; method=CANCEL"


def test_a_session_called_off(group: ActivityGroup, desk: Worker) -> None:
    row, session = make.sign_up(group, **TO), group.sessions.order_by("starts_at")[0]
    call_off(session=session, reason="老师生病", reason_en="", worker=desk, at=make.NOW, seen=[row.pk])
    letter = sent()[-1]
    assert "11月20日 星期五" in letter.body
    assert "老师生病" in letter.body
    states = [str(one["STATUS"]) for one in Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")]
    assert states == ["CANCELLED", "CONFIRMED"]


def test_what_is_no_longer_so_is_not_sent(group: ActivityGroup) -> None:
    first, second = make.sign_up(group, **TO), make.sign_up(group, **TO)
    withdraw(sign_up=first, at=make.NOW)
    (letter,) = sent()  # neither that the first is in, nor that the second waits
    assert "a place is yours" in letter.subject or "名额" in letter.subject
    withdraw(sign_up=second, at=make.NOW)
    resend_sign_up(sign_up=second, at=make.NOW)
    assert len(sent(2)) == 1


def test_who_cannot_be_written_to_is_rung(
    group: ActivityGroup, desk: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(self: EmailMessage, **kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", send)
    row = make.sign_up(group, **TO)
    Message.objects.all().delete()
    take_out(sign_up=row, at=make.NOW, actor=desk)
    for hour in range(MOST_TRIES + 3):
        send_next(at=make.NOW + timedelta(hours=hour * 5))
    call = Message.objects.to_call().get()
    assert (call.sign_up, call.kind) == (row, "taken_out")


def test_who_moves_up_hears_when_and_where(
    group: ActivityGroup, place: Place, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SMS_URL = tmp_path.as_uri()
    first, second = make.sign_up(group, phone="021-55550000"), make.sign_up(group)
    withdraw(sign_up=first, at=make.NOW)
    assert second.messages.get(kind="moved_up").session == group.sessions.order_by("starts_at")[0]
    sent()
    (text,) = [file.read_text(encoding="utf-8").split("\n", 1)[1].strip() for file in tmp_path.iterdir()]
    assert f"11月20日 星期五 19:00，{Site.objects.current().get(station=place.station)}" in text
    assert len(text) <= 134


def test_a_text_message_names_neither_person_nor_activity(
    group: ActivityGroup, settings: LazySettings, tmp_path: object
) -> None:
    settings.SMS_URL = f"file://{tmp_path}"
    row = make.sign_up(group, phone="13812341234")
    assert row.messages.get().channel == "sms"
    sent()
    (file,) = tmp_path.iterdir()  # type: ignore[attr-defined]
    text = file.read_text()
    assert row.token in text
    assert "书法" not in text
    assert row.name not in text
