"""Sessions moved: what goes with them, who is told, and what is refused."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import translation
from icalendar import Calendar

from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import session_moves
from requests_desk.actions.activities import HitChanged, call_off
from requests_desk.actions.messages import send_next
from requests_desk.actions.room_uses import RoomTaken, book, use_for_session
from requests_desk.actions.session_moves import NewTime, move_session
from requests_desk.models import ActivityGroup, ActivitySession, Attendance, RoomUse, SignUp
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

TO = make.at(3, 14)


@staged
def hall(place: Place) -> Room:
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


@staged
def group(place: Place, hall: Room) -> ActivityGroup:
    """Two evenings in the hall, one place."""
    group = make.group(make.activity(place.station, "书法班"), make.at(2, 10), make.at(9, 10), capacity=1)
    for row in group.sessions.all():
        row.room = hall
        row.save()
        use_for_session(session=row, at=make.NOW)
    return group


@staged
def session(group: ActivityGroup) -> ActivitySession:
    return group.sessions.select_related("group__activity__station", "room").order_by("starts_at")[0]


def move(session: ActivitySession, worker: Worker, **changed: Any) -> list[SignUp]:
    to = NewTime(
        changed.pop("starts_at", TO),
        changed.pop("minutes", session.minutes),
        changed.pop("room", session.room),
    )
    said = {"seen": [one.pk for one in session_moves.told_of_move(session)], "sequence": 0, "at": make.NOW}
    return move_session(session=session, to=to, worker=worker, **(said | changed))


def sent(minutes: int = 1) -> list[EmailMessage]:
    while send_next(at=make.NOW + timedelta(minutes=minutes)):
        pass
    return mail.outbox


def events_of(letter: EmailMessage) -> dict[str, tuple[datetime, int]]:
    file = Calendar.from_ical(letter.attachments[0][1])
    return {str(one["UID"]): (one["DTSTART"].dt, int(one["SEQUENCE"])) for one in file.walk("VEVENT")}


def test_everything_goes_with_it(session: ActivitySession, hall: Room, desk: Worker) -> None:
    inside = make.sign_up(session.group, email="w@example.cn", language="en")
    make.sign_up(session.group)  # waits
    before = events_of(sent()[0])
    assert move(session, desk, minutes=120) == [inside]
    session.refresh_from_db()
    assert (session.starts_at, session.minutes, session.sequence) == (TO, 120, 1)
    session.group.refresh_from_db()
    assert session.group.starts_at == TO
    use = RoomUse.objects.get(session=session)
    assert (use.room, use.starts_at, use.ends_at, use.state) == (hall, TO, make.at(3, 16), "approved")
    event = inside.events.latest("pk")
    assert (event.kind, event.actor) == ("new_time", desk)
    assert datetime.fromisoformat(event.data["from"]) == make.at(2, 10)
    letter = sent(2)[-1]
    assert len(mail.outbox) == 2
    assert "a session has moved" in letter.subject
    assert "Before: Friday 20 November 10:00" in letter.body
    assert "Now: Saturday 21 November 14:00–16:00" in letter.body
    assert "活动室" in letter.body
    after = events_of(letter)
    (moved,) = [uid for uid in before if before[uid] != after[uid]]
    assert after.keys() == before.keys()
    assert (after[moved][0].astimezone(make.SHANGHAI), after[moved][1]) == (TO, before[moved][1] + 1)


def test_who_has_no_address_is_rung_and_hears_both_times(session: ActivitySession, desk: Worker) -> None:
    rung = make.sign_up(session.group)
    move(session, desk)
    message = rung.messages.to_call().get()
    assert (message.kind, message.was_at, message.session) == ("session_move", make.at(2, 10), session)


def test_a_text_message_names_both_times(
    session: ActivitySession, desk: Worker, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SMS_URL = tmp_path.as_uri()
    make.sign_up(session.group)
    move(session, desk)
    sent()
    said = [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()]
    (text,) = [one for one in said if "11月20日 星期五 10:00 → 11月21日 星期六 14:00" in one]
    assert "书法" not in text


def test_another_room_alone_and_the_old_one_is_free(
    session: ActivitySession, hall: Room, place: Place, desk: Worker
) -> None:
    row = make.sign_up(session.group, email="w@example.cn", language="en")
    other = Room.objects.create(station=place.station, name="阅读室")
    move(session, desk, starts_at=session.starts_at, room=other)
    assert RoomUse.objects.get(session=session).room == other
    letter = sent()[-1]
    assert "Something has changed" in letter.body
    assert "Room: 阅读室" in letter.body
    assert "Before" not in letter.body
    move(session, desk, starts_at=session.starts_at, room=None, sequence=1)
    assert RoomUse.objects.get(session=session).state == "given_up"
    assert row.messages.filter(kind="session_move").count() == 2


def test_a_room_that_is_taken_is_named_with_its_free_times(
    session: ActivitySession, hall: Room, desk: Worker
) -> None:
    book(
        room=hall, starts_at=make.at(2, 14), ends_at=make.at(2, 15), what_for="合唱", worker=desk, at=make.NOW
    )
    with pytest.raises(RoomTaken) as refused, translation.override("en"):
        move(session, desk, starts_at=make.at(2, 13, 30))
    assert "15:00–17:30" in str(refused.value.next_step)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (make.at(2, 10), 0)
    move(session, desk, starts_at=make.at(2, 10, 30))  # over its own old time


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"starts_at": make.at(0, 8)}, session_moves.NotAhead),
        ({"starts_at": make.at(400)}, session_moves.NotAhead),
        ({"starts_at": make.at(9, 10)}, session_moves.MeetsThen),
        ({"starts_at": make.at(2, 10)}, session_moves.NothingMoves),
        ({"at": make.at(2, 10)}, session_moves.SessionFixed),
        ({"sequence": 1}, session_moves.SessionChanged),
        ({"seen": [0]}, HitChanged),
    ],
)
def test_what_is_refused_changes_nothing(
    session: ActivitySession, desk: Worker, changed: dict[str, Any], error: type[PortalError]
) -> None:
    with pytest.raises(error):
        move(session, desk, **changed)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (make.at(2, 10), 0)


def test_not_another_desks_nor_what_is_called_off(
    session: ActivitySession, desk: Worker, stranger: Worker
) -> None:
    with pytest.raises(NotAllowed):
        move(session, stranger)
    call_off(session=session, reason="雨", reason_en="", worker=desk, at=make.NOW, seen=[])
    with pytest.raises(session_moves.SessionFixed):
        move(session, desk, sequence=1)


def test_called_off_before_the_letter_goes_out_only_that_is_said(
    session: ActivitySession, desk: Worker
) -> None:
    row = make.sign_up(session.group, email="w@example.cn", language="en")
    move(session, desk)
    session.refresh_from_db()
    call_off(session=session, reason="雨", reason_en="", worker=desk, at=make.NOW, seen=[row.pk])
    said = [letter.subject for letter in sent()]
    assert len(said) == 2
    assert "does not take place" in said[1]


def test_who_was_ticked_has_not_come_to_the_new_day(session: ActivitySession, desk: Worker) -> None:
    row = make.sign_up(session.group)
    early = make.at(2, 9)
    Attendance.objects.create(session=session, sign_up=row, at=early, by=desk)
    move(session, desk, starts_at=make.at(2, 10, 30), at=early)
    assert Attendance.objects.count() == 1
    session.refresh_from_db()
    move(session, desk, at=early, sequence=1)
    assert not Attendance.objects.exists()
