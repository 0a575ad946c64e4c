"""Rooms with many uses: asked for, decided, booked, given up; and the uses that sessions make."""

from datetime import datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.common.errors import NotAllowed, TooManyTries
from requests_desk.actions import room_uses
from requests_desk.models import Activity, ActivityGroup, ActivitySession, RoomUse
from stations.models import OpeningDay, Room, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

SIX, NINE, TEN, ELEVEN, NOON = (make.at(1, hour) for hour in (6, 9, 10, 11, 12))


@staged
def room(place: Place) -> Room:
    """A hall that groups may ask for, open tomorrow 08:30–17:30."""
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


def ask(room: Room, **changed: Any) -> RoomUse:
    said = {
        "starts_at": TEN, "ends_at": ELEVEN, "what_for": "合唱队排练", "name": "王阿姨", "phone": "13812341234",
        "key": "a-key", "at": make.NOW,
    }  # fmt: skip
    return room_uses.ask(room=room, **(said | changed))


def book(room: Room, worker: Worker, begins: datetime = TEN, ends: datetime = ELEVEN, **more: Any) -> RoomUse:
    more = {"what_for": "书法班", "at": make.NOW} | more
    return room_uses.book(room=room, worker=worker, starts_at=begins, ends_at=ends, **more)


def approve(use: RoomUse, worker: Worker, **more: Any) -> RoomUse:
    return room_uses.approve(use=use, worker=worker, at=make.NOW, **more)


def test_a_group_asks_and_the_desk_says_yes(room: Room, desk: Worker) -> None:
    use = ask(room)
    assert (use.state, use.kind) == ("asked", "residents")
    use = approve(use, desk)
    assert (use.state, use.decided_by, use.decided_at) == ("approved", desk, make.NOW)
    assert approve(use, desk).decided_at == make.NOW  # twice is once


def test_the_same_form_sent_twice_is_one_request(room: Room) -> None:
    assert ask(room).pk == ask(room).pk
    assert RoomUse.objects.count() == 1
    with pytest.raises(room_uses.FormUsed):
        ask(room, what_for="麻将")
    assert ask(room, key="another").pk != ask(room).pk


def test_two_may_wait_for_one_time_and_one_gets_it(room: Room, desk: Worker) -> None:
    first, second = ask(room), ask(room, key="second", phone="13912341234")
    approve(first, desk)
    with pytest.raises(room_uses.RoomTaken) as refused, translation.override("en"):
        approve(second, desk)
    assert refused.value.next_step == "Free that day: 08:30–10:00, 11:00–17:30."
    assert refused.value.offers == ((make.at(1, 8, 30), TEN), (ELEVEN, make.at(1, 17, 30)))
    second.refresh_from_db()
    assert second.state == "asked"


def test_what_is_taken_cannot_be_asked_for(room: Room, desk: Worker) -> None:
    book(room, desk)
    with pytest.raises(room_uses.RoomTaken):
        ask(room, starts_at=make.at(1, 10, 59), ends_at=NOON)


def test_back_to_back_is_no_overlap(room: Room, desk: Worker) -> None:
    for begins, ends in ((NINE, TEN), (ELEVEN, NOON), (TEN, ELEVEN)):
        book(room, desk, begins, ends)
    assert RoomUse.objects.standing().count() == 3


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(TEN, ELEVEN), (NINE, NOON), (make.at(1, 10, 15), make.at(1, 10, 30)), (NINE, make.at(1, 10, 1))],
)
def test_every_way_to_overlap_is_refused(room: Room, desk: Worker, begins: datetime, ends: datetime) -> None:
    book(room, desk)
    with pytest.raises(room_uses.RoomTaken):
        book(room, desk, begins, ends)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomUse.objects.create(room=room, starts_at=begins, ends_at=ends, state="approved", asked_at=make.NOW)


