"""Plans of where the next stations could be: kept, listed, opened and handed over within one's own area."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stations.actions.programme import start_programme
from stations.models import Estate, IdleRoom, Post, Programme, Relocation, SitingPlan, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.stage import staged
from tests.stations.admin.rows import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
LIST, NORTH = "/admin/coverage/next/plans/", 31.25


@staged
def room(place: Place) -> IdleRoom:
    """It reaches 500 households whom no station reaches."""
    make.estate(place.committee, "北苑", households=500, lat=NORTH)
    return make.idle_room(place.committee, name="北苑岗亭", lat=NORTH)


@staged
def foreign(far_place: Place, room: IdleRoom) -> IdleRoom:
    return make.idle_room(far_place.committee, name="外街岗亭", lat=NORTH)


@staged
def plan(place: Place, room: IdleRoom, street: Worker) -> SitingPlan:
    return make.siting_plan(place.subdistrict, [room], street, name="年中会方案")


@staged
def programme(place: Place) -> Programme:
    row = Programme(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
    start_programme(programme=row)
    return row


@staged
def far_programme(far_place: Place) -> Programme:
    row = Programme(division=far_place.subdistrict, name="外街设置", began_on=make.TODAY)
    start_programme(programme=row)
    return row


def sent(place: Place, *rooms: int, **fields: Any) -> dict[str, Any]:
    plain = {
        "division": place.subdistrict.code,
        "minutes": "15",
        "whom": "households",
        "places": "3",
        "try": "1",
    }
    return {**plain, "room": list(rooms), "name": "年中会方案", **fields}


def hand(client: Client, plan: SitingPlan, programme: int | str) -> HttpResponse:
    return client.post(reverse("siting_plan_hand_over", args=[plan.pk]), {"programme": programme})


class TestKeeping:
    def test_what_the_page_shows_is_kept(
        self, place: Place, room: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        response = as_(street).post(LIST, sent(place, room.pk))
        plan = SitingPlan.objects.get()
        assert (response.status_code, response["Location"]) == (302, plan.get_absolute_url())
        assert (plan.name, plan.before, plan.after, plan.whole, plan.made_by) == (
            "年中会方案", 300, 800, 800, street,
        )  # fmt: skip
        assert "年中会方案" in as_(street).get(LIST).content.decode()

    @pytest.mark.parametrize(
        ("fields", "status"),
        [({"name": ""}, 400), ({"name": "长" * 81}, 400), ({"minutes": "7"}, 400), ({"room": []}, 409)],
    )
    def test_what_is_missing_is_said_and_the_ticks_stay(
        self, place: Place, room: IdleRoom, street: Worker, as_: SignIn, fields: dict[str, Any], status: int
    ) -> None:
        response = as_(street).post(LIST, {**sent(place, room.pk), **fields})
        assert response.status_code == status
        page = response.content.decode()
        assert "errorlist" in page or "errornote" in page
        if fields.get("name") == "":
            assert f'name="room" value="{room.pk}" checked' in page
        assert not SitingPlan.objects.exists()

    def test_a_room_that_is_gone_meanwhile(
        self, place: Place, room: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        IdleRoom.objects.update(state="promised")
        response = as_(street).post(LIST, sent(place, room.pk))
        assert (response.status_code, SitingPlan.objects.count()) == (409, 0)
        assert "已经不能用了" in response.content.decode()

    def test_figures_are_counted_and_never_taken_from_the_form(
        self, place: Place, room: IdleRoom, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        hostile = {"whole": 1, "before": 0, "after": 9_999, "made_by": district.pk, "programme": 1, "id": 77}
        as_(street).post(LIST, {**sent(place, room.pk), **hostile})
        plan = SitingPlan.objects.get()
        assert (plan.whole, plan.after, plan.made_by, plan.programme) == (800, 800, street, None)
        assert plan.pk != 77


class TestForeign:
    """Every attack beside its control."""

    def test_an_area_out_of_scope(
        self,
        place: Place,
        far_place: Place,
        room: IdleRoom,
        other_street: Worker,
        district: Worker,
        as_: SignIn,
    ) -> None:
        client = as_(other_street)
        answers = [
            client.post(LIST, sent(place, room.pk, division=code))
            for code in (place.subdistrict.code, "990101", "990101777", "x", "")
        ]
        assert [one.status_code for one in answers] == [404] * 5
        assert len({bare(one) for one in answers}) == 1
        assert not SitingPlan.objects.exists()
        assert as_(district).post(LIST, sent(place, room.pk)).status_code == 302

    def test_a_room_out_of_scope(
        self, place: Place, room: IdleRoom, foreign: IdleRoom, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        foreign_one = as_(street).post(LIST, sent(place, room.pk, foreign.pk))
        nowhere = as_(street).post(LIST, sent(place, room.pk, 987_654))
        assert foreign_one.status_code == nowhere.status_code == 409
        assert "外街岗亭" not in foreign_one.content.decode()
        assert not SitingPlan.objects.exists()
        assert as_(district).post(LIST, sent(place, room.pk, foreign.pk)).status_code == 302

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_plan_out_of_scope_is_like_none(
        self, method: str, place: Place, plan: SitingPlan, programme: Programme, other_street: Worker, street: Worker,
        desk: Worker, stranger: Worker, as_: SignIn,
    ) -> None:  # fmt: skip
        for name in ("siting_plan", "siting_plan_hand_over"):
            foreign, nowhere = (
                getattr(as_(other_street), method)(reverse(name, args=[pk]), {"programme": programme.pk})
                for pk in (plan.pk, 987_654)
            )
            assert bare(foreign) == bare(nowhere)
            assert foreign.status_code == nowhere.status_code
            assert foreign.status_code in (404, 405)
            for worker in (desk, stranger):
                url = reverse(name, args=[plan.pk])
                assert getattr(as_(worker), method)(url, {"programme": programme.pk}).status_code == 403
        assert not Relocation.objects.exists()
        assert "年中会方案" not in as_(other_street).get(LIST).content.decode()
        assert as_(street).get(reverse("siting_plan", args=[plan.pk])).status_code == 200

    def test_a_plan_with_a_foreign_room_is_not_the_streets(
        self, place: Place, room: IdleRoom, foreign: IdleRoom, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        mixed = make.siting_plan(place.subdistrict, [room, foreign], district, name="区里方案")
        assert as_(street).get(mixed.get_absolute_url()).status_code == 404
        assert "区里方案" not in as_(street).get(LIST).content.decode()
        assert "外街岗亭" in as_(district).get(mixed.get_absolute_url()).content.decode()

    def test_a_programme_out_of_scope(
        self, plan: SitingPlan, programme: Programme, far_programme: Programme, street: Worker, as_: SignIn
    ) -> None:
        page = as_(street).get(plan.get_absolute_url()).content.decode()
        assert "外街设置" not in page
        foreign, nowhere = hand(as_(street), plan, far_programme.pk), hand(as_(street), plan, 987_654)
        assert (foreign.status_code, bare(foreign)) == (404, bare(nowhere))
        assert hand(as_(street), plan, "x").status_code == 302
        assert not Relocation.objects.exists()
        assert hand(as_(street), plan, programme.pk).status_code == 302
        assert Relocation.objects.count() == 1

    def test_nobody_signed_in(self, plan: SitingPlan) -> None:
        assert Client().get(plan.get_absolute_url()).status_code == 302
        assert Client().get(LIST).status_code == 302
        assert Client().post(LIST, {"name": "x"}).status_code in (302, 403)
        assert not Relocation.objects.exists()


class TestKept:
    def test_a_form_sent_twice_is_one_plan(
        self, place: Place, room: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        first, second = (client.post(LIST, sent(place, room.pk)) for _ in range(2))
        assert (first["Location"], SitingPlan.objects.count()) == (second["Location"], 1)
        client.post(LIST, sent(place, room.pk, name="另一份"))
        client.post(LIST, sent(place, room.pk, minutes="10"))
        assert SitingPlan.objects.count() == 3

    def test_a_form_sent_twice_says_so(
        self, place: Place, room: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        pages = []
        for minutes in (0, 1):
            with time_machine.travel(make.NOW + timedelta(minutes=minutes), tick=False):
                answer = as_(street).post(LIST, sent(place, room.pk), follow=True)
            pages.append("没有再存一次" in answer.content.decode())
        assert pages == [False, True]
        assert SitingPlan.objects.count() == 1

    def test_it_is_renamed_and_deleted(self, plan: SitingPlan, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        rename = reverse("siting_plan_rename", args=[plan.pk])
        assert 'class="error"' in client.post(rename, {"name": ""}, follow=True).content.decode()
        client.post(rename, {"name": "年末方案"})
        plan.refresh_from_db()
        assert plan.name == "年末方案"
        delete = reverse("siting_plan_delete", args=[plan.pk])
        assert "年末方案" in client.get(delete).content.decode()
        assert SitingPlan.objects.exists()
        assert client.post(delete)["Location"] == LIST
        assert not SitingPlan.objects.exists()

    def test_not_once_it_is_handed_over(
        self, plan: SitingPlan, programme: Programme, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        assert "/delete/" in client.get(plan.get_absolute_url()).content.decode()
        hand(client, plan, programme.pk)
        for name, said in (("siting_plan_rename", {"name": "年末方案"}), ("siting_plan_delete", {})):
            page = client.post(reverse(name, args=[plan.pk]), said, follow=True).content.decode()
            assert "沿街设置" in page
            assert "不能再交给" in page
        assert "/delete/" not in client.get(plan.get_absolute_url()).content.decode()
        assert SitingPlan.objects.get().name == "年中会方案"


class TestWhoseItIs:
    """Read by all of the area; renamed and deleted by whoever made it, by an office that holds theirs, and by
    administrators."""

    @pytest.mark.parametrize(
        ("maker", "who", "may"),
        [
            ("street", "street", True),
            ("street", "district", True),
            ("street", "admin", True),
            ("district", "street", False),
            ("district", "district", True),
            ("admin", "street", False),
            ("admin", "district", False),
            ("gone", "street", True),  # no office any more: the plan's area counts
        ],
    )
    def test_rename_and_delete(
        self,
        maker: str,
        who: str,
        plan: SitingPlan,
        as_: SignIn,
        request: pytest.FixtureRequest,
        *,
        may: bool,
    ) -> None:
        made_by = make.worker("gone") if maker == "gone" else request.getfixturevalue(maker)
        SitingPlan.objects.update(made_by=made_by)
        client = as_(request.getfixturevalue(who))
        rename = reverse("siting_plan_rename", args=[plan.pk])
        delete = reverse("siting_plan_delete", args=[plan.pk])
        page = client.get(plan.get_absolute_url()).content.decode()
        assert str(made_by) in page
        assert (delete in page) == (rename in page) == may
        answers = [
            client.get(delete), client.post(rename, {"name": "年末方案"}), client.post(delete),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == ([200, 302, 302] if may else [403] * 3)
        assert SitingPlan.objects.exists() != may
        if not may:
            assert all("这个方案是别人做的" in answer.content.decode() for answer in answers[1:])
            assert SitingPlan.objects.get().name == plan.name
            assert "这个方案由" in page

    def test_a_colleague_of_the_same_office_may(self, place: Place, plan: SitingPlan, as_: SignIn) -> None:
        colleague = make.worker("neighbour")
        make.post(colleague, Post.Role.SUBDISTRICT, place.subdistrict)
        delete = reverse("siting_plan_delete", args=[plan.pk])
        assert as_(colleague).post(delete).status_code == 302


class TestHandingOver:
    def test_what_became_of_each_room_is_said(
        self, place: Place, plan: SitingPlan, programme: Programme, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        assert "写明了这处房屋" not in client.get(plan.get_absolute_url()).content.decode()
        for said in ("新建搬迁方案", "早已写明"):
            answer = client.post(
                reverse("siting_plan_hand_over", args=[plan.pk]), {"programme": programme.pk}, follow=True
            )
            assert said in answer.content.decode()
        assert Relocation.objects.get().committee == place.committee
        assert "写明了这处房屋" in client.get(plan.get_absolute_url()).content.decode()

    def test_a_refusal_says_why(
        self, plan: SitingPlan, programme: Programme, room: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        IdleRoom.objects.filter(pk=room.pk).update(state="gone")
        url = reverse("siting_plan_hand_over", args=[plan.pk])
        page = as_(street).post(url, {"programme": programme.pk}, follow=True).content.decode()
        assert "北苑岗亭”没有交出" in page
        assert "已不存在" in page
        assert not Relocation.objects.exists()

    def test_only_by_post(self, plan: SitingPlan, programme: Programme, street: Worker, as_: SignIn) -> None:
        url = reverse("siting_plan_hand_over", args=[plan.pk])
        assert as_(street).get(url, {"programme": programme.pk}).status_code == 405
        assert not Relocation.objects.exists()


def test_the_programmes_there_are_to_choose_from(
    place: Place, plan: SitingPlan, programme: Programme, far_programme: Programme, district: Worker, as_: SignIn
) -> None:  # fmt: skip
    """Of the plan's street and of the district above it; not of another street."""
    above = Programme.objects.create(division=place.subdistrict.parent, name="区里的", began_on=make.TODAY)
    offered = as_(district).get(plan.get_absolute_url()).context["programmes"]
    assert set(offered) == {programme, above}


