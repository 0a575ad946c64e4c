"""An area surveyed, a choice kept, and the choice handed to a programme."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stations.actions.programme import start_programme
from stations.actions.siting import (
    AlreadyHanded,
    NoRooms,
    Question,
    Survey,
    figures_now,
    hand_over,
    keep_plan,
    question_of,
    survey,
)
from stations.models import (
    Committee,
    Division,
    Estate,
    IdleRoom,
    PlannedRoom,
    Programme,
    Relocation,
    SitingPlan,
    Station,
    Worker,
)
from stations.rules.coverage import Share
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

NORTH = 31.25  # some 5 km from every door
HALFWAY = 0.0066  # degrees of latitude, some 734 m: 13 minutes, 18 at an old person's pace


@staged
def far_off(place: Place) -> Estate:
    """An estate of the street that no station reaches: 500 households, 200 people over 60."""
    return make.estate(place.committee, "北苑", households=500, older_people=200, lat=NORTH, lon=121.4)


@staged
def room(place: Place, far_off: Estate) -> IdleRoom:
    return make.idle_room(place.committee, name="北苑岗亭", address="北路1号", lat=NORTH, lon=121.4)


def asked(division: Division, **fields: Any) -> Question:
    return Question(division, **{"minutes": 15, "older": False, "places": 3} | fields)


def looked(question: Question) -> Survey:
    return survey(question=question, estates=Estate.objects.all(), rooms=IdleRoom.objects.all())


class TestSurvey:
    def test_who_is_reached_and_who_would_be(self, place: Place, far_off: Estate, room: IdleRoom) -> None:
        found = looked(asked(place.subdistrict))
        assert found.before == Share(300, 800)
        assert found.alone == {room.pk: 500}
        choice = found.best(seconds=1)
        assert (choice.rooms, choice.gained, choice.found) == ((room.pk,), 500, "proven")
        assert found.after(choice.gained) == Share(800, 800)

    def test_old_people_count_at_their_own_pace(self, place: Place, far_off: Estate, room: IdleRoom) -> None:
        IdleRoom.objects.filter(pk=room.pk).update(lat=NORTH + HALFWAY)
        assert looked(asked(place.subdistrict)).alone == {room.pk: 500}
        older = looked(asked(place.subdistrict, older=True))
        assert (older.before, older.alone) == (Share(120, 320), {room.pk: 0})
        IdleRoom.objects.filter(pk=room.pk).update(lat=NORTH)
        assert looked(asked(place.subdistrict, older=True)).alone == {room.pk: 200}

    def test_a_station_that_does_not_operate_reaches_nobody(self, place: Place) -> None:
        assert looked(asked(place.subdistrict)).before == Share(300, 300)
        Station.objects.update(status=Station.Status.PLANNED)
        assert looked(asked(place.subdistrict)).before == Share(0, 300)

    @pytest.mark.parametrize("state", ["promised", "in_use", "gone"])
    def test_only_rooms_that_are_to_be_had(self, place: Place, room: IdleRoom, state: str) -> None:
        IdleRoom.objects.filter(pk=room.pk).update(state="needs_work")
        assert looked(asked(place.subdistrict)).rooms == [room]
        IdleRoom.objects.filter(pk=room.pk).update(state=state)
        assert looked(asked(place.subdistrict)).rooms == []

    def test_step_free_alone(self, place: Place, room: IdleRoom) -> None:
        for known, there in ((True, [room]), (False, []), (None, [])):
            IdleRoom.objects.filter(pk=room.pk).update(step_free=known)
            assert looked(asked(place.subdistrict, step_free=True)).rooms == there
            assert looked(asked(place.subdistrict)).rooms == [room]

    def test_under_a_budget(self, place: Place, room: IdleRoom) -> None:
        assert looked(asked(place.subdistrict, most_yuan=50_000)).best(seconds=1).gained == 500
        assert looked(asked(place.subdistrict, most_yuan=49_999)).best(seconds=1).gained == 0

    def test_a_room_without_a_place_is_named_apart(self, place: Place, room: IdleRoom) -> None:
        IdleRoom.objects.filter(pk=room.pk).update(lat=None, lon=None)
        found = looked(asked(place.subdistrict))
        assert (found.rooms, found.nowhere) == ([], [room])

    def test_beyond_the_border_for_the_areas_estates_alone(self, place: Place, far_place: Place) -> None:
        """A neighbour's room reaches 500 of this street and 400 of its own: 500 count here, 400 there."""
        make.estate(place.committee, households=500, lat=NORTH, lon=121.4)
        make.estate(far_place.committee, households=400, lat=NORTH, lon=121.401)
        over_there = make.idle_room(far_place.committee, lat=NORTH, lon=121.4)
        assert looked(asked(place.subdistrict)).alone == {over_there.pk: 500}
        assert looked(asked(far_place.subdistrict)).alone == {over_there.pk: 400}
        assert looked(asked(place.subdistrict.parent)).alone == {over_there.pk: 900}  # type: ignore[arg-type]

    def test_a_room_far_beyond_the_border_is_none_of_the_areas(
        self, place: Place, far_place: Place, room: IdleRoom
    ) -> None:
        make.idle_room(far_place.committee, lat=32.0, lon=121.4)
        assert looked(asked(place.subdistrict)).rooms == [room]

    def test_in_the_other_datum(self, place: Place, far_off: Estate, room: IdleRoom) -> None:
        """What a Chinese map calls this point lies half a kilometre off in numbers, and is the same door."""
        where = {"lat": NORTH - 0.00208, "lon": 121.40455, "datum": "gcj02"}
        IdleRoom.objects.filter(pk=room.pk).update(**where)
        assert looked(asked(place.subdistrict, minutes=5)).alone == {room.pk: 500}
        IdleRoom.objects.filter(pk=room.pk).update(datum="wgs84")
        assert looked(asked(place.subdistrict, minutes=5)).alone == {room.pk: 0}

    def test_two_statements_however_many_there_are(
        self, place: Place, django_assert_num_queries: Any
    ) -> None:
        for number in range(30):
            make.idle_room(place.committee, lat=NORTH + number / 1000)
            make.estate(place.committee, lat=NORTH + number / 1000)
        with django_assert_num_queries(2):
            looked(asked(place.subdistrict)).best(seconds=1)


