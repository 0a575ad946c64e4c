"""Signing in and out, and passwords: who gets in, who is kept waiting, and what is never told."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from stations.models import Worker
from tests import factories as make

As = Callable[[Worker | None], Client]
SIGN_IN = "/desk/sign-in/"


def sign_in(client: Client, name: str, password: str = make.PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


class TestSignIn:
    def test_desk_workers_come_to_the_board_and_officials_to_the_administration(
        self, client: Client, desk: Worker, street: Worker
    ) -> None:
        assert sign_in(client, "desk")["Location"] == reverse("desk:board")
        assert sign_in(Client(), "street")["Location"] == reverse("admin:index")

    def test_a_wrong_password_keeps_the_name_and_says_no_more_than_an_unknown_name(
        self, client: Client, desk: Worker
    ) -> None:
        wrong = sign_in(client, "desk", "guess")
        unknown = sign_in(client, "nobody-here", "guess")
        assert (wrong.status_code, unknown.status_code) == (200, 200)
        (said,), (said_of_nobody,) = (page.context["form"].non_field_errors() for page in (wrong, unknown))
        assert said == said_of_nobody
        assert 'value="desk"' in wrong.content.decode()
        assert "guess" not in wrong.content.decode()

    def test_an_account_switched_off_is_like_none(self, client: Client, desk: Worker) -> None:
        Worker.objects.filter(pk=desk.pk).update(is_active=False)
        assert sign_in(client, "desk").status_code == 200

    @pytest.mark.parametrize(
        "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"]
    )
    def test_next_leads_to_our_own_pages_only(self, client: Client, desk: Worker, elsewhere: str) -> None:
        assert sign_in(client, "desk", next=elsewhere)["Location"] == reverse("desk:board")

    def test_next_leads_back_to_what_was_asked_for(self, client: Client, desk: Worker) -> None:
        asked = client.get("/desk/rota/")["Location"]
        page = client.get(asked)
        assert page.context["next"] == "/desk/rota/"
        assert sign_in(client, "desk", next="/desk/rota/")["Location"] == "/desk/rota/"

    def test_the_session_is_a_new_one(self, client: Client, desk: Worker) -> None:
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        before = client.session.session_key
        sign_in(client, "desk")
        assert client.session.session_key != before

    def test_a_nul_byte_and_a_book_are_sentences_not_errors(self, client: Client, db: None) -> None:
        for name in ("a\0b", "长" * 5000):
            answer = sign_in(client, name)
            assert answer.status_code == 200
            assert answer.context["form"].errors


class TestTries:
    def fail(self, client: Client, times: int, **meta: str) -> list[int]:
        return [
            client.post(SIGN_IN, {"username": "desk", "password": f"guess-{n}"}, **meta).status_code
            for n in range(times)
        ]

    def test_five_an_hour_are_looked_at(
        self, client: Client, desk: Worker, clock: time_machine.Traveller
    ) -> None:
        assert self.fail(client, 7) == [200] * 5 + [429] * 2
        assert sign_in(client, "desk").status_code == 429  # the right one too: it is not looked at
        clock.move_to(make.at(0, 11, 0))
        assert sign_in(client, "desk").status_code == 302

    def test_somebody_elses_address_locks_nobody_out(self, client: Client, desk: Worker) -> None:
        self.fail(client, 9, REMOTE_ADDR="203.0.113.9")
        assert sign_in(client, "desk").status_code == 302

    def test_a_forged_proxy_header_buys_nothing(self, client: Client, desk: Worker) -> None:
        found = [self.fail(client, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")[0] for n in range(7)]
        assert found == [200] * 5 + [429] * 2

    def test_success_forgets_the_tries(self, client: Client, desk: Worker) -> None:
        for _round in range(3):
            self.fail(client, 3)
            assert sign_in(client, "desk").status_code == 302

    def test_capital_letters_do_not_make_another_name(self, client: Client, desk: Worker) -> None:
        self.fail(client, 5)
        assert sign_in(client, "DESK").status_code == 429


def test_signing_out_is_a_post_and_ends_the_session(desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert client.get("/desk/sign-out/")["Location"] == SIGN_IN
    assert client.get("/desk/rota/").status_code == 200  # a look signs nobody out
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/sign-out/")["Location"] == SIGN_IN
    assert client.get("/desk/").status_code == 302
    assert "sessionid" not in {name for name, cookie in client.cookies.items() if cookie.value}


class TestReset:
    @pytest.fixture
    def with_mail(self, desk: Worker) -> Worker:
        desk.email = "desk@example.cn"
        desk.save(update_fields=["email"])
        return desk

    def link(self) -> str:
        found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
        assert found
        return found[1]

    def test_by_the_link_of_an_e_mail(self, client: Client, with_mail: Worker) -> None:
        assert client.post(reverse("password_reset"), {"email": "desk@example.cn"}).status_code == 302
        assert "desk" not in mail.outbox[0].subject
        page = client.get(self.link(), follow=True)
        token = self.link().rstrip("/").rsplit("/", 1)[1]
        assert token not in page.redirect_chain[-1][0]  # the secret stands in no address that is kept
        done = client.post(
            page.redirect_chain[-1][0], {"new_password1": "ganz-neu-4711", "new_password2": "ganz-neu-4711"}
        )
        assert done["Location"] == SIGN_IN
        assert sign_in(client, "desk", "ganz-neu-4711").status_code == 302
        again = Client().get(self.link(), follow=True)
        assert again.context["validlink"] is False

    def test_it_does_not_tell_whether_anybody_has_the_address(
        self, client: Client, with_mail: Worker
    ) -> None:
        known = client.post(reverse("password_reset"), {"email": "desk@example.cn"})
        unknown = client.post(reverse("password_reset"), {"email": "nobody@example.cn"})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert len(mail.outbox) == 1

    def test_a_forged_host_does_not_get_into_the_letter(self, client: Client, with_mail: Worker) -> None:
        client.post(reverse("password_reset"), {"email": "desk@example.cn"}, HTTP_HOST="localhost")
        assert "http://127.0.0.1:8000/desk/password/" in mail.outbox[0].body

    def test_five_letters_an_hour(self, client: Client, with_mail: Worker) -> None:
        found = [
            client.post(reverse("password_reset"), {"email": "desk@example.cn"}).status_code
            for _n in range(6)
        ]
        assert found == [302] * 5 + [429]


def test_a_password_is_changed_by_who_knows_it(desk: Worker, as_: As) -> None:
    client, other = as_(desk), as_(desk)
    new = {"new_password1": "ganz-neu-4711", "new_password2": "ganz-neu-4711"}
    refused = client.post(reverse("password_change"), {"old_password": "guess", **new})
    assert refused.context["form"].errors.keys() == {"old_password"}
    assert client.post(reverse("password_change"), {"old_password": make.PASSWORD, **new}).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302  # sessions elsewhere have ended
