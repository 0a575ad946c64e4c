"""Activities in the admin: places change through the action, people meanwhile signed up stay, timetables are made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from requests_desk.models import Activity, ActivityGroup, ActivitySession, SignUp
from stations.models import OpeningException, Room, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import inline, url

As = Callable[[Worker | None], Client]


@staged
def group(place: Place) -> ActivityGroup:
    return make.group(make.activity(place.station, "书法班"), capacity=2)


def saved(client: Client, group: ActivityGroup, **changed: Any) -> HttpResponse:
    """The activity's page with one thing of the group changed."""
    activity = group.activity
    row = {
        "id": group.pk, "activity": activity.pk, "name": "", "name_en": "", "level": "all", "capacity": 2, "held": 0,
        "open": "on", **changed,
    }  # fmt: skip
    form = {
        "station": activity.station_id, "name": activity.name, "theme": "class", "audience": "everybody",
        "entry": "sign_up", "published": "on",
    }  # fmt: skip
    return client.post(url(activity, "change", activity.pk), inline("groups", row, standing=1, **form))


def test_more_places_move_people_up(group: ActivityGroup, street: Worker, as_: As) -> None:
    rows = [make.sign_up(group) for _ in range(5)]
    assert saved(as_(street), group, capacity=4).status_code == 302
    group.refresh_from_db()
    assert (group.capacity, group.booked, group.waiting) == (4, 4, 1)
    assert [SignUp.objects.get(pk=one.pk).state for one in rows] == ["in"] * 4 + ["waiting"]


def test_fewer_places_leave_everybody_in(group: ActivityGroup, street: Worker, as_: As) -> None:
    make.sign_up(group), make.sign_up(group)
    assert saved(as_(street), group, capacity=1).status_code == 302
    group.refresh_from_db()
    assert (group.capacity, group.booked, group.over) == (1, 2, 1)


def test_more_held_than_there_are_is_refused(group: ActivityGroup, street: Worker, as_: As) -> None:
    assert saved(as_(street), group, held=3).status_code == 200
    group.refresh_from_db()
    assert group.held == 0


def test_who_signed_up_meanwhile_stays_counted(
    group: ActivityGroup, street: Worker, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is changed from a page on which nobody was signed up yet."""
    load = ActivityGroup.from_db.__func__  # type: ignore[attr-defined]

    def stale(cls: Any, *args: Any) -> ActivityGroup:
        row: ActivityGroup = load(cls, *args)
        row.booked = 0
        return row

    make.sign_up(group)
    monkeypatch.setattr(ActivityGroup, "from_db", classmethod(stale))
    assert saved(as_(street), group, name="一组").status_code == 302
    monkeypatch.undo()
    group.refresh_from_db()
    assert (group.name, group.booked) == ("一组", 1)


def planned(client: Client, group: ActivityGroup, **said: Any) -> HttpResponse:
    form = {
        "weekdays": [1, 3], "first": "2026-11-17", "last": "2026-12-03", "begins": "19:00", "minutes": "90", **said,
    }  # fmt: skip
    return client.post(url(group, "change", group.pk), inline("sessions", **form))


def test_weekly_sessions_skip_shut_days(group: ActivityGroup, place: Place, street: Worker, as_: As) -> None:
    OpeningException.objects.create(station=place.station, date=make.at(6).date(), reason="消毒")
    make.opened(place.station)
    room = Room.objects.create(station=place.station, name="活动厅")
    answer = planned(as_(street), group, room=room.pk)
    assert answer.status_code == 302
    made = group.sessions.filter(room=room)
    assert [f"{one.starts_at.astimezone(make.SHANGHAI):%m-%d}" for one in made] == [
        "11-19",
        "11-26",
        "12-01",
        "12-03",
    ]
    assert room.uses.count() == 4


@pytest.mark.parametrize("missing", ["first", "last", "begins", "minutes"])
def test_half_a_timetable_is_refused(group: ActivityGroup, street: Worker, as_: As, missing: str) -> None:
    before = ActivitySession.objects.count()
    assert planned(as_(street), group, **{missing: ""}).status_code == 200
    assert planned(as_(street), group, weekdays=[6], last="2026-11-18").status_code == 200
    assert ActivitySession.objects.count() == before


def test_another_streets_official_makes_none_here(
    group: ActivityGroup, other_street: Worker, as_: As
) -> None:
    client = as_(other_street)
    assert planned(client, group).status_code == 404
    assert saved(client, group, capacity=9).status_code == 404
    assert group.activity.station not in Station.objects.in_scope_of(other_street)
    assert Activity.objects.count() == 1


def test_sign_ups_are_read_masked(group: ActivityGroup, street: Worker, as_: As) -> None:
    row = make.sign_up(group, name="欧阳娜娜")
    client = as_(street)
    for page in (client.get(url(SignUp, "changelist")), client.get(url(row, "change", row.pk))):
        text = page.content.decode()
        assert "欧阳**" in text
        assert "欧阳娜娜" not in text
        assert "13812341234" not in text
        assert row.token not in text