class TestKeeping:
    def kept(self, of: Survey, rooms: list[int], by: Worker) -> SitingPlan:
        return keep_plan(survey=of, rooms=rooms, name="年中会", worker=by, at=make.NOW, seconds=1)

    def test_the_best_with_its_figures(self, place: Place, room: IdleRoom, street: Worker) -> None:
        question = asked(place.subdistrict, most_yuan=90_000)
        plan = self.kept(looked(question), [room.pk], street)
        plan.refresh_from_db()
        assert (plan.whole, plan.before, plan.after, plan.bound) == (800, 300, 800, 800)
        assert (plan.found, plan.made_by, plan.made_at) == ("proven", street, make.NOW)
        assert list(plan.planned.values_list("room", "position", "adds")) == [(room.pk, 1, 500)]
        assert question_of(plan) == question

    def test_a_choice_by_hand_is_measured_by_the_best_of_as_many(
        self, place: Place, room: IdleRoom, street: Worker
    ) -> None:
        idle = make.idle_room(place.committee, lat=NORTH + 0.1)
        plan = self.kept(looked(asked(place.subdistrict, places=1)), [idle.pk], street)
        assert (plan.found, plan.after, plan.bound) == ("by_hand", 300, 800)
        plan = self.kept(looked(asked(place.subdistrict, places=1)), [idle.pk, room.pk], street)
        assert (plan.found, plan.after, plan.bound) == ("by_hand", 800, 800)
        assert list(plan.planned.values_list("room", "adds")) == [(room.pk, 500), (idle.pk, 0)]

    def test_none_or_a_strange_room(self, place: Place, room: IdleRoom, street: Worker) -> None:
        of = looked(asked(place.subdistrict))
        with pytest.raises(NoRooms):
            self.kept(of, [], street)
        with pytest.raises(KeyError):
            self.kept(of, [room.pk, 999_999], street)
        assert not SitingPlan.objects.exists()

    def test_figures_then_and_now(self, place: Place, room: IdleRoom, street: Worker) -> None:
        plan = self.kept(looked(asked(place.subdistrict)), [room.pk], street)
        make.estate(place.committee, households=200, lat=None, lon=None)
        assert figures_now(plan=plan, estates=Estate.objects.all()) == (Share(300, 1000), Share(800, 1000))
        assert (plan.share_before, plan.share_after) == (Share(300, 800), Share(800, 800))

    @pytest.mark.parametrize(
        "figures",
        [{"before": 900}, {"after": 801}, {"bound": 901, "whole": 900}, {"minutes": 0}, {"places": 0}],
    )
    def test_figures_out_of_order_are_refused(
        self, place: Place, room: IdleRoom, street: Worker, figures: dict[str, int]
    ) -> None:
        make.siting_plan(place.subdistrict, [room], street)
        with pytest.raises(IntegrityError), transaction.atomic():
            make.siting_plan(place.subdistrict, [room], street, **figures)


