"""The party's page behind its link, and what the ticket shows of it."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_desk.actions import hand_overs, party_links, tickets
from requests_desk.models import HandOver, PartyLink, Ticket
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
NAME, PHONE = "王大明", "13812341234"


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    row = make.ticket(
        desk, place.station, place.service, name=NAME, phone=PHONE, words=f"{NAME}说灯坏了，打{PHONE}",
        estate=place.estate,
    )  # fmt: skip
    tickets.add_note(ticket=row, worker=desk, at=make.NOW, text="内部机密")
    return tickets.start(ticket=row, worker=desk, at=make.NOW)


@staged
def offer(ticket: Ticket, place: Place, desk: Worker) -> HandOver:
    body = EstateBody.objects.create(estate=place.estate, kind="property", name="示范物业")
    return hand_overs.offer(
        ticket=ticket, worker=desk, at=make.NOW, reason=f"请换灯，{NAME}在家", to_body=body
    )


@staged
def token(offer: HandOver, desk: Worker) -> str:
    return party_links.issue(hand_over=offer, worker=desk, at=make.NOW)[1]


def page(token: str, **said: str) -> HttpResponse:
    url = reverse("party", args=[token])
    return Client().post(url, said) if said else Client().get(url)


def body(response: HttpResponse) -> str:
    return re.sub(r"[0-9a-f]{16}", "", response.content.decode())


class TestThePage:
    def test_it_shows_the_matter_and_never_the_person(
        self, token: str, place: Place, ticket: Ticket, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            response = page(token)
        text = body(response)
        for shown in (
            "枫香里居委会",
            "枫香里事项",
            "枫香里苑",
            "请换灯",
            "灯坏了",
            "示范物业",
            place.station.phone,
        ):
            assert shown in text
        for hidden in (NAME, PHONE, "王**", "内部机密"):
            assert hidden not in text
        assert response["Cache-Control"].count("no-store") == 1
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "strict-origin"
        assert token not in caplog.text
        assert "take it on" in body(Client().get("/en" + reverse("party", args=[token])))

    def test_every_dead_link_is_the_same_page(
        self, token: str, offer: HandOver, desk: Worker, ticket: Ticket, clock: Any
    ) -> None:
        def dead() -> str:
            response = page(token)
            assert response.status_code == 404
            return body(response).replace(token, "")

        unknown = page("A" * 32)
        assert unknown.status_code == 404
        nothing = body(unknown).replace("A" * 32, "")
        assert PartyLink.objects.update(expires_at=make.NOW + timedelta(microseconds=1)) == 1
        clock.move_to(make.at(0, 11))
        assert dead() == nothing
        PartyLink.objects.update(expires_at=make.at(9))
        assert page(token).status_code == 200  # the control
        party_links.end(hand_over=offer, worker=desk, at=make.NOW)
        assert dead() == nothing
        posted = page(token, do="accept", said_by="刘", key="k" * 20)
        assert (posted.status_code, body(posted).replace(token, "")) == (404, nothing)

    def test_it_says_when_its_words_go(self, token: str, settings: Any) -> None:
        settings.PORTAL_KEEP_DAYS = settings.PORTAL_KEEP_DAYS | {"tickets": 77}
        assert "77 天后清空" in body(page(token))

    def test_the_party_accepts_tells_and_answers(self, token: str, ticket: Ticket) -> None:
        assert "said_by" in page(token, do="accept", key="k" * 20).context["form"].errors
        for _twice in range(2):
            done = page(token, do="accept", said_by="刘经理", key="k" * 20)
            assert done["Location"] == reverse("party", args=[token]) + "?said=accept"
        assert "您已承办此事" in body(page(token))
        assert page(token, do="accept", said_by="李", key="m" * 20).status_code == 409
        page(token, do="word", said_by="刘经理", text="周四来", key="n" * 20)
        page(token, do="answer", said_by="小张", text="换好了", key="o" * 20)
        told = body(page(token))
        assert "周四来" in told
        assert "换好了" in told
        ticket.refresh_from_db()
        assert ticket.state == "handed_over"

    def test_the_party_declines_and_is_thanked_twice(self, token: str, ticket: Ticket) -> None:
        wrong = page(token, do="decline", said_by="刘", reason="不归我们", next_address="", key="k" * 20)
        assert "next_address" in wrong.context["form"].errors
        assert "不归我们" in body(wrong)
        said = {
            "do": "decline",
            "said_by": "刘",
            "reason": "不归我们",
            "next_address": "供电所",
            "key": "k" * 20,
        }
        assert [page(token, **said).status_code for _twice in range(2)] == [200, 200]
        assert page(token).status_code == 404
        ticket.refresh_from_db()
        assert ticket.state == "in_progress"

    def test_the_party_declines_and_knows_nobody_else(self, token: str, ticket: Ticket) -> None:
        said = {"do": "decline", "said_by": "刘", "reason": "不归我们", "key": "k" * 20}
        assert "next_address" in page(token, **said).context["form"].errors
        assert page(token, **said, knows_nobody="on").status_code == 200
        ticket.refresh_from_db()
        assert ticket.state == "in_progress"

    def test_an_expired_form_comes_back_filled_in_and_does_nothing(self, token: str, ticket: Ticket) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(reverse("party", args=[token]), {"do": "accept", "said_by": "刘经理"})
        assert response.status_code == 403
        assert "刘经理" in response.content.decode()
        assert not ticket.events.filter(kind="accepted").exists()

    def test_somebody_who_tries_links_is_stopped(self, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("requests_desk.views.party_links.LOOKS", 2)
        assert [page("B" * 32).status_code for _try in range(3)] == [404, 404, 429]


class TestAtTheTicket:
    def test_the_link_is_shown_once_and_withdrawn(
        self, ticket: Ticket, offer: HandOver, desk: Worker, as_: As
    ) -> None:
        client, sheet = as_(desk), reverse("desk:ticket", args=[ticket.reference])
        assert "生成链接" in body(client.get(sheet))
        shown = client.post(reverse("desk:ticket_party_link", args=[ticket.reference]))
        found = re.search(r"/parties/([\w-]{32})/", shown.content.decode())
        assert found is not None
        assert "示范物业" in body(shown)
        assert NAME not in body(shown)
        assert page(found[1]).status_code == 200
        assert found[1] not in body(client.get(sheet))
        client.post(reverse("desk:ticket_party_link_end", args=[ticket.reference]))
        assert page(found[1]).status_code == 404

    def test_nobody_else_makes_one(
        self, ticket: Ticket, offer: HandOver, colleague: Worker, stranger: Worker, street: Worker, as_: As
    ) -> None:
        for name in ("ticket_party_link", "ticket_party_link_end"):
            url = reverse(f"desk:{name}", args=[ticket.reference])
            assert [as_(who).post(url).status_code for who in (colleague, street, stranger)] == [
                403,
                403,
                404,
            ]
            assert "生成链接" not in body(as_(colleague).get(reverse("desk:ticket", args=[ticket.reference])))
        assert not PartyLink.objects.exists()

    def test_there_is_nobody_to_make_one_for(self, place: Place, desk: Worker, as_: As) -> None:
        row = make.ticket(desk, place.station, place.service)
        for name in ("ticket_party_link", "ticket_party_link_end"):
            assert as_(desk).post(reverse(f"desk:{name}", args=[row.reference])).status_code == 302
        assert not PartyLink.objects.exists()

    def test_its_answer_goes_to_the_resident_in_one_press(
        self, token: str, ticket: Ticket, desk: Worker, as_: As, django_assert_max_num_queries: Any
    ) -> None:
        page(token, do="accept", said_by="刘经理", key="k" * 20)
        page(token, do="answer", said_by="小张", text="换好了", key="o" * 20)
        client = as_(desk)
        with django_assert_max_num_queries(17):
            sheet = body(client.get(reverse("desk:ticket", args=[ticket.reference])))
        assert "示范物业已答复" in sheet
        way = re.search(r'href="(\?step=answer&amp;word=\d+)#answer"', sheet)
        assert way is not None
        asked = client.get(reverse("desk:ticket", args=[ticket.reference]) + way[1].replace("&amp;", "&"))
        form = next(one.form for one in asked.context["main"] if one.name == "answer")
        assert form.initial == {"text": "换好了", "said_by": "示范物业 小张"}
        client.post(reverse("desk:ticket_answer", args=[ticket.reference]), form.initial)
        told = Client().get(reverse("ticket_track", args=[ticket.token])).content.decode()
        assert "换好了" in told
        assert "小张" in told

    def test_before_it_is_given_the_resident_reads_nothing_of_it(self, token: str, ticket: Ticket) -> None:
        page(token, do="accept", said_by="刘经理", key="k" * 20)
        page(token, do="answer", said_by="小张", text="换好了", key="o" * 20)
        told = Client().get(reverse("ticket_track", args=[ticket.token])).content.decode()
        assert "换好了" not in told
        assert "刘经理" not in told

    def test_the_history_names_the_party_once(
        self, token: str, ticket: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        page(token, do="decline", said_by="刘经理", reason="不归我们", next_address="供电所", key="k" * 20)
        hand_overs.decline(
            hand_over=hand_overs.offer(ticket=ticket, worker=desk, at=make.at(0, 11), reason="你", to_worker=colleague),
            worker=colleague, at=make.at(0, 12), reason="忙", next_address="主任",
        )  # fmt: skip
        shown = as_(desk).get(reverse("desk:ticket", args=[ticket.reference])).context["history"]
        lines = [(one.who, one.what, one.said_by) for one in shown]
        assert ("示范物业", "转办被退回", "") in lines
        assert ("示范物业", "原因", "刘经理") in lines
        assert (str(colleague), "转办被退回", "") in lines


class TestNews:
    """What came back stands at the row until somebody goes on from there."""

    def news(self, client: Client) -> set[str]:
        board, mine = (
            client.get(reverse("desk:board")),
            client.get(reverse("desk:ticket_list") + "?show=mine"),
        )
        return {
            word for word in ("已退回：示范物业不接", "示范物业有新进展", "示范物业已答复，请转告居民")
            if word in board.content.decode() and word in mine.content.decode()
        }  # fmt: skip

    def test_a_word_an_answer_a_refusal_and_the_next_step(
        self, token: str, ticket: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        client = as_(desk)
        page(token, do="accept", said_by="刘", key="k" * 20)
        assert self.news(client) == set()
        page(token, do="word", said_by="刘", text="周四来", key="l" * 20)
        assert self.news(client) == {"示范物业有新进展"}
        assert self.news(as_(colleague)) == set()
        page(token, do="answer", said_by="刘", text="好了", key="m" * 20)
        assert self.news(client) == {"示范物业已答复，请转告居民"}
        hand_overs.take_back(ticket=ticket, worker=desk, at=make.NOW, reason="没好")
        assert self.news(client) == set()

    def test_a_refusal_stays_until_the_next_step(
        self, token: str, ticket: Ticket, desk: Worker, as_: As
    ) -> None:
        page(token, do="decline", said_by="刘", reason="不归我们", next_address="供电所", key="k" * 20)
        client = as_(desk)
        assert self.news(client) == {"已退回：示范物业不接"}
        tickets.add_note(ticket=ticket, worker=desk, at=make.NOW, text="改找供电所")
        assert self.news(client) == set()

    def test_the_board_stays_at_six_statements(
        self, place: Place, token: str, desk: Worker, as_: As, django_assert_max_num_queries: Any
    ) -> None:
        page(token, do="decline", said_by="刘", reason="不归我们", next_address="供电所", key="k" * 20)
        for _row in range(7):
            row = tickets.start(
                ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW
            )
            last = hand_overs.offer(ticket=row, worker=desk, at=make.NOW, reason="请", to_outside="房管局")
            hand_overs.decline(
                hand_over=last, worker=desk, at=make.NOW, reason="不", next_address="x", said_by="李"
            )
        client = as_(desk)
        client.get(reverse("desk:board"))
        with django_assert_max_num_queries(8):  # six, and two for who is signed in
            shown = client.get(reverse("desk:board")).content.decode()
        assert shown.count("已退回") == 8
