"""Signing up, waiting, moving up, withdrawing: what changes together, what is refused, what is told to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from portal.common.models import Attempt
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.actions.sign_ups import (
    GuardianMissing,
    NoSignUps,
    SignedUpAlready,
    SignUpFixed,
    SignUpsUsedUp,
    fill_groups,
    move_up,
    set_group_places,
    sign_up,
    take_out,
    withdraw,
)
from requests_desk.models import ActivityGroup, ActivitySession, Message, SignUp, SignUpEvent
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

CONTACT = {"name": "王小明", "phone": "13812341234"}


@staged
def group(place: Place) -> ActivityGroup:
    """Two places, in two days and in nine."""
    return make.group(make.activity(place.station), make.at(2), make.at(9), capacity=2)


def figures(group: ActivityGroup) -> tuple[int, int, int, int]:
    """Booked, green among them, waiting, asked: as the row says, and as its sign-ups do."""
    group.refresh_from_db()
    rows = SignUp.objects.filter(group=group)
    inside = rows.filter(state="in")
    counted = (inside.count(), inside.filter(green=True).count(), rows.filter(state="waiting").count())
    assert counted == (group.booked, group.booked_green, group.waiting)
    return *counted, group.asked


def states(*rows: SignUp) -> str:
    """i, w or o (out) for each."""
    letters = {"in": "i", "waiting": "w", "withdrawn": "o"}
    return "".join(letters[SignUp.objects.get(pk=row.pk).state] for row in rows)


def told(row: SignUp) -> list[tuple[str, str]]:
    return list(row.messages.order_by("pk").values_list("kind", "channel"))


def kinds(row: SignUp) -> list[str]:
    return [event.kind for event in row.events.all()]


class TestSignUp:
    def test_a_place_while_there_is_one(self, group: ActivityGroup) -> None:
        row = sign_up(group=group, key="k", at=make.NOW, email="w@example.cn", green=True, **CONTACT)
        assert (row.state, row.number) == (SignUp.State.IN, None)
        assert figures(group) == (1, 1, 0, 0)
        assert kinds(row) == ["signed_up"]
        assert row.events.get().data == {"group": group.pk, "green": True}
        assert told(row) == [("signed_up", "email")]
        assert len(row.token) == 32

    def test_then_the_waiting_list_in_order_of_arrival(self, group: ActivityGroup) -> None:
        rows = [make.sign_up(group, email="w@example.cn") for _ in range(5)]
        assert states(*rows) == "iiwww"
        assert [row.number for row in rows] == [None, None, 1, 2, 3]
        assert figures(group) == (2, 0, 3, 3)
        assert (kinds(rows[2]), told(rows[2])) == (["waits"], [("waits", "email")])

    def test_nobody_overtakes_who_waits(self, group: ActivityGroup) -> None:
        make.sign_up(group), make.sign_up(group)
        waiting = make.sign_up(group)
        ActivityGroup.objects.filter(pk=group.pk).update(capacity=3)  # behind the actions' back
        late = make.sign_up(group)
        assert states(waiting, late) == "iw"

    def test_held_places_are_the_green_lanes(self, group: ActivityGroup) -> None:
        set_group_places(group=group, capacity=2, held=1, at=make.NOW)
        first, second = make.sign_up(group), make.sign_up(group)
        green = make.sign_up(group, green=True, email="w@example.cn")
        assert states(first, second, green) == "iwi"
        assert figures(group) == (2, 1, 1, 2)
        assert kinds(green) == ["waits", "moved_up"]
        assert told(green) == [("signed_up", "email")]

    def test_the_same_form_gives_the_same_sign_up(self, group: ActivityGroup) -> None:
        first = sign_up(group=group, key="k", at=make.NOW, **CONTACT)
        for days in (0, 1, 30):  # also when it could no longer be done
            assert sign_up(group=group, key="k", at=make.NOW + timedelta(days=days), **CONTACT) == first
        assert figures(group) == (1, 0, 0, 0)
        assert SignUpEvent.objects.count() == 1

    @pytest.mark.parametrize("changed", [{"name": "李四"}, {"phone": "13900000000"}, {"green": True}])
    def test_the_same_key_with_anything_else_is_refused(
        self, group: ActivityGroup, changed: dict[str, object]
    ) -> None:
        sign_up(group=group, key="k", at=make.NOW, **CONTACT)
        with pytest.raises(FormUsed):
            sign_up(group=group, key="k", at=make.NOW, **(CONTACT | changed))
        assert figures(group) == (1, 0, 0, 0)

    def test_the_same_person_stands_once_in_a_group(self, group: ActivityGroup) -> None:
        first = sign_up(group=group, key="k", at=make.NOW, **CONTACT)
        with pytest.raises(SignedUpAlready):
            sign_up(group=group, key="l", at=make.NOW, **CONTACT)
        assert figures(group) == (1, 0, 0, 0)
        sign_up(group=group, key="m", at=make.NOW, **(CONTACT | {"name": "王小红"}))  # families share a phone
        withdraw(sign_up=first, at=make.NOW)
        assert sign_up(group=group, key="n", at=make.NOW, **CONTACT).state == SignUp.State.IN

    def test_a_course_that_has_begun_takes_people_until_its_last_session(self, group: ActivityGroup) -> None:
        assert make.sign_up(group, at=make.at(8)).state == SignUp.State.IN
        with pytest.raises(NoSignUps):
            make.sign_up(group, at=make.at(9))

    @pytest.mark.parametrize("change", [{"open": False}, {"published": False}, {"entry": "just_come"}])
    def test_where_nobody_signs_up(self, group: ActivityGroup, change: dict[str, object]) -> None:
        row = group if "open" in change else group.activity
        type(row).objects.filter(pk=row.pk).update(**change)
        with pytest.raises(NoSignUps):
            make.sign_up(ActivityGroup.objects.select_related("activity__station").get(pk=group.pk))
        assert not SignUp.objects.exists()

    def test_closed_since_it_was_read(self, group: ActivityGroup) -> None:
        ActivityGroup.objects.filter(pk=group.pk).update(open=False)
        with pytest.raises(NoSignUps):
            make.sign_up(group)
        assert figures(group) == (0, 0, 0, 0)

    def test_a_group_without_sessions(self, place: Place) -> None:
        row = ActivityGroup.objects.create(activity=make.activity(place.station))
        with pytest.raises(NoSignUps):
            make.sign_up(row)

    def test_so_many_an_hour_from_one_address(self, group: ActivityGroup, settings: LazySettings) -> None:
        settings.PORTAL_BOOKINGS_AN_HOUR = 2
        first = make.sign_up(group, client="10.0.0.1", key="again", name="王")
        make.sign_up(group, client="10.0.0.1")
        with pytest.raises(SignUpsUsedUp):
            make.sign_up(group, client="10.0.0.1")
        assert Attempt.objects.get().tries == 2  # what was refused is not counted
        assert make.sign_up(group, client="10.0.0.1", key="again", name="王") == first
        assert make.sign_up(group, client="10.0.0.2").state == SignUp.State.WAITING

    def test_staff_of_another_desk(self, group: ActivityGroup, desk: Worker, stranger: Worker) -> None:
        with pytest.raises(NotAllowed):
            make.sign_up(group, asked_by=stranger)
        assert make.sign_up(group, asked_by=desk).events.get().actor == desk


class TestChildren:
    @pytest.fixture
    def group(self, place: Place) -> ActivityGroup:
        return make.group(make.activity(place.station, for_children=True))

    def test_with_a_guardian_who_agrees(self, group: ActivityGroup) -> None:
        row = make.sign_up(group, guardian="王妈妈", consent=True)
        assert (row.child, row.guardian, row.consented_at) == (True, "王妈妈", make.NOW)

    @pytest.mark.parametrize("half", [{}, {"guardian": "王妈妈"}, {"consent": True}])
    def test_not_without(self, group: ActivityGroup, half: dict[str, object]) -> None:
        with pytest.raises(GuardianMissing):
            make.sign_up(group, **half)
        assert not SignUp.objects.exists()
        assert not ActivityGroup.objects.filter(booked__gt=0).exists()

    @pytest.mark.parametrize("half", [{"guardian": ""}, {"consented_at": None}])
    def test_nor_by_the_database(self, group: ActivityGroup, half: dict[str, object]) -> None:
        row = make.sign_up(group, guardian="王妈妈", consent=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            SignUp.objects.filter(pk=row.pk).update(**half)


class TestMovingUp:
    @pytest.fixture
    def rows(self, group: ActivityGroup) -> list[SignUp]:
        """Two in, three waiting."""
        return [make.sign_up(group, email="w@example.cn" if n == 2 else "") for n in range(5)]

    def test_who_withdraws_makes_room_for_the_first_in_line(
        self, group: ActivityGroup, rows: list[SignUp]
    ) -> None:
        withdraw(sign_up=rows[1], at=make.NOW)
        assert states(*rows) == "ioiww"
        assert figures(group) == (2, 0, 2, 3)
        assert kinds(rows[1]) == ["signed_up", "withdrawn"]
        assert (kinds(rows[2]), told(rows[2])) == (
            ["waits", "moved_up"],
            [("waits", "email"), ("moved_up", "email")],
        )
        withdraw(sign_up=rows[1], at=make.NOW)  # twice is once
        assert states(*rows) == "ioiww"
        withdraw(sign_up=rows[0], at=make.NOW)
        assert told(rows[3]) == [("moved_up", "call")]  # nothing to write to: rung up

    def test_leaving_the_list_moves_nobody(self, group: ActivityGroup, rows: list[SignUp]) -> None:
        withdraw(sign_up=rows[2], at=make.NOW)
        assert states(*rows) == "iioww"
        assert figures(group) == (2, 0, 2, 3)
        assert make.sign_up(group).number == 4  # numbers are never given again

    def test_more_places_move_up_exactly_as_many(self, group: ActivityGroup, rows: list[SignUp]) -> None:
        moved = set_group_places(group=group, capacity=4, held=0, at=make.NOW)
        assert moved == rows[2:4]
        assert states(*rows) == "iiiiw"
        assert move_up(group=group, at=make.NOW) == []

    def test_fewer_places_leave_everybody_in(self, group: ActivityGroup, rows: list[SignUp]) -> None:
        set_group_places(group=group, capacity=1, held=3, at=make.NOW)
        group.refresh_from_db()
        assert (group.capacity, group.held, group.over, group.booked) == (1, 1, 1, 2)
        withdraw(sign_up=rows[0], at=make.NOW)
        assert states(*rows) == "oiwww"
        group.refresh_from_db()
        assert group.over == 0

    def test_taken_out_by_the_station(
        self, group: ActivityGroup, rows: list[SignUp], desk: Worker, stranger: Worker
    ) -> None:
        with pytest.raises(NotAllowed):
            take_out(sign_up=rows[0], at=make.NOW, actor=stranger)
        take_out(sign_up=rows[0], at=make.NOW, actor=desk)
        take_out(sign_up=rows[0], at=make.NOW, actor=desk)
        assert (kinds(rows[0]), told(rows[0])) == (["signed_up", "taken_out"], [("taken_out", "call")])
        take_out(sign_up=rows[1], at=make.NOW, actor=desk, asked=True)
        assert (kinds(rows[1]), told(rows[1])) == (["signed_up", "withdrawn"], [])
        assert states(*rows) == "ooiiw"

    def test_held_places_that_time_has_freed(self, place: Place) -> None:
        group = make.group(make.activity(place.station), capacity=2, held=1)
        rows = [make.sign_up(group) for _ in range(3)]
        assert states(*rows) == "iww"
        assert fill_groups(at=make.at(1, 9)) == 0  # a day and an hour before
        assert fill_groups(at=make.at(1)) == 1
        assert fill_groups(at=make.at(1)) == 0
        assert states(*rows) == "iiw"

    def test_looking_for_whom_to_let_up_is_one_statement(
        self, place: Place, django_assert_num_queries: Any
    ) -> None:
        """People wait, and a held place is free that nobody of them may have yet."""
        group = make.group(make.activity(place.station), capacity=2, held=1)
        rows = [make.sign_up(group) for _ in range(3)]
        with django_assert_num_queries(1):
            assert fill_groups(at=make.at(1, 9)) == 0
        SignUp.objects.filter(pk=rows[2].pk).update(green=True)
        assert fill_groups(at=make.at(1, 9)) == 1
        with django_assert_num_queries(1):
            assert fill_groups(at=make.at(1, 9)) == 0
        assert states(*rows) == "iwi"

    def test_nobody_moves_into_what_is_over(self, group: ActivityGroup, rows: list[SignUp]) -> None:
        set_group_places(group=group, capacity=9, held=0, at=make.at(10))
        assert states(*rows) == "iiwww"
        with pytest.raises(SignUpFixed):
            withdraw(sign_up=rows[0], at=make.at(10))
        ActivitySession.objects.update(called_off=True)
        assert fill_groups(at=make.NOW) == 0
        assert not Message.objects.filter(kind=Message.Kind.MOVED_UP).exists()
