"""People at the desk: who works here, and what the head and the office above do for their accounts."""

from collections.abc import Callable

import pytest
from django.test import Client

from stations.actions import second_factor
from stations.models import Absence, Device, Invitation, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.phone import with_phone

As = Callable[[Worker | None], Client]
PAGE = "/desk/people/"
SAID = {"name": "李新来", "role": "desk", "since": "2026-11-18", "until": ""}


def one(worker: Worker, then: str = "") -> str:
    return f"{PAGE}{worker.pk}/{then}"


def test_the_list_shows_colleagues_and_no_strangers(
    place: Place, desk: Worker, colleague: Worker, stranger: Worker, as_: As
) -> None:
    make.absence(place.committee, desk, colleague)
    text = as_(desk).get(PAGE).content.decode()
    assert str(colleague) in text
    assert str(stranger) not in text
    assert "2026年11月19日" in text  # the absence's last day
    assert as_(desk).get(one(stranger)).status_code == 404


def test_it_asks_as_often_for_one_as_for_thirty(place: Place, desk: Worker, head: Worker, as_: As) -> None:
    client = as_(head)
    few = count_queries(client, PAGE)
    for number in range(30):
        worker = make.worker(f"more-{number}")
        make.post(worker, "desk", place.committee)
        make.invitation(place.committee, head, name=f"新{number}")
        make.absence(place.committee, worker, desk)
    assert count_queries(client, PAGE) <= few + 1  # whose deputies they are


class TestInvitations:
    def test_a_head_is_asked_for_no_place_and_gets_the_link_once(
        self, head: Worker, place: Place, as_: As
    ) -> None:
        client = as_(head)
        assert "place" not in client.get("/desk/invitations/new/").context["form"].fields
        answer = client.post("/desk/invitations/new/", SAID)
        url = answer.context["url"]
        row = Invitation.objects.get()
        assert (row.committee, row.role, row.made_by) == (place.committee, "desk", head)
        assert Client().get(url.split("8000")[1]).status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert url not in client.get(PAGE).content.decode()
        assert "李新来" in client.get(PAGE).content.decode()

    def test_a_forged_role_or_place_is_a_sentence(
        self, head: Worker, street: Worker, place: Place, far_place: Place, as_: As
    ) -> None:
        tries = (
            (head, {"role": "head"}),
            (head, {"role": "subdistrict", "place": place.subdistrict.code}),
            (street, {"role": "district", "place": "990101"}),
            (street, {"place": far_place.committee.code}),
            (street, {"place": "nowhere"}),
            (street, {"place": place.committee.code, "until": "2026-11-01"}),
        )
        for who, forged in tries:
            answer = as_(who).post("/desk/invitations/new/", SAID | forged)
            assert answer.status_code == 200
            assert answer.context["form"].errors, forged
        assert not Invitation.objects.exists()

    def test_an_official_invites_by_code_or_name(self, street: Worker, place: Place, as_: As) -> None:
        for role, where in (("head", place.committee.code), ("desk", place.committee.name)):
            answer = as_(street).post("/desk/invitations/new/", SAID | {"role": role, "place": where})
            assert "url" in answer.context
        assert {row.committee for row in Invitation.objects.all()} == {place.committee}

    def test_withdrawn_by_the_head_and_not_by_the_desk(
        self, head: Worker, desk: Worker, place: Place, as_: As
    ) -> None:
        row = make.invitation(place.committee, head)
        path = f"/desk/invitations/{row.pk}/withdraw/"
        assert as_(desk).post(path).status_code == 403
        assert as_(head).post(path).status_code == 302
        row.refresh_from_db()
        assert row.withdrawn_at is not None


class TestAccounts:
    def test_a_reset_and_the_end_of_all_sign_ins(
        self, head: Worker, desk: Worker, stranger: Worker, as_: As
    ) -> None:
        with_phone(desk)
        browser = Client()
        browser.post("/desk/sign-in/", {"username": "desk", "password": make.PASSWORD})
        for who, status in ((stranger, 404), (desk, 403)):
            assert as_(who).post(one(desk, "reset-second-factor/")).status_code == status
        assert as_(head).post(one(desk, "end-sign-ins/")).status_code == 302
        assert not Device.objects.filter(worker=desk).exists()
        assert browser.get("/desk/")["Location"].startswith("/desk/sign-in/")
        assert as_(head).post(one(desk, "reset-second-factor/")).status_code == 302
        assert not second_factor.is_set_up(desk)

    def test_nobody_below_resets_anybody_above(
        self, head: Worker, desk: Worker, street: Worker, as_: As
    ) -> None:
        with_phone(head)
        assert as_(desk).post(one(head, "reset-second-factor/")).status_code == 403
        assert second_factor.is_set_up(head)
        assert as_(street).post(one(head, "reset-second-factor/")).status_code == 302
        assert not second_factor.is_set_up(head)


class TestAbsences:
    def test_noted_and_ended_by_the_person(self, desk: Worker, colleague: Worker, as_: As) -> None:
        client = as_(desk)
        said = {"since": "2026-11-18", "until": "2026-11-20", "deputy": str(colleague.pk)}
        assert client.post(one(desk, "away/"), said).status_code == 302
        row = Absence.objects.get()
        assert client.post(one(desk, "away/"), said).status_code == 409
        assert client.post(f"/desk/absences/{row.pk}/end/").status_code == 302
        assert not Absence.objects.exists()

    def test_bad_answers_are_sentences(
        self, desk: Worker, stranger: Worker, colleague: Worker, as_: As
    ) -> None:
        good = {"since": "2026-11-18", "until": "2026-11-20", "deputy": str(colleague.pk)}
        for bad in (
            {"deputy": str(stranger.pk)}, {"deputy": str(desk.pk)}, {"deputy": "x"}, {"until": "2026-11-17"},
            {"until": "2028-01-01"}, {"since": ""},
        ):  # fmt: skip
            answer = as_(desk).post(one(desk, "away/"), good | bad)
            assert answer.status_code == 200
            assert answer.context["form"].errors
        assert not Absence.objects.exists()

    def test_the_board_says_for_whom(self, place: Place, desk: Worker, colleague: Worker, as_: As) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        client = as_(colleague)
        before = count_queries(client, "/desk/")
        assert ticket not in client.get("/desk/").context["mine"]
        make.absence(place.committee, desk, colleague)
        page = client.get("/desk/")
        assert ticket in page.context["mine"]
        assert f"代{desk}" in page.content.decode()
        assert ticket not in as_(desk).get("/desk/").context["late"]
        assert count_queries(client, "/desk/") <= before
        said = f"{colleague}代"
        assert said in as_(desk).get("/desk/").content.decode()  # the absent are told who stands in
        assert said in client.get(ticket.get_absolute_url()).content.decode()
        assert said not in page.content.decode()

    def test_and_the_sheet_offers_the_steps(
        self, place: Place, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        ticket = make.ticket(desk, place.station, place.service)
        path = f"{ticket.get_absolute_url()}start/"
        assert as_(colleague).post(path).status_code == 403
        make.absence(place.committee, desk, colleague)
        assert as_(colleague).post(path).status_code == 302


@pytest.mark.parametrize("who", ["stranger", "other_street"])
def test_strangers_find_nobody(who: str, desk: Worker, request: pytest.FixtureRequest, as_: As) -> None:
    client = as_(request.getfixturevalue(who))
    for then in ("", "away/", "end-sign-ins/", "reset-second-factor/"):
        foreign, none = client.post(one(desk, then)), client.post(f"{PAGE}999999/{then}")
        assert (foreign.status_code, none.status_code) == (404, 404)