def test_statements_are_the_same_with_one_row_and_with_thirty(
    place: Place, plan: SitingPlan, programme: Programme, street: Worker, as_: SignIn
) -> None:
    client = as_(street)
    pages = (LIST, plan.get_absolute_url())
    before = [count_queries(client, page) for page in pages]
    rooms = []
    for number in range(30):
        committee = make.committee(under=place.subdistrict)
        rooms.append(make.idle_room(committee, lat=NORTH + number / 100))
        make.siting_plan(place.subdistrict, [rooms[-1]], street)
        Relocation.objects.create(programme=programme, committee=committee)
    large = make.siting_plan(place.subdistrict, rooms, street)
    assert [count_queries(client, page) for page in (LIST, large.get_absolute_url())] == before
    assert max(before) <= 9


def test_the_list_counts_rooms(plan: SitingPlan, street: Worker, as_: SignIn) -> None:
    page = as_(street).get(LIST).content.decode()
    assert '<th scope="col">房间数</th>' in page
    assert "功能区</th>" not in page


def test_an_opened_plan_asks_anew(place: Place, plan: SitingPlan, street: Worker, as_: SignIn) -> None:
    """What was counted then stays; what is counted now follows the estates."""
    client = as_(street)
    Estate.objects.filter(name="北苑").update(households=1_500)
    shown = client.get(plan.get_absolute_url()).context
    assert (shown["plan"].after, shown["after_now"].part) == (800, 1_800)
    again = client.get(
        f"/admin/coverage/next/?division={place.subdistrict.code}&try=1&room={plan.planned.get().room_id}"
    )
    assert again.context["answer"].gained_ticked == 1_500