def test_a_standing_use_cannot_be_stretched_over_another_behind_the_actions_back(
    room: Room, desk: Worker
) -> None:
    use = book(room, desk)
    book(room, desk, ELEVEN, NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomUse.objects.filter(pk=use.pk).update(ends_at=make.at(1, 11, 1))


def test_another_room_is_another_matter(room: Room, desk: Worker) -> None:
    book(room, desk)
    book(Room.objects.create(station=room.station, name="阅读角"), desk)
    assert RoomUse.objects.standing().count() == 2


def test_across_midnight_with_the_desks_word(room: Room, desk: Worker) -> None:
    late, early = make.at(1, 22), make.at(2, 1)
    with pytest.raises(room_uses.NotOpenThen):
        book(room, desk, late, early)
    book(room, desk, late, early, outside_hours=True)
    with pytest.raises(room_uses.RoomTaken):
        book(room, desk, make.at(2, 0), make.at(2, 0, 30), outside_hours=True)
    book(room, desk, early, make.at(2, 2), outside_hours=True)


def test_a_day_ends_at_midnight(room: Room, desk: Worker) -> None:
    """A use until midnight takes nothing of the next day, one from midnight nothing of the day before."""
    book(room, desk, make.at(1, 22), make.at(2, 0), outside_hours=True)
    whole = [(make.at(2, 8, 30), make.at(2, 17, 30))]
    assert room_uses.free_on(room, make.at(2).date(), at=make.NOW) == whole
    book(room, desk, make.at(2, 0), make.at(2, 1), outside_hours=True)


@pytest.mark.parametrize("end", ["decline", "give_up", "taken_back"])
def test_what_is_declined_or_given_up_frees_the_time(room: Room, desk: Worker, end: str) -> None:
    use = ask(room)
    if end == "decline":
        room_uses.decline(use=use, worker=desk, reason="有消防演练", at=make.NOW)
    elif end == "give_up":
        room_uses.give_up(use=approve(use, desk), at=make.NOW)
    else:
        room_uses.give_up(use=approve(use, desk), at=make.NOW, worker=desk, reason="空调坏了")
    assert book(room, desk).state == "approved"
    use.refresh_from_db()
    assert use.state in ("declined", "given_up")


def test_what_is_decided_stays_decided(room: Room, desk: Worker) -> None:
    use = room_uses.decline(use=ask(room), worker=desk, reason="满了", at=make.NOW)
    with pytest.raises(room_uses.UseFixed):
        approve(use, desk)
    with pytest.raises(room_uses.UseFixed):
        room_uses.decline(use=use, worker=desk, reason="满了", at=make.NOW)
    with pytest.raises(room_uses.UseFixed):
        room_uses.give_up(use=use, at=make.NOW)
    given = room_uses.give_up(use=ask(room, key="two"), at=make.NOW)
    assert room_uses.give_up(use=given, at=make.NOW).state == "given_up"  # twice is once


def test_a_use_that_is_over_cannot_be_given_up(room: Room, desk: Worker) -> None:
    with pytest.raises(room_uses.UseFixed):
        room_uses.give_up(use=book(room, desk), at=ELEVEN)


def test_a_request_whose_time_has_begun_cannot_be_approved_any_more(room: Room, desk: Worker) -> None:
    use = ask(room)
    with pytest.raises(room_uses.TimeOver):
        room_uses.approve(use=use, worker=desk, at=TEN)
    assert room_uses.decline(use=use, worker=desk, reason="太晚", at=ELEVEN).state == "declined"


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (make.at(0, 9), make.at(0, 11)),  # begun
        (ELEVEN, TEN),  # backwards
        (TEN, TEN),
        (make.at(61), make.at(61, 11)),  # too far ahead
        (make.at(1, 0), make.at(1, 15)),  # too long
    ],
)
def test_times_that_cannot_be(room: Room, desk: Worker, begins: datetime, ends: datetime) -> None:
    with pytest.raises(room_uses.TimeOver):
        ask(room, starts_at=begins, ends_at=ends)
    with pytest.raises(room_uses.TimeOver):
        book(room, desk, begins, ends, outside_hours=True)


def test_groups_keep_to_the_opening_hours_and_staff_may_say_otherwise(room: Room, desk: Worker) -> None:
    with pytest.raises(room_uses.NotOpenThen) as refused:
        ask(room, starts_at=make.at(1, 17), ends_at=make.at(1, 18))
    assert refused.value.offers == ((make.at(1, 8, 30), make.at(1, 17, 30)),)
    use = ask(room)
    RoomUse.objects.filter(pk=use.pk).update(starts_at=SIX)  # the hours were changed meanwhile
    with pytest.raises(room_uses.NotOpenThen):
        approve(use, desk)
    assert approve(use, desk, outside_hours=True).state == "approved"


def test_a_station_open_all_night_lends_no_room_then_but_with_the_desks_word(
    room: Room, desk: Worker
) -> None:
    OpeningDay.objects.filter(station=room.station).update(opens=time(0))
    with pytest.raises(room_uses.NotOpenThen) as refused:
        ask(room, starts_at=SIX)
    assert refused.value.offers == ((make.at(1, 7), make.at(1, 17, 30)),)
    use = ask(room)
    RoomUse.objects.filter(pk=use.pk).update(starts_at=SIX)
    with pytest.raises(room_uses.NotOpenThen):
        approve(use, desk)
    assert approve(use, desk, outside_hours=True).state == "approved"


def test_where_the_hours_are_unknown_the_desk_decides(room: Room) -> None:
    room.station.opening_days.all().delete()
    assert ask(room, starts_at=SIX).state == "asked"


@pytest.mark.parametrize("kind", room_uses.NOT_LENT)
def test_where_work_is_done_is_not_lent(room: Room, kind: str, desk: Worker) -> None:
    room.kind = kind
    with pytest.raises(room_uses.NotLent):
        ask(room)
    assert book(room, desk).state == "approved"


