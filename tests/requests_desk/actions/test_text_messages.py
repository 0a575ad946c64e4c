"""Text messages: to mobiles without an address to write to, short, nameless, and rung where they fail."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail

from requests_desk.actions.messages import MOST_TRIES, Outcome, resend_link, send_next, tell
from requests_desk.actions.reminders import remind
from requests_desk.models import Message, Visit
from stations.models import OpeningException, Station
from tests import factories as make
from tests.cast import Place

Channel = Message.Channel


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """Where a city's gateway leaves the messages."""
    settings.SMS_URL = tmp_path.as_uri()
    settings.PORTAL_PUBLIC_URL = "https://portal.example"
    return tmp_path


def sent(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())]


@pytest.mark.parametrize(
    ("given", "channel"),
    [
        ({"phone": "13812341234"}, Channel.SMS),
        ({"phone": "13812341234", "email": "w@example.cn"}, Channel.EMAIL),
        ({"phone": "021-12345678"}, Channel.CALL),
    ],
)
def test_who_is_reached_how(place: Place, given: dict[str, str], channel: str) -> None:
    visit = make.visit(place.item, **given)
    assert visit.reached_by == channel
    told = tell(visit=visit, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    assert told is not None
    assert told.channel == channel


def test_a_landline_is_rung_only_for_what_must_be_heard(place: Place) -> None:
    visit = make.visit(place.item, phone="021-12345678")
    assert tell(visit=visit, kind=Message.Kind.REMINDER, at=make.NOW) is None


def test_without_a_gateway_nobody_is_promised_one(place: Place, settings: LazySettings) -> None:
    settings.SMS_URL = ""
    assert make.visit(place.item).reached_by == Channel.CALL
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "枫香里会客厅：您已预约成功。11月19日 星期四 10:00，编号 "),
        ("en", "枫香里会客厅: your visit is booked. Thursday 19 November 10:00, Reference "),
    ],
)
def test_what_when_and_the_link_but_no_name_and_no_matter(
    place: Place, folder: Path, language: str, said: str
) -> None:
    visit = make.visit(place.item, language=language)
    assert send_next(at=make.NOW) is not None
    (text,) = sent(folder)
    phone, line = text.strip().split("\n")
    assert phone == visit.phone
    assert (
        line
        == f"{said}{visit.reference} https://portal.example{'/en' if language == 'en' else ''}/visits/{visit.token}/"
    )
    assert visit.name not in text
    assert place.service.name not in text
    assert mail.outbox == []


def test_called_off_says_whom_to_phone(place: Place, folder: Path) -> None:
    visit = make.visit(place.item)
    Message.objects.all().delete()
    tell(visit=visit, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    send_next(at=make.NOW)
    assert place.station.phone in sent(folder)[0]


@pytest.mark.parametrize(
    ("language", "reason", "said"),
    [
        ("zh-hans", {"reason": "停电检修。"}, "10:00。原因：停电检修。"),
        ("zh-hans", {"reason": "停电" * 40}, "10:00。原因：停电停"),
        ("en", {"reason": "停电检修", "reason_en": "Power cut"}, "10:00. Reason: Power cut. "),
        ("zh-hans", {}, "10:00。有问题请拨打"),
    ],
)
def test_called_off_says_why_in_two_parts_at_most(
    place: Place, folder: Path, language: str, reason: dict[str, str], said: str
) -> None:
    Station.objects.update(name_en="Maple Yard")
    visit = make.visit(place.item, language=language)
    Message.objects.all().delete()
    if reason:
        OpeningException.objects.create(station=place.station, date=make.at(1).date(), **reason)
    tell(visit=visit, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    send_next(at=make.NOW)
    (text,) = sent(folder)
    line = text.strip().split("\n")[1]
    assert said in line
    assert line.endswith(f"/visits/{visit.token}/")
    assert visit.name not in line
    assert language == "en" or len(line) <= 134


def test_only_what_is_called_off_has_a_reason(place: Place, folder: Path) -> None:
    OpeningException.objects.create(station=place.station, date=make.at(1).date(), reason="停电检修")
    make.visit(place.item)
    send_next(at=make.NOW)
    assert "停电" not in sent(folder)[0]


def test_what_the_gateway_does_not_take_is_tried_again_then_rung(
    place: Place, settings: LazySettings
) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"  # nobody listens there
    visit = make.visit(place.item)
    Message.objects.all().delete()
    tell(visit=visit, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    at, outcomes = make.NOW, []
    while delivery := send_next(at=at):
        outcomes.append(delivery.outcome)
        at += timedelta(hours=5)
    assert outcomes == [Outcome.LATER] * (MOST_TRIES - 1) + [Outcome.FAILED]
    states = set(Message.objects.values_list("channel", "state"))
    assert states == {("sms", "failed"), ("call", "queued")}


def test_a_gateway_taken_away_meanwhile_is_a_failed_try(place: Place, settings: LazySettings) -> None:
    make.visit(place.item)
    settings.SMS_URL = ""
    delivery = send_next(at=make.NOW)
    assert delivery is not None
    assert delivery.outcome == Outcome.LATER


def test_nothing_goes_to_a_number_that_is_erased(place: Place, folder: Path) -> None:
    visit = make.visit(place.item)
    Visit.objects.filter(pk=visit.pk).update(phone="")
    delivery = send_next(at=make.NOW)
    assert delivery is not None
    assert delivery.outcome == Outcome.DROPPED
    assert sent(folder) == []


def test_left_half_sent_it_goes_out_under_the_same_key(place: Place, folder: Path) -> None:
    make.visit(place.item)
    Message.objects.update(state=Message.State.SENDING, next_try_at=make.NOW, tries=1)
    delivery = send_next(at=make.NOW + timedelta(minutes=11))
    assert delivery is not None
    assert (delivery.outcome, delivery.in_doubt) == (Outcome.SENT, True)
    assert [file.name for file in folder.iterdir()] == [f"message-{Message.objects.get().pk}.txt"]


def test_the_lost_link_goes_to_the_phone_it_was_booked_with(place: Place, folder: Path) -> None:
    visit = make.visit(place.item)
    Message.objects.all().delete()
    resend_link(visit=visit, at=make.NOW)
    send_next(at=make.NOW)
    assert sent(folder)[0].startswith(f"{visit.phone}\n")


def test_the_day_before_mobiles_are_reminded_and_landlines_not(place: Place) -> None:
    mobile = make.visit(place.item, make.at(2))
    make.visit(place.item, make.at(2, 11), phone="021-12345678")
    Message.objects.all().delete()
    assert remind(at=make.at(1, 1)) == 1
    assert [message.visit for message in Message.objects.all()] == [mobile]
    assert remind(at=make.at(1, 2)) == 0
