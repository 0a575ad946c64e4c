"""The second door: nothing opens for heads and officials before their code, whichever view they ask."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from portal.common.models import Installation
from stations.actions import second_factor as factor
from stations.models import Device, Post, Worker
from tests import factories as make
from tests.cast import Place
from tests.phone import code_of, with_phone

As = Callable[[Worker | None], Client]
PAGE = "/desk/second-factor/"
HEADS_PAGES = (
    "/desk/",
    "/desk/tickets/",
    "/desk/figures/",
    "/desk/account/",
    "/desk/password/",
    "/en/desk/visits/",
)
OFFICIALS_PAGES = (
    "/admin/", "/admin/coverage/", "/admin/coverage.csv", "/admin/stations/worker/", "/admin/set-up/", "/desk/tickets/",
    "/admin/jsi18n/", "/admin/autocomplete/", "/admin/login/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def asked(settings: object) -> Iterator[None]:
    settings.PORTAL_SECOND_FACTOR = True  # type: ignore[attr-defined]
    cache.clear()
    yield
    cache.clear()  # what was known of a demo


def sign_in(client: Client, name: str, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/desk/sign-in/", {"username": name, "password": make.PASSWORD, **more})


def type_code(client: Client, code: str, **more: str):  # type: ignore[no-untyped-def]
    return client.post(PAGE, {"code": code, **more})


class TestTheDoor:
    @pytest.mark.parametrize("known", [False, True])
    def test_nothing_of_a_heads_opens_before_the_code(
        self, head: Worker, client: Client, clock: time_machine.Traveller, known: bool
    ) -> None:
        if known:
            with_phone(head)
            clock.shift(timedelta(minutes=1))
        assert sign_in(client, "head")["Location"].startswith(PAGE)
        for path in HEADS_PAGES:
            answer = client.get(path)
            assert answer.status_code == 302
            assert PAGE in answer["Location"]
            assert "no-store" in answer["Cache-Control"]
        assert client.get(PAGE).status_code == 200
        answer = type_code(client, code_of(head), next="/desk/tickets/")
        assert answer.status_code == (302 if known else 200)
        assert {client.get(path).status_code for path in HEADS_PAGES} == {200}

    @pytest.mark.parametrize("who", ["street", "district", "admin"])
    def test_nor_anything_of_an_officials(
        self, who: str, request: pytest.FixtureRequest, client: Client
    ) -> None:
        worker = request.getfixturevalue(who)
        assert sign_in(client, who)["Location"].startswith(PAGE)
        for path in OFFICIALS_PAGES:
            assert PAGE in client.get(path)["Location"], path
            assert client.post(path).status_code in (302, 403), path
        client.get(PAGE)
        type_code(client, code_of(worker))
        assert client.get("/admin/").status_code == 200
        assert client.get("/admin/coverage/").status_code == 200

    def test_a_session_that_was_never_asked_is_asked(self, head: Worker, street: Worker, as_: As) -> None:
        assert PAGE in as_(head).get("/desk/")["Location"]
        assert PAGE in as_(street).get("/admin/")["Location"]

    def test_the_desk_needs_none_until_it_becomes_the_head(
        self, desk: Worker, client: Client, place: Place
    ) -> None:
        assert sign_in(client, "desk")["Location"] == "/desk/"
        assert client.get("/desk/").status_code == 200
        Post.objects.filter(worker=desk).update(role=Post.Role.HEAD)
        assert PAGE in client.get("/desk/")["Location"]

    def test_the_desk_is_asked_where_it_wants_to(
        self, desk: Worker, client: Client, clock: time_machine.Traveller
    ) -> None:
        with_phone(desk)
        clock.shift(timedelta(minutes=1))
        assert sign_in(client, "desk")["Location"].startswith(PAGE)
        assert PAGE in client.get("/desk/")["Location"]
        assert type_code(client, code_of(desk))["Location"] == "/desk/"

    def test_a_demo_lets_in_with_the_password_alone(self, head: Worker, street: Worker, as_: As) -> None:
        Installation.objects.create(demo=True)
        assert as_(head).get("/desk/").status_code == 200
        assert as_(street).get("/admin/").status_code == 200

    def test_but_no_real_installation_that_is_marked_as_one(
        self, head: Worker, as_: As, settings: object
    ) -> None:
        Installation.objects.create(demo=True)
        settings.PORTAL_DEMO_ALLOWED = False  # type: ignore[attr-defined]
        assert PAGE in as_(head).get("/desk/")["Location"]

    def test_a_revoked_post_opens_not_even_this_page(self, head: Worker, as_: As) -> None:
        client = as_(head)
        Post.objects.filter(worker=head).update(until=make.TODAY - timedelta(days=1))
        assert client.get(PAGE).status_code == 403
        assert Client().get(PAGE)["Location"].startswith("/desk/sign-in/")


class TestTheCode:
    @pytest.fixture
    def browser(self, head: Worker, clock: time_machine.Traveller) -> Client:
        with_phone(head)
        clock.shift(timedelta(minutes=1))
        client = Client()
        sign_in(client, "head")
        return client

    def test_five_wrong_ones_then_wait(
        self, head: Worker, browser: Client, clock: time_machine.Traveller
    ) -> None:
        found = [type_code(browser, f"00000{n}").status_code for n in range(7)]
        assert found == [200] * 5 + [429] * 2
        assert type_code(browser, code_of(head)).status_code == 429
        assert browser.get("/desk/").status_code == 302
        clock.shift(timedelta(minutes=10))
        assert type_code(browser, code_of(head)).status_code == 302

    def test_a_forged_proxy_header_buys_nothing(self, browser: Client) -> None:
        found = [
            browser.post(PAGE, {"code": "000000"}, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code
            for n in range(7)
        ]
        assert found == [200] * 5 + [429] * 2

    def test_somebody_elses_address_locks_nobody_out_but_cannot_try_for_ever(
        self, head: Worker, browser: Client, clock: time_machine.Traveller
    ) -> None:
        def try_from(address: str) -> int:
            return browser.post(PAGE, {"code": "000000"}, REMOTE_ADDR=address).status_code

        assert [try_from("203.0.113.9") for _n in range(6)][-1] == 429
        assert type_code(browser, code_of(head)).status_code == 302
        sign_in(browser, "head")
        assert 429 in [try_from(f"203.0.113.{n}") for n in range(10, 40)]

    def test_the_session_is_another_one_afterwards(self, head: Worker, browser: Client) -> None:
        before = browser.session.session_key
        type_code(browser, code_of(head))
        after = browser.session.session_key
        assert before != after
        assert Device.objects.get(worker=head).session_key == after

    def test_a_code_seen_over_the_shoulder_is_worth_nothing(self, head: Worker, browser: Client) -> None:
        code = code_of(head)
        type_code(browser, code)
        other = Client()
        sign_in(other, "head")
        assert type_code(other, code).status_code == 200
        assert other.get("/desk/").status_code == 302

    def test_what_was_typed_waits_behind_it(self, head: Worker, browser: Client) -> None:
        words = "墙上有裂缝"
        held = browser.post("/desk/tickets/new/", {"words": words})
        assert held.status_code == 403
        assert words not in held.content.decode()
        kept = held.context["kept"]
        answer = type_code(browser, code_of(head), kept=kept)
        assert words in answer.content.decode()
        assert 'action="/desk/tickets/new/"' in answer.content.decode()

    def test_through_sign_in_too(self, head: Worker, clock: time_machine.Traveller) -> None:
        with_phone(head)
        clock.shift(timedelta(minutes=1))
        client = Client()
        door = client.post("/desk/tickets/new/", {"words": "墙上有裂缝"})
        second = sign_in(client, "head", kept=door.context["kept"])
        assert second.status_code == 403
        assert "墙上有裂缝" in type_code(client, code_of(head), kept=second.context["kept"]).content.decode()

    def test_next_leads_to_our_own_pages_only(self, head: Worker, browser: Client) -> None:
        assert type_code(browser, code_of(head), next="//evil.example/")["Location"] == "/desk/"


class TestEnrolling:
    def test_the_secret_stands_there_as_square_and_text_and_the_codes_once(
        self, head: Worker, client: Client
    ) -> None:
        sign_in(client, "head")
        page = client.get(PAGE).content.decode()
        assert "<svg" in page
        assert client.get(PAGE).context["secret"] in page
        codes = type_code(client, code_of(head)).context["codes"]
        assert len(codes) == 10
        for path in (PAGE, "/desk/account/"):
            assert codes[0] not in client.get(path, follow=True).content.decode()

    def test_a_wrong_code_sets_nothing_up(self, head: Worker, client: Client) -> None:
        sign_in(client, "head")
        client.get(PAGE)
        assert type_code(client, "000000").context["form"].errors
        assert not factor.is_set_up(head)
        assert client.get("/desk/").status_code == 302

    def test_other_sign_ins_end(self, desk: Worker) -> None:
        here, elsewhere = Client(), Client()
        for client in (here, elsewhere):
            sign_in(client, "desk")
        here.get(PAGE)
        type_code(here, code_of(desk))
        assert here.get("/desk/").status_code == 200
        assert elsewhere.get("/desk/")["Location"].startswith("/desk/sign-in/")

    def test_the_desk_may_take_it_off_with_a_code(
        self, desk: Worker, client: Client, clock: time_machine.Traveller
    ) -> None:
        with_phone(desk)
        clock.shift(timedelta(minutes=1))
        sign_in(client, "desk")
        type_code(client, code_of(desk))
        assert client.post("/desk/second-factor/off/", {"code": "000000"}).status_code == 200
        assert factor.is_set_up(desk)
        clock.shift(timedelta(minutes=1))
        assert client.post("/desk/second-factor/off/", {"code": code_of(desk)}).status_code == 302
        assert not factor.is_set_up(desk)

    def test_a_head_may_not(self, head: Worker, client: Client, clock: time_machine.Traveller) -> None:
        with_phone(head)
        clock.shift(timedelta(minutes=1))
        sign_in(client, "head")
        type_code(client, code_of(head))
        clock.shift(timedelta(minutes=1))
        assert client.post("/desk/second-factor/off/", {"code": code_of(head)}).status_code == 403
        assert factor.is_set_up(head)