def test_a_planned_stations_rooms_are_not_lent(room: Room) -> None:
    room.station.status = Station.Status.PLANNED
    with pytest.raises(room_uses.NotLent):
        ask(room)


def test_three_requests_of_one_phone_may_wait(room: Room, desk: Worker) -> None:
    uses = [ask(room, key=f"k{n}") for n in range(3)]
    with pytest.raises(room_uses.EnoughAsked):
        ask(room, key="k3")
    assert ask(room, key="other", phone="13912341234").pk
    room_uses.decline(use=uses[0], worker=desk, reason="满了", at=make.NOW)
    assert ask(room, key="k3").pk


def test_a_machine_is_stopped(room: Room) -> None:
    for n in range(room_uses.MOST_AN_HOUR):
        ask(room, key=f"k{n}", phone=f"138{n:08}", client="198.51.100.7")
    with pytest.raises(TooManyTries):
        ask(room, key="one more", phone="13912341234", client="198.51.100.7")


def test_only_the_stations_own_desk_decides(room: Room, stranger: Worker, street: Worker) -> None:
    use = ask(room)
    for worker in (stranger, street):
        for act in (
            lambda by: approve(use, by),
            lambda by: room_uses.decline(use=use, worker=by, reason="不", at=make.NOW),
            lambda by: room_uses.give_up(use=use, worker=by, at=make.NOW),
            lambda by: book(room, by),
        ):
            with pytest.raises(NotAllowed):
                act(worker)


def test_staffs_form_sent_twice_books_once(room: Room, desk: Worker) -> None:
    assert book(room, desk, key="staff").pk == book(room, desk, key="staff").pk
    with pytest.raises(room_uses.FormUsed):
        book(room, desk, key="staff", what_for="别的")


# A session's room ------------------------------------------------------------------------------


def session(room: Room | None, station: Station, **fields: Any) -> ActivitySession:
    theme = fields.pop("theme", Activity.Theme.CLASS)
    activity, _new = Activity.objects.get_or_create(
        station=station, name="书法班", defaults={"name_en": "Calligraphy", "theme": theme}
    )
    group, _new = ActivityGroup.objects.get_or_create(activity=activity)
    fields = {"starts_at": TEN, "minutes": 60} | fields
    return ActivitySession.objects.create(group=group, room=room, **fields)


def test_a_sessions_room_is_in_use_for_as_long_as_it_lasts(room: Room) -> None:
    use = room_uses.use_for_session(session=session(room, room.station), at=make.NOW)
    assert use is not None
    assert (use.state, use.kind, use.starts_at, use.ends_at) == ("approved", "activity", TEN, ELEVEN)
    assert (use.what_for, use.what_for_en, use.name) == ("书法班", "Calligraphy", "")


def test_the_use_follows_its_session(room: Room, desk: Worker) -> None:
    row = session(room, room.station)
    first = room_uses.use_for_session(session=row, at=make.NOW)
    other = Room.objects.create(station=room.station, name="阅读角")
    row.room, row.starts_at, row.minutes = other, NOON, 30
    use = room_uses.use_for_session(session=row, at=make.NOW)
    assert use is not None
    assert use == first
    assert (use.room, use.starts_at, use.ends_at) == (other, NOON, make.at(1, 12, 30))
    book(room, desk)  # the old time is free
    row.called_off = True
    assert room_uses.use_for_session(session=row, at=make.NOW) is None
    book(other, desk, NOON, make.at(1, 13))
    row.called_off = False
    with pytest.raises(room_uses.RoomTaken):  # somebody else has it now
        room_uses.use_for_session(session=row, at=make.NOW)


def test_a_session_does_not_push_anybody_out(room: Room, desk: Worker) -> None:
    book(room, desk)
    with pytest.raises(room_uses.RoomTaken):
        room_uses.use_for_session(session=session(room, room.station), at=make.NOW)
    assert RoomUse.objects.count() == 1


def test_a_session_without_a_room_uses_none_and_an_evening_one_may_be_after_hours(room: Room) -> None:
    assert room_uses.use_for_session(session=session(None, room.station), at=make.NOW) is None
    evening = session(room, room.station, starts_at=make.at(1, 19), theme=Activity.Theme.MEETING)
    assert room_uses.use_for_session(session=evening, at=make.NOW)
    room_uses.free_session(session=evening)
    assert RoomUse.objects.get(session=evening).state == "given_up"


def test_a_sessions_use_is_changed_through_the_session(room: Room, desk: Worker) -> None:
    use = room_uses.use_for_session(session=session(room, room.station), at=make.NOW)
    assert use is not None
    with pytest.raises(room_uses.SessionsUse):
        room_uses.give_up(use=use, worker=desk, at=make.NOW)


def test_a_meeting_is_counted_as_one(room: Room) -> None:
    row = session(room, room.station, theme=Activity.Theme.MEETING)
    use = room_uses.use_for_session(session=row, at=make.NOW)
    assert use is not None
    assert use.kind == "meeting"
