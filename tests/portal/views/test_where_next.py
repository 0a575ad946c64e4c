"""Where the next stations help most: the page shows one's own area alone, and a look changes nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from stations.models import Estate, IdleRoom, Post, SitingPlan, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.stage import staged
from tests.stations.admin.rows import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
PAGE = "/admin/coverage/next/"
NORTH, MIDDLE = 31.25, 31.23


@staged
def north(place: Place) -> Estate:
    """No station reaches it: 500 households."""
    return make.estate(place.committee, "北苑", households=500, older_people=90, lat=NORTH)


@staged
def rooms(place: Place, north: Estate) -> list[IdleRoom]:
    """In this street: one that reaches 500, one that reaches 200, and one that reaches nobody."""
    make.estate(place.committee, "中苑", households=200, older_people=150, lat=MIDDLE)
    return [
        make.idle_room(place.committee, name="北苑岗亭", lat=NORTH),
        make.idle_room(place.committee, name="中苑岗亭", lat=MIDDLE, cost_yuan=None),
        make.idle_room(place.committee, name="远处岗亭", lat=31.4, step_free=True),
    ]


@staged
def foreign(far_place: Place, rooms: list[IdleRoom]) -> IdleRoom:
    """Another street's room, at the very same place."""
    make.estate(far_place.committee, "外苑", households=7777, lat=NORTH)
    return make.idle_room(far_place.committee, name="外街岗亭", lat=NORTH)


def asked(client: Client, **query: Any) -> HttpResponse:
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response


def figures(response: Any) -> tuple[int, int, int]:
    """Households reached today, with the best rooms, and in all."""
    answer = response.context["answer"]
    return answer.survey.before.part, answer.after.part, answer.survey.before.whole


def plain(response: HttpResponse, key: int) -> str:
    """The page without the form's secret, and without the room asked for: the other language's address repeats it."""
    return re.sub(rf'name="csrfmiddlewaretoken" value="\w+"|room={key}\b', "", bare(response).decode())