class TestScopeOfPlans:
    def test_with_a_foreign_room_it_is_not_ones_own(
        self, place: Place, far_place: Place, room: IdleRoom, street: Worker, district: Worker, desk: Worker
    ) -> None:
        own = make.siting_plan(place.subdistrict, [room], street)
        mixed = make.siting_plan(place.subdistrict, [room, make.idle_room(far_place.committee)], district)
        above = make.siting_plan(place.subdistrict.parent, [room], district)  # type: ignore[arg-type]
        assert set(SitingPlan.objects.in_scope_of(street)) == {own}
        assert set(SitingPlan.objects.in_scope_of(district)) == {own, mixed, above}
        assert not SitingPlan.objects.in_scope_of(desk).exists()


@staged
def programme(place: Place) -> Programme:
    programme = Programme(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
    start_programme(programme=programme)
    return programme


class TestHandingOver:
    def handed(self, plan: SitingPlan, programme: Programme) -> list[str]:
        return [one.became for one in hand_over(plan=plan, programme=programme, at=make.NOW)]

    def test_a_new_plan_with_the_programmes_steps(
        self, place: Place, room: IdleRoom, street: Worker, programme: Programme
    ) -> None:
        plan = make.siting_plan(place.subdistrict, [room], street)
        assert self.handed(plan, programme) == ["new"]
        made = Relocation.objects.get()
        assert (made.programme, made.committee, made.to_words) == (
            programme, place.committee, "北苑岗亭, 北路1号",
        )  # fmt: skip
        assert "北苑岗亭, 北路1号" in made.plan
        assert made.steps.count() == programme.steps.count() > 0
        plan.refresh_from_db()
        assert (plan.programme, plan.handed_at) == (programme, make.NOW)

    def test_the_plan_that_stands_names_the_room_once(
        self, place: Place, room: IdleRoom, street: Worker, programme: Programme
    ) -> None:
        before = Relocation.objects.create(
            programme=programme, committee=place.committee, plan="一居委一方案", to_words="曹杨路891号"
        )
        plan = make.siting_plan(place.subdistrict, [room], street)
        assert self.handed(plan, programme) == ["named"]
        assert self.handed(plan, programme) == ["already"]
        after = Relocation.objects.get()
        assert (after.pk, after.to_words) == (before.pk, "曹杨路891号")
        assert after.plan.splitlines()[0] == "一居委一方案"
        assert after.plan.count("北苑岗亭") == 1
        assert len(after.plan.splitlines()) == 2

    def test_twice_is_once(self, place: Place, room: IdleRoom, street: Worker, programme: Programme) -> None:
        plan = make.siting_plan(place.subdistrict, [room], street)
        assert [self.handed(plan, programme) for _ in range(3)] == [["new"], ["already"], ["already"]]
        assert Relocation.objects.count() == 1

    def test_two_rooms_of_one_committee_share_its_plan(
        self, place: Place, room: IdleRoom, street: Worker, programme: Programme
    ) -> None:
        other = make.idle_room(place.committee, name="南苑岗亭")
        plan = make.siting_plan(place.subdistrict, [room, other], street)
        assert self.handed(plan, programme) == ["new", "named"]
        made = Relocation.objects.get()
        assert made.to_words.startswith("北苑岗亭")
        assert [word in made.plan for word in ("北苑岗亭", "南苑岗亭")] == [True, True]

    def test_what_is_refused_says_why_and_the_others_go_ahead(
        self, place: Place, far_place: Place, other_place: Place, room: IdleRoom, district: Worker,
        programme: Programme,
    ) -> None:  # fmt: skip
        """Beyond the programme's street, and promised to others meanwhile."""
        beyond = make.idle_room(far_place.committee)
        gone = make.idle_room(other_place.committee, state="promised")
        plan = make.siting_plan(place.subdistrict, [beyond, gone, room], district)
        done = hand_over(plan=plan, programme=programme, at=make.NOW)
        assert [one.became for one in done] == ["refused", "refused", "new"]
        assert all(str(one.refused) for one in done[:2])
        assert Relocation.objects.get().committee == place.committee

    def test_another_programmes_plan_stays_as_it_is(
        self, place: Place, room: IdleRoom, street: Worker, programme: Programme
    ) -> None:
        theirs = make.plan(place.committee, make.programme(place.subdistrict, name="另一轮"), plan="原文")
        plan = make.siting_plan(place.subdistrict, [room], street)
        done = hand_over(plan=plan, programme=programme, at=make.NOW)
        assert [one.became for one in done] == ["refused"]
        assert "另一轮" in str(done[0].refused)
        theirs.refresh_from_db()
        plan.refresh_from_db()
        assert (theirs.plan, theirs.to_words, plan.handed_at) == ("原文", "", None)

    def test_handed_once_it_stays_there(
        self, place: Place, room: IdleRoom, street: Worker, programme: Programme
    ) -> None:
        plan = make.siting_plan(place.subdistrict, [room], street)
        assert self.handed(plan, programme) == ["new"]
        later = make.NOW + timedelta(days=2)
        with pytest.raises(AlreadyHanded, match="沿街设置"):
            hand_over(plan=plan, programme=make.programme(place.subdistrict, name="另一轮"), at=later)
        hand_over(plan=plan, programme=programme, at=later)
        plan.refresh_from_db()
        assert (plan.programme, plan.handed_at) == (programme, make.NOW)

    def test_not_where_the_works_have_begun_or_the_station_has_moved(
        self, place: Place, other_place: Place, room: IdleRoom, district: Worker
    ) -> None:
        programme = make.programme(place.subdistrict.parent)
        make.plan(place.committee, programme, work_began_on=make.TODAY)
        moved = other_place.station.sites.get()
        moved.used_from = make.TODAY
        moved.save()
        plan = make.siting_plan(
            place.subdistrict.parent, [room, make.idle_room(other_place.committee)], district
        )
        done = hand_over(plan=plan, programme=programme, at=make.NOW)
        assert [one.became for one in done] == ["refused", "refused"]
        assert len({str(one.refused) for one in done}) == 2
        assert Relocation.objects.get().plan == ""

    def test_all_refused_hands_nothing_over(
        self, place: Place, far_place: Place, district: Worker, programme: Programme
    ) -> None:
        plan = make.siting_plan(place.subdistrict, [make.idle_room(far_place.committee)], district)
        assert self.handed(plan, programme) == ["refused"]
        plan.refresh_from_db()
        assert (plan.programme, plan.handed_at, Relocation.objects.count()) == (None, None, 0)


def test_a_room_of_a_plan_is_not_deleted(place: Place, room: IdleRoom, street: Worker) -> None:
    make.siting_plan(place.subdistrict, [room], street)
    with pytest.raises(IntegrityError):
        IdleRoom.objects.filter(pk=room.pk).delete()
    assert PlannedRoom.objects.count() == 1
    assert Committee.objects.filter(idle_rooms=room).exists()
