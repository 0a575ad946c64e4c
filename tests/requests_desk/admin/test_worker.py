"""Nobody climbs by the administration: officials give posts strictly inside their area, and touch neither
themselves, nor their equals, nor anybody who answers elsewhere too. Each attack has its control."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from requests_desk.models import Ticket
from stations.models import Committee, Division, Post, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import inline, url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
PASSWORD = "gate-lamp-9-rivers"
ADD, POST_ADD = url(Worker, "add"), url(Post, "add")


def post_line(role: str, place: Committee | Division, **more: Any) -> dict[str, Any]:
    where = {"committee": place.pk} if isinstance(place, Committee) else {"division": place.pk}
    return {"role": role, "since": "2026-11-01", **where, **more}


def new_worker(*posts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    whole = {"username": "newcomer", "name": "新来的", "password1": PASSWORD, "password2": PASSWORD}
    return {**whole, **inline("posts", *posts), **fields}


def changed(worker: Worker, *posts: dict[str, Any], standing: int = 0, **fields: Any) -> dict[str, Any]:
    whole = {"username": worker.username, "name": worker.name, "is_active": "on"}
    return {**whole, **inline("posts", *posts, standing=standing), **fields}


@staged
def city(place: Place) -> Worker:
    worker = make.worker("city")
    make.post(worker, "city", Division.objects.get(code="9901"))
    return worker


class TestGivingPosts:
    """Who may put a new person where: the whole table, through both forms."""

    GRANTS = [
        ("street", "desk", "place", True),
        ("street", "head", "place", True),
        ("street", "subdistrict", "street", False),
        ("street", "district", "district", False),
        ("street", "desk", "far_place", False),
        ("street", "head", "far_place", False),
        ("street", "subdistrict", "far_street", False),
        ("street", "city", "city", False),
        ("district", "desk", "far_place", True),
        ("district", "subdistrict", "street", True),
        ("district", "district", "district", False),
        ("district", "city", "city", False),
        ("city", "district", "district", True),
        ("city", "subdistrict", "far_street", True),
        ("city", "city", "city", False),
        # A role that does not fit its place is nobody's to give.
        ("district", "district", "street", False),
        ("city", "subdistrict", "district", False),
        ("street", "subdistrict", "place", False),
    ]

    @pytest.fixture
    def places(self, place: Place, far_place: Place) -> dict[str, Committee | Division]:
        return {
            "place": place.committee, "far_place": far_place.committee, "street": place.subdistrict,
            "far_street": far_place.subdistrict, "district": Division.objects.get(code="990101"),
            "city": Division.objects.get(code="9901"),
        }  # fmt: skip

    @pytest.fixture
    def officials(self, street: Worker, district: Worker, city: Worker, as_: SignIn) -> dict[str, Client]:
        return {"street": as_(street), "district": as_(district), "city": as_(city)}

    def test_by_a_new_worker(
        self, places: dict[str, Committee | Division], officials: dict[str, Client]
    ) -> None:
        for number, (who, role, where, may) in enumerate(self.GRANTS):
            name = f"newcomer-{number}"
            officials[who].post(ADD, new_worker(post_line(role, places[where]), username=name))
            assert Post.objects.filter(worker__username=name).exists() is may, (who, role, where)
            assert Worker.objects.filter(username=name).exists() is may, (who, role, where)

    def test_by_a_new_post(
        self, places: dict[str, Committee | Division], officials: dict[str, Client], place: Place
    ) -> None:
        for number, (who, role, where, may) in enumerate(self.GRANTS):
            worker = make.worker(f"worker-{number}")
            make.post(worker, "desk", place.committee)
            officials[who].post(POST_ADD, {"worker": worker.pk, **post_line(role, places[where])})
            assert worker.posts.count() == 1 + may, (who, role, where)

    def test_a_post_names_one_place(self, place: Place, admin: Worker, as_: SignIn) -> None:
        line = {**post_line("head", place.committee), "division": place.subdistrict.pk}
        assert as_(admin).post(ADD, new_worker(line)).status_code == 200
        assert not Worker.objects.filter(username="newcomer").exists()

    def test_nobody_is_made_without_a_post_in_the_area(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        assert as_(street).post(ADD, new_worker()).status_code == 200
        assert not Worker.objects.filter(username="newcomer").exists()

    def test_nobody_gives_themselves_a_post(self, place: Place, street: Worker, as_: SignIn) -> None:
        as_(street).post(POST_ADD, {"worker": street.pk, **post_line("desk", place.committee)})
        assert street.posts.count() == 1

    def test_nor_an_administrator(self, place: Place, street: Worker, admin: Worker, as_: SignIn) -> None:
        make.post(admin, "desk", place.committee)
        as_(street).post(POST_ADD, {"worker": admin.pk, **post_line("head", place.committee)})
        assert admin.posts.count() == 1


class TestFlags:
    FLAGS = {
        "is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1", "password": "x",
        "last_login": "2026-01-01",
    }  # fmt: skip

    def test_officials_set_no_flags(self, place: Place, street: Worker, desk: Worker, as_: SignIn) -> None:
        client = as_(street)
        client.post(ADD, new_worker(post_line("desk", place.committee), **self.FLAGS))
        before = desk.password
        client.post(url(desk, "change", desk.pk), changed(desk, **self.FLAGS))
        for worker in (Worker.objects.get(username="newcomer"), Worker.objects.get(pk=desk.pk)):
            assert not worker.is_superuser
            assert not worker.groups.exists()
            assert not worker.user_permissions.exists()
        assert Worker.objects.get(pk=desk.pk).password == before
        page = client.get(url(desk, "change", desk.pk)).content.decode()
        assert "is_superuser" not in page

    def test_administrators_make_administrators(self, place: Place, admin: Worker, as_: SignIn) -> None:
        """The control."""
        assert as_(admin).post(ADD, new_worker(is_superuser="on")).status_code == 302
        assert Worker.objects.get(username="newcomer").is_superuser

    def test_administrators_do_not_lock_themselves_out(self, admin: Worker, as_: SignIn) -> None:
        data = changed(admin)
        del data["is_active"]
        assert as_(admin).post(url(admin, "change", admin.pk), data).status_code == 302
        admin.refresh_from_db()
        assert admin.is_superuser
        assert admin.is_active


class TestOtherPeople:
    """Whose name, sign-in and password an official changes, and whose not."""

    def try_all(self, client: Client, worker: Worker) -> int:
        """Try to rename, disable and give a new password; returns how much of it worked."""
        before = Worker.objects.get(pk=worker.pk)
        client.post(
            url(worker, "change", worker.pk), {**changed(worker), "name": "夺名", "email": "x@example.org"}
        )
        client.post(
            url(worker, "password", worker.pk), {"new_password1": PASSWORD, "new_password2": PASSWORD}
        )
        client.post(url(worker, "delete", worker.pk), {"post": "yes"})
        after = Worker.objects.get(pk=worker.pk)
        return (
            (after.name != before.name) + (after.email != before.email) + (after.password != before.password)
        )

    def test_a_worker_of_the_area(self, place: Place, street: Worker, desk: Worker, as_: SignIn) -> None:
        """The control of all the others: everything but deleting works."""
        assert self.try_all(as_(street), desk) == 3

    def test_oneself(self, place: Place, street: Worker, as_: SignIn) -> None:
        assert self.try_all(as_(street), street) == 0

    def test_an_equal(self, place: Place, street: Worker, as_: SignIn) -> None:
        equal = make.worker("equal")
        make.post(equal, "subdistrict", place.subdistrict)
        assert self.try_all(as_(street), equal) == 0

    def test_somebody_above(self, place: Place, street: Worker, district: Worker, as_: SignIn) -> None:
        assert self.try_all(as_(street), district) == 0
        make.post(district, "desk", place.committee)
        assert self.try_all(as_(street), district) == 0

    def test_an_administrator(self, place: Place, street: Worker, admin: Worker, as_: SignIn) -> None:
        make.post(admin, "desk", place.committee)
        assert self.try_all(as_(street), admin) == 0

    def test_somebody_who_works_elsewhere_too(
        self, place: Place, far_place: Place, street: Worker, district: Worker, desk: Worker, as_: SignIn
    ) -> None:
        make.post(desk, "desk", far_place.committee)
        assert self.try_all(as_(street), desk) == 0
        assert self.try_all(as_(district), desk) == 3

    def test_somebody_who_will_work_elsewhere(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        make.post(desk, "head", far_place.committee, since=make.at(7).date())
        assert self.try_all(as_(street), desk) == 0

    def test_somebody_who_left_for_elsewhere(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        desk.posts.update(until=make.at(-1).date())
        make.post(desk, "desk", far_place.committee)
        assert self.try_all(as_(street), desk) == 0

    def test_somebody_who_came_from_elsewhere(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        old = make.post(desk, "head", far_place.committee)
        Post.objects.filter(pk=old.pk).update(until=make.at(-1).date())
        assert self.try_all(as_(street), desk) == 3

    def test_a_stranger_is_like_nobody(
        self, place: Place, other_street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        client = as_(other_street)
        assert self.try_all(client, desk) == 0
        assert client.get(url(desk, "password", desk.pk)).status_code == 404

    def test_posts_elsewhere_are_not_shown(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        make.post(desk, "desk", far_place.committee)
        for page in (url(desk, "change", desk.pk), url(desk, "changelist"), url(Post, "changelist")):
            body = as_(street).get(page).content.decode()
            assert place.committee.name in body
            assert far_place.committee.name not in body

    def test_a_weak_password_is_refused_with_a_sentence(
        self, place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        before = desk.password
        response = as_(street).post(
            url(desk, "password", desk.pk), {"new_password1": "1", "new_password2": "1"}
        )
        assert response.status_code == 200
        assert response.context["form"].errors
        assert Worker.objects.get(pk=desk.pk).password == before


class TestChangingPosts:
    def test_an_ended_office_of_ones_own_rank_stays_ended(
        self, place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        old = make.post(desk, "subdistrict", place.subdistrict)
        Post.objects.filter(pk=old.pk).update(until=make.at(-30).date())
        line = {"id": old.pk, "worker": desk.pk, **post_line("subdistrict", place.subdistrict), "until": ""}
        first = desk.posts.get(role="desk")
        kept = {"id": first.pk, "worker": desk.pk, **post_line("desk", place.committee), "since": first.since}
        as_(street).post(url(desk, "change", desk.pk), changed(desk, line, kept, standing=2))
        as_(street).post(url(old, "change", old.pk), {"since": "2026-11-01", "until": ""})
        old.refresh_from_db()
        assert old.until == make.at(-30).date()

    def test_a_desk_is_no_way_up(self, place: Place, street: Worker, desk: Worker, as_: SignIn) -> None:
        post = desk.posts.get()
        line = {"id": post.pk, "worker": desk.pk, **post_line("subdistrict", place.subdistrict)}
        as_(street).post(url(desk, "change", desk.pk), changed(desk, line, standing=1))
        post.refresh_from_db()
        assert (post.role, post.division) == ("desk", None)

    def test_a_forged_post_of_somebody_else_is_not_taken(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, as_: SignIn
    ) -> None:
        theirs = make.post(make.worker("theirs"), "head", far_place.committee)
        line = {
            "id": theirs.pk,
            "worker": desk.pk,
            **post_line("desk", place.committee),
            "until": "2026-11-02",
        }
        as_(street).post(url(desk, "change", desk.pk), changed(desk, line, standing=1))
        theirs.refresh_from_db()
        assert (theirs.until, theirs.committee) == (None, far_place.committee)

    def test_no_post_is_deleted(self, place: Place, admin: Worker, desk: Worker, as_: SignIn) -> None:
        post = desk.posts.get()
        line = {"id": post.pk, "worker": desk.pk, **post_line("desk", place.committee), "DELETE": "on"}
        as_(admin).post(url(desk, "change", desk.pk), changed(desk, line, standing=1))
        assert as_(admin).post(url(post, "delete", post.pk), {"post": "yes"}).status_code == 403
        assert Post.objects.filter(pk=post.pk).exists()

    def test_open_tickets_go_to_the_head_when_a_post_ends(
        self, place: Place, street: Worker, desk: Worker, head: Worker, as_: SignIn
    ) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        post = desk.posts.get()
        ending = {"since": post.since, "until": make.at(-1).date()}
        assert as_(street).post(url(post, "change", post.pk), ending).status_code == 302
        assert Ticket.objects.get(pk=ticket.pk).responsible == head

    def test_one_empty_office_does_not_hold_up_the_others(
        self, place: Place, far_place: Place, street: Worker, desk: Worker, head: Worker, as_: SignIn
    ) -> None:
        """Elsewhere a ticket has nobody to go to; ending a post here works all the same."""
        lonely = make.worker("lonely")
        there = make.post(lonely, "desk", far_place.committee)
        stuck = make.ticket(lonely, far_place.station, far_place.service)
        Post.objects.filter(pk=there.pk).update(until=make.at(-1).date())
        ticket, post = make.ticket(desk, place.station, place.service), desk.posts.get()
        ending = {"since": post.since, "until": make.at(-1).date()}
        assert as_(street).post(url(post, "change", post.pk), ending).status_code == 302
        assert Ticket.objects.get(pk=ticket.pk).responsible == head
        assert Ticket.objects.get(pk=stuck.pk).responsible == lonely

    def test_a_disabled_worker_answers_for_nothing(
        self, place: Place, street: Worker, desk: Worker, head: Worker, as_: SignIn
    ) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        data = changed(desk)
        del data["is_active"]
        assert as_(street).post(url(desk, "change", desk.pk), data).status_code == 302
        assert Ticket.objects.get(pk=ticket.pk).responsible == head


def test_createsuperuser_needs_a_name_only(db: None) -> None:
    call_command("createsuperuser", username="root", interactive=False)
    made = Worker.objects.get(username="root")
    assert made.is_superuser
    assert made.name == "root"