class TestTheAnswer:
    def test_the_ranking_and_the_best_together(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        response = asked(as_(street), division=place.subdistrict.code, places=2)
        assert figures(response) == (300, 1000, 1000)
        answer = response.context["answer"]
        assert [(line.room.name, line.alone, line.turn, line.ticked) for line in answer.lines] == [
            ("北苑岗亭", 500, 1, True), ("中苑岗亭", 200, 2, True), ("远处岗亭", 0, None, False),
        ]  # fmt: skip
        assert [(step.adds, step.share.percent) for step in answer.best] == [(500, 80), (200, 100)]
        assert "已经证明" in response.content.decode()

    def test_one_room_for_old_people_is_another(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        for whom, best in (("households", "北苑岗亭"), ("older", "中苑岗亭")):
            answer = asked(as_(street), whom=whom, places=1).context["answer"]
            assert [step.room.name for step in answer.best] == [best]

    def test_a_budget_leaves_out_what_nobody_has_reckoned(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        response = asked(as_(street), places=3, most_yuan=60_000)
        assert [step.room.name for step in response.context["answer"].best] == ["北苑岗亭"]
        assert "1 处房屋不知道费用" in response.content.decode()
        poor, rich = (asked(as_(street), most_yuan=yuan) for yuan in (1, 60_000))
        assert poor.context["answer"].best == []
        assert "超出了这个预算" in poor.content.decode()
        assert "超出了这个预算" not in rich.content.decode()

    def test_step_free_rooms_alone(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        answer = asked(as_(street), step_free="on").context["answer"]
        assert [line.room.name for line in answer.lines] == ["远处岗亭"]

    def test_ticks_move_the_figures_without_script(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        first = asked(client, places=1)
        assert f'name="room" value="{rooms[0].pk}" checked' in first.content.decode()
        tried = asked(client, places=1, room=[rooms[1].pk, rooms[2].pk], **{"try": 1})
        answer = tried.context["answer"]
        assert (answer.gained_ticked, answer.rival.gained) == (200, 700)
        assert [(step.room.name, step.adds) for step in answer.ticked] == [("中苑岗亭", 200), ("远处岗亭", 0)]
        assert f'name="room" value="{rooms[0].pk}" checked' not in tried.content.decode()
        nothing = asked(client, places=1, **{"try": 1}).context["answer"]
        assert (nothing.ticked, nothing.gained_ticked) == ([], 0)

    def test_ticked_rooms_beyond_the_budget_are_told_of(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        client, ticks = as_(street), {"room": [room.pk for room in rooms], "try": 1}
        IdleRoom.objects.filter(pk=rooms[0].pk).update(cost_yuan=60_000)
        IdleRoom.objects.filter(pk=rooms[1].pk).update(cost_yuan=470_000)
        IdleRoom.objects.filter(pk=rooms[2].pk).update(cost_yuan=0)
        beyond = asked(client, most_yuan=1, **ticks).content.decode().replace(",", "")
        assert "这些房屋合计 530000 元，超过预算 1 元（多出 529999 元）" in beyond
        within = asked(client, most_yuan=530_000, **ticks).content.decode().replace(",", "")
        assert "合计费用 530000 元。" in within
        assert "超过预算" not in within

    def test_what_stands_beside_the_ticked_rooms_has_the_same_budget(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        client, ticks = as_(street), {"room": [room.pk for room in rooms[:2]], "try": 1, "places": 1}
        IdleRoom.objects.filter(pk=rooms[0].pk).update(cost_yuan=60_000)
        IdleRoom.objects.filter(pk=rooms[1].pk).update(cost_yuan=470_000)
        free = asked(client, **ticks)
        assert free.context["answer"].rival.gained == 700
        assert "最好的 2 处：700" in free.content.decode()
        rich = asked(client, most_yuan=530_000, **ticks)
        assert "这个预算内最好的 2 处：700" in rich.content.decode()
        # For 60 000 there is the one room, which stands on the page already.
        assert asked(client, most_yuan=60_000, **ticks).context["answer"].rival is None

    def test_the_proof_speaks_of_as_many_rooms_as_were_chosen(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        IdleRoom.objects.filter(pk=rooms[2].pk).delete()
        two = asked(client, places=3).content.decode()
        assert "没有别的 2 处选法" in two
        assert "3 处选法" not in two
        one = asked(client, places=3, most_yuan=60_000).content.decode()
        assert "这个预算内，没有别的 1 处选法" in one
        assert "3 处选法" not in one

    def test_the_map_and_its_table_say_the_same(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        make.estate(place.committee, "无处苑", households=10, lat=None, lon=None)
        response = asked(as_(street), places=1)
        drawn = response.context["answer"].map
        assert (len(drawn.dots), len(drawn.pins), drawn.unplaced) == (3, 3, 1)
        assert [pin.room.name for pin in drawn.pins if pin.turn] == ["北苑岗亭"]
        assert [(row.estate.name, row.covered, row.new) for row in drawn.rows] == [
            ("北苑", False, True), ("中苑", False, False), ("无处苑", False, False), ("枫香里苑", True, False),
        ]  # fmt: skip
        page = response.content.decode()
        assert page.count('<circle class="m') - page.count('viewBox="0 0 16 16"') == 3
        assert "style=" not in page.partition('<figure class="land">')[2].partition("</figure>")[0]

    def test_many_estates_become_squares(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        Estate.objects.bulk_create(
            Estate(committee=place.committee, name=f"第{n}苑", households=5, lat=31.2 + n / 10_000, lon=121.4)
            for n in range(500)
        )
        drawn = asked(as_(street)).context["answer"].map
        assert drawn.squares
        assert 1 < len(drawn.dots) < 400
        assert (len(drawn.rows), drawn.rows_left) == (200, 303)

    def test_what_is_asked_wrongly_is_said_at_its_field(
        self, place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        for query in (
            {"minutes": "7"},
            {"whom": "me"},
            {"places": "0"},
            {"places": "31"},
            {"most_yuan": "-1"},
        ):
            response = asked(as_(street), **query)
            assert response.context["answer"] is None
            assert 'class="errorlist"' in response.content.decode()


class TestWhereTo:
    def test_the_officials_own_area_is_asked_for(
        self, place: Place, rooms: list[IdleRoom], street: Worker, district: Worker, as_: SignIn
    ) -> None:
        assert asked(as_(street)).context["division"] == place.subdistrict
        assert asked(as_(district)).context["division"] == place.subdistrict.parent

    def test_of_several_areas_the_first_with_a_room(
        self, place: Place, far_place: Place, foreign: IdleRoom, as_: SignIn
    ) -> None:
        both = make.worker("both")
        make.post(both, "subdistrict", make.subdistrict(7))
        make.post(both, "subdistrict", far_place.subdistrict)
        assert asked(as_(both)).context["division"] == far_place.subdistrict

    def test_an_administrator_chooses(
        self, place: Place, rooms: list[IdleRoom], admin: Worker, as_: SignIn
    ) -> None:
        response = asked(as_(admin))
        assert (response.context["division"], response.context["answer"]) == (None, None)
        codes = [one.code for one, _indent in response.context["areas"]]
        assert codes == ["9901", "990101", place.subdistrict.code]

    def test_without_any_room_it_says_what_to_do(self, place: Place, street: Worker, as_: SignIn) -> None:
        assert "/admin/stations/idleroom/add/" in asked(as_(street)).content.decode()

    def test_the_review_leads_there(self, place: Place, street: Worker, as_: SignIn) -> None:
        for page in ("/admin/coverage/", "/admin/"):
            assert f'href="{PAGE}' in as_(street).get(page).content.decode()


class TestScope:
    def test_a_foreign_area_is_like_none(
        self, place: Place, far_place: Place, foreign: IdleRoom, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        client, there = as_(street), far_place.subdistrict.code
        codes = (there, "990101", "9901", "990299001", "1", "x", "9901010\0", "９９０１０１００１")
        answers = [client.get(PAGE, {"division": code}) for code in codes]
        assert [one.status_code for one in answers] == [404] * len(codes)
        assert len({bare(one) for one in answers}) == 1
        assert as_(district).get(PAGE, {"division": there}).status_code == 200, "the control"

    def test_nothing_foreign_is_counted_or_named(
        self, place: Place, foreign: IdleRoom, rooms: list[IdleRoom], street: Worker, district: Worker, as_: SignIn
    ) -> None:  # fmt: skip
        """The foreign room stands where the own one does, and would be the best."""
        response = asked(as_(street), room=foreign.pk, **{"try": 1})
        page = response.content.decode()
        assert not [word for word in ("外街岗亭", "外苑", "7777") if word in page]
        assert figures(response) == (300, 1000, 1000)
        assert response.context["answer"].ticked == []
        seen = asked(as_(district), division="990101", places=1, room=foreign.pk, **{"try": 1})
        assert seen.context["answer"].gained_ticked == 500 + 7777, "the control"

    def test_a_foreign_tick_is_like_one_that_does_not_exist(
        self, place: Place, foreign: IdleRoom, rooms: list[IdleRoom], street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        one, other = (plain(client.get(PAGE, {"try": 1, "room": key}), key) for key in (foreign.pk, 987_654))
        assert one == other
        assert one != plain(client.get(PAGE, {"try": 1, "room": rooms[0].pk}), rooms[0].pk), "the control"

    def test_who_may_look(
        self, place: Place, desk: Worker, stranger: Worker, street: Worker, as_: SignIn
    ) -> None:
        assert Client().get(PAGE).status_code == 302
        for worker in (desk, stranger):
            assert as_(worker).get(PAGE).status_code == 403
        assert as_(street).get(PAGE).status_code == 200
        Post.objects.filter(worker=street).update(until=make.at(-1).date())
        assert as_(street).get(PAGE).status_code == 403

    def test_a_desk_elsewhere_opens_no_room(
        self, place: Place, far_place: Place, foreign: IdleRoom, street: Worker, as_: SignIn
    ) -> None:
        make.post(street, "desk", far_place.committee)
        assert "外街岗亭" not in asked(as_(street)).content.decode()


def test_statements_are_the_same_with_one_room_and_with_thirty(
    place: Place, north: Estate, district: Worker, as_: SignIn
) -> None:
    one = make.idle_room(place.committee, lat=NORTH)
    client, query = as_(district), f"?division=990101&try=1&room={one.pk}"
    before = count_queries(client, PAGE + query)
    for number in range(30):
        committee = make.committee(under=place.subdistrict)
        make.estate(committee, lat=NORTH + number / 100)
        make.idle_room(committee, lat=NORTH + number / 100)
    assert count_queries(client, PAGE + query) == before
    assert before <= 10
    print(f"{before} statements")


def test_a_look_changes_nothing(place: Place, rooms: list[IdleRoom], street: Worker, as_: SignIn) -> None:
    before = list(IdleRoom.objects.values_list())
    asked(as_(street), places=2, room=rooms[1].pk, name="x", **{"try": 1})
    assert as_(street).post(PAGE, {"division": place.subdistrict.code}).status_code in (200, 405)
    assert list(IdleRoom.objects.values_list()) == before
    assert not SitingPlan.objects.exists()
