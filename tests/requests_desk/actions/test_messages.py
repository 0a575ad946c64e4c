"""The outbox: who is told what and how, once each, whatever happens to the sender."""

from datetime import timedelta
from email.message import Message as Mail
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage

from requests_desk.actions.messages import MOST_TRIES, WAITS, Delivery, Outcome, mark_called, send_next
from requests_desk.actions.visits import call_off, cancel, move
from requests_desk.models import Message, Visit
from stations.models import OpeningException, Service, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

SENT = Delivery(Outcome.SENT, in_doubt=False)


@staged
def written(place: Place) -> Visit:
    """A booking with an address to write to."""
    Service.objects.filter(pk=place.service.pk).update(papers="身份证\n户口簿", papers_en="ID card\nhukou")
    return make.visit(place.item, email="w@example.cn")


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A mail server that refuses every letter; the list holds whom they were for."""
    refused: list[str] = []

    def send(self: EmailMessage, **kwargs: Any) -> int:
        refused.extend(self.to)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", send)
    return refused


def send_all() -> list[Delivery]:
    found = []
    while delivery := send_next(at=make.NOW + timedelta(minutes=1)):
        found.append(delivery)
    return found


def test_a_letter_says_all_that_is_needed(written: Visit, settings: LazySettings) -> None:
    settings.PORTAL_PUBLIC_URL = "https://portal.example/"
    assert send_all() == [SENT]
    (letter,) = mail.outbox
    assert letter.to == ["w@example.cn"]
    assert letter.subject.startswith("枫香里会客厅")
    for said in (
        written.reference, "11月19日 星期四 10:00–10:30", "枫香里会客厅", "梧桐路1号", "身份证", "户口簿",
        f"https://portal.example/visits/{written.token}/", "021-0000-2000",
    ):  # fmt: skip
        assert said in letter.body
    (calendar,) = letter.attachments
    assert calendar[0] == "visit.ics"
    assert b"STATUS:CONFIRMED" in (calendar[1] if isinstance(calendar[1], bytes) else calendar[1].encode())
    message = Message.objects.get()
    assert (message.state, message.tries) == (Message.State.DONE, 1)


def test_a_letter_is_in_the_language_of_the_booking(place: Place) -> None:
    Service.objects.update(papers="身份证", papers_en="Identity card")
    visit = make.visit(place.item, email="ann@example.com", language="en")
    send_all()
    (letter,) = mail.outbox
    assert letter.subject.endswith(": your visit is booked")
    assert "Thursday 19 November 10:00–10:30" in letter.body
    assert "Identity card" in letter.body
    assert f"/en/visits/{visit.token}/" in letter.body


def test_nothing_personal_stands_in_the_subject_or_headers(written: Visit) -> None:
    send_all()
    parsed: Mail = mail.outbox[0].message()
    head = "\n".join(f"{name}: {value}" for name, value in parsed.items())
    for secret in (written.name, written.phone, written.token, written.reference, "13812341234"):
        assert secret not in head
        assert secret not in mail.outbox[0].subject


@pytest.mark.parametrize("by_station", [False, True])
def test_a_letter_about_a_cancelled_visit_asks_nobody_to_come(
    place: Place, desk: Worker, by_station: bool
) -> None:
    visit = make.visit(place.item, email="ann@example.com", language="en")
    if by_station:
        call_off(visit=visit, at=make.NOW, actor=desk)
    else:
        cancel(visit=visit, at=make.NOW)
    send_all()
    letter = mail.outbox[-1]
    calendar = letter.attachments[0][1]
    assert "say at the desk" not in letter.body
    assert "say at the desk" not in (calendar if isinstance(calendar, str) else calendar.decode())
    assert f"Reference: {visit.reference}" in letter.body
    assert "This is what was booked: Thursday 19 November 10:00–10:30" in letter.body
    assert f"/en/stations/{place.station.slug}/book/?item={place.item.pk}" in letter.body
    assert ("free for others now" in letter.body) == (not by_station)


def test_every_kind_of_letter_can_be_written(place: Place, desk: Worker) -> None:
    OpeningException.objects.create(station=place.station, date=make.at(1).date(), reason="停电")
    moved, cancelled, called_off = (
        make.visit(place.item, make.at(1, hour), email="w@example.cn") for hour in (11, 12, 13)
    )
    send_all()
    mail.outbox.clear()
    move(visit=moved, slot=make.slot(place.item, make.at(1, 15)), at=make.NOW)
    cancel(visit=cancelled, at=make.NOW)
    call_off(visit=called_off, at=make.NOW, actor=desk)
    assert send_all() == [SENT] * 3
    first, second, third = mail.outbox
    assert "15:00–15:30" in first.body
    assert len({one.subject for one in mail.outbox}) == 3
    assert "停电" in third.body
    for struck in (second, third):
        assert "METHOD:CANCEL" in str(struck.attachments[0][1])


def test_a_letter_whose_visit_is_cancelled_is_dropped(written: Visit) -> None:
    cancel(visit=written, at=make.NOW)
    assert [one.outcome for one in send_all()] == [Outcome.DROPPED, Outcome.SENT]
    assert len(mail.outbox) == 1


def test_a_letter_whose_address_is_erased_is_dropped(written: Visit) -> None:
    Visit.objects.update(email="")
    assert [one.outcome for one in send_all()] == [Outcome.DROPPED]
    assert not mail.outbox


def test_a_refused_letter_is_tried_again_later_and_later(written: Visit, broken_mail: list[str]) -> None:
    at, found = make.NOW, []
    for wait in (*WAITS, timedelta(0)):
        delivery = send_next(at=at)
        assert delivery is not None
        found.append(delivery.outcome)
        assert send_next(at=at + wait - timedelta(seconds=1)) is None
        at += wait
    assert found == [Outcome.LATER] * (MOST_TRIES - 1) + [Outcome.FAILED]
    assert len(broken_mail) == MOST_TRIES
    assert Message.objects.get().state == Message.State.FAILED
    assert send_next(at=at + timedelta(days=9)) is None


def test_one_refused_letter_does_not_stop_the_others(
    written: Visit, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.visit(place.item, make.at(2), email="other@example.cn")
    send = EmailMessage.send

    def refuse_one(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if self.to == ["w@example.cn"]:
            raise OSError("no route to host")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", refuse_one)
    assert [one.outcome for one in send_all()] == [Outcome.LATER, Outcome.SENT]


def test_who_must_hear_and_cannot_be_written_to_is_called(
    written: Visit, desk: Worker, broken_mail: list[str]
) -> None:
    Message.objects.all().delete()
    call_off(visit=written, at=make.NOW, actor=desk)
    at = make.NOW
    for wait in (*WAITS, timedelta(0)):
        send_next(at=at)
        at += wait
    (line,) = Message.objects.to_call()
    assert line.visit == written
    assert mark_called(message=line, worker=desk, at=at)
    assert not mark_called(message=line, worker=desk, at=at)


class TestASenderThatVanished:
    """SENDING and nobody there: sent once more, said so, and never a third time."""

    @pytest.fixture
    def lost(self, written: Visit) -> Message:
        Message.objects.update(state=Message.State.SENDING, next_try_at=make.NOW, tries=1)
        return Message.objects.get()

    def test_it_is_left_alone_for_ten_minutes(self, lost: Message) -> None:
        assert send_next(at=make.NOW + timedelta(minutes=10)) is None

    def test_then_it_is_sent_once_more_and_said_so(self, lost: Message) -> None:
        later = make.NOW + timedelta(minutes=11)
        assert send_next(at=later) == Delivery(Outcome.SENT, in_doubt=True)
        assert send_next(at=later) is None
        lost.refresh_from_db()
        assert lost.state == Message.State.DONE

    def test_a_second_crash_ends_it(self, lost: Message) -> None:
        Message.objects.update(tries=MOST_TRIES)
        assert send_next(at=make.NOW + timedelta(minutes=11)) is None
        lost.refresh_from_db()
        assert lost.state == Message.State.FAILED
        assert not mail.outbox

    def test_a_refusal_then_ends_it(self, lost: Message, broken_mail: list[str]) -> None:
        assert send_next(at=make.NOW + timedelta(minutes=11)) == Delivery(Outcome.FAILED, in_doubt=True)


def test_a_message_somebody_else_claimed_is_not_sent(written: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Message.objects.due(make.NOW)[0]
    Message.objects.update(state=Message.State.SENDING, next_try_at=make.NOW + timedelta(seconds=1))
    found = iter([read, None])
    monkeypatch.setattr("requests_desk.models.message.MessageQuerySet.first", lambda _: next(found, None))
    assert send_next(at=make.NOW) is None
    assert not mail.outbox
